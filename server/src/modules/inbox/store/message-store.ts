import type { IncomingEffect, IncomingMatch, IncomingState, ReceivedChannel } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, json, sql, type Tx } from '../../../platform/db/index.ts';
import type { MessageRow } from '../vocabulary.ts';

export const columns = sql`
  m.id, m.way_id as "wayId", m.channel, m.from_address as "fromAddress", m.from_name as "fromName", m.to_address as "toAddress", m.subject, m.body,
  m.received_at as "receivedAt", m.match, m.person_id as "personId", m.reply_to_id as "replyToId", m.enquiry_id as "enquiryId", m.effect, m.problem,
  m.state, m.owner_id as "ownerId", m.done_at as "doneAt", m.version`;

export type NewMessage = Pick<
  MessageRow,
  'id' | 'wayId' | 'channel' | 'fromAddress' | 'fromName' | 'toAddress' | 'subject' | 'body' | 'receivedAt' | 'problem'
> & { readonly externalId: string; readonly raw: unknown };

/** False where the same one came before: who writes it at this moment is waited for. */
export async function insertMessage(tx: Tx, row: NewMessage): Promise<boolean> {
  const made = await tx.run(sql`
    insert into inbox.message (org_id, id, way_id, external_id, channel, from_address, from_name, to_address, subject, body, raw, received_at,
      heard_at, match, effect, problem, state)
    values (${tx.orgId}, ${row.id}, ${row.wayId}, ${row.externalId}, ${row.channel}, ${row.fromAddress}, ${row.fromName}, ${row.toAddress},
      ${row.subject}, ${row.body}, ${json(row.raw)}, ${at(row.receivedAt)}, ${at(tx.now)}, 'unknown', 'none', ${row.problem}, 'open')
    on conflict (org_id, way_id, external_id) do nothing`);
  return made > 0;
}

export async function findByExternalId(tx: Tx, wayId: Id, externalId: string): Promise<Id | null> {
  const row = await tx.maybe(sql<{ id: Id }>`
    select m.id from inbox.message m where m.org_id = ${tx.orgId} and m.way_id = ${wayId} and m.external_id = ${externalId}`);
  return row?.id ?? null;
}

/** The same words of the same sender by the same way, since then. */
export async function findSameSince(
  tx: Tx,
  {
    wayId,
    channel,
    from,
    body,
    since,
  }: { wayId: Id; channel: ReceivedChannel; from: string; body: string; since: Instant },
): Promise<Id | null> {
  const row = await tx.maybe(sql<{ id: Id }>`
    select m.id from inbox.message m
    where m.org_id = ${tx.orgId} and m.channel = ${channel} and m.from_address = ${from} and m.heard_at >= ${at(since)}
      and m.received_at >= ${at(since)}::timestamptz - interval '1 day' and m.way_id = ${wayId} and m.body = ${body}
    order by m.received_at desc, m.id desc limit 1`);
  return row?.id ?? null;
}

/** Who writes by this address is heard one after the other. */
export async function lockCorrespondent(tx: Tx, channel: ReceivedChannel, address: string): Promise<void> {
  await tx.run(sql`
    insert into inbox.correspondent (org_id, channel, address, heard_at) values (${tx.orgId}, ${channel}, ${address}, ${at(tx.now)})
    on conflict (org_id, channel, address) do update set heard_at = excluded.heard_at`);
}

export type Settled = {
  readonly match: IncomingMatch;
  readonly personId: Id | null;
  readonly replyToId: Id | null;
  readonly enquiryId: Id | null;
  readonly effect: IncomingEffect;
  readonly state: IncomingState;
  readonly ownerId: Id | null;
};

/** Whose it is, and what it did. */
export async function updateSettled(tx: Tx, id: Id, row: Settled): Promise<void> {
  await tx.run(sql`
    update inbox.message set match = ${row.match}, person_id = ${row.personId}, reply_to_id = ${row.replyToId}, enquiry_id = ${row.enquiryId},
      effect = ${row.effect}, state = ${row.state}, owner_id = ${row.ownerId}, version = version + 1,
      done_at = case when ${row.state} = 'open' then null else coalesce(done_at, ${at(tx.now)}) end
    where org_id = ${tx.orgId} and id = ${id}`);
}

export async function insertFileOf(tx: Tx, messageId: Id, no: number, fileId: Id): Promise<void> {
  await tx.run(sql`
    insert into inbox.file (org_id, message_id, no, file_id) values (${tx.orgId}, ${messageId}, ${no}, ${fileId})`);
}

export function findMessage(tx: Tx, id: Id): Promise<MessageRow | null> {
  return tx.maybe(
    sql<MessageRow>`select ${columns} from inbox.message m where m.org_id = ${tx.orgId} and m.id = ${id}`,
  );
}

export function lockMessage(tx: Tx, id: Id): Promise<MessageRow | null> {
  return tx.maybe(
    sql<MessageRow>`select ${columns} from inbox.message m where m.org_id = ${tx.orgId} and m.id = ${id} for update`,
  );
}

/** Who has the address, the most recently met first. A number that is known to be wrong is nobody's. */
export async function listHolders(tx: Tx, address: string, most: number): Promise<Id[]> {
  const rows = await tx.rows(sql<{ id: Id }>`
    with held as (
      select f.person_id as id from people.public_person_phone f
      where f.org_id = ${tx.orgId} and f.e164 = ${address} and f.state <> 'wrong'
      union
      select e.person_id from people.public_person_email e where e.org_id = ${tx.orgId} and e.email_normal = ${address}
    )
    select p.id from held join people.public_person p on p.org_id = ${tx.orgId} and p.id = held.id and p.merged_into is null
    order by p.last_contact_at desc nulls last, p.id desc limit ${most}`);
  return rows.map(({ id }) => id);
}

export type EnquiryOfPerson = { readonly id: Id; readonly open: boolean; readonly ownerId: Id | null };

/** What an answer of hers is to: the enquiry that is open and due first, else the last one that an answer wakes. */
export function findAnswered(tx: Tx, personId: Id): Promise<EnquiryOfPerson | null> {
  return tx.maybe(sql<EnquiryOfPerson>`
    select e.id, e.open, e.owner_id as "ownerId" from enquiries.public_enquiry e
    where e.org_id = ${tx.orgId} and e.person_id = ${personId} and (e.open or e.status in ('UNREACHED', 'DECLINED'))
    order by e.open desc, e.action_due_at, e.received_at desc, e.id desc limit 1`);
}

/** The enquiry that was written of, where it still takes an answer of this person. */
export function findTakesReply(tx: Tx, id: Id, personId: Id): Promise<EnquiryOfPerson | null> {
  return tx.maybe(sql<EnquiryOfPerson>`
    select e.id, e.open, e.owner_id as "ownerId" from enquiries.public_enquiry e
    where e.org_id = ${tx.orgId} and e.id = ${id} and e.person_id = ${personId} and (e.open or e.status in ('UNREACHED', 'DECLINED'))`);
}
