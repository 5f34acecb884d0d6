import type { MessageState, SentChannel } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, type Tx } from '../../../platform/db/index.ts';

export type SentMessage = {
  readonly id: Id;
  readonly personId: Id;
  readonly channel: SentChannel;
  readonly state: MessageState;
  readonly toAddress: string | null;
  readonly subject: string | null;
  readonly body: string;
  readonly enquiryId: Id | null;
  readonly handedAt: Instant;
};

const MOST = 50;
const sent = sql`m.id, m.person_id as "personId", m.channel, m.state, m.to_address as "toAddress", m.subject, m.body, m.enquiry_id as "enquiryId",
  m.handed_at as "handedAt"`;

export function listSentTo(
  tx: Tx,
  personIds: readonly Id[],
  { channel, address, since }: { readonly channel: SentChannel; readonly address: string; readonly since: Instant },
): Promise<SentMessage[]> {
  return tx.rows(sql<SentMessage>`
    select ${sent} from channels.message m
    where m.org_id = ${tx.orgId} and m.person_id = any(${[...personIds]}::uuid[]) and m.made_at >= ${at(since)}
      and m.channel = ${channel} and m.to_address = ${address}
      and m.state in ('sent', 'delivered', 'read', 'replied', 'unknown')
    order by m.handed_at desc, m.id desc limit ${MOST}`);
}

export function findSentMessage(tx: Tx, id: Id): Promise<SentMessage | null> {
  return tx.maybe(sql<SentMessage>`
    select ${sent} from channels.message m
    where m.org_id = ${tx.orgId} and m.id = ${id} and m.person_id is not null
      and m.state in ('sent', 'delivered', 'read', 'replied', 'unknown')`);
}
