import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Purpose, SentChannel } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { MARK_LENGTH, type ReturnName } from '../rules/returns.ts';
import { findMessage } from '../store/message-store.ts';
import { findTransport } from '../store/transport-store.ts';
import type { ChannelsDeps } from './deps.ts';

/** Signs what comes back of a mail: nobody makes a failure, a complaint or an answer of a message that he never had. */
export function returnMark({ receiptKey }: Pick<ChannelsDeps, 'receiptKey'>, token: string, messageId: Id): string {
  return createHmac('sha256', receiptKey).update(`return ${token} ${messageId}`).digest('hex').slice(0, MARK_LENGTH);
}

/** One of our mails, of which something came back. */
export type Returned = {
  readonly id: Id;
  readonly transportId: Id;
  readonly personId: Id | null;
  readonly purpose: Purpose;
  readonly channel: SentChannel;
  /** Where it went. */
  readonly to: string;
};

/** The message of a name whose mark is ours; null for any other. */
export async function messageOfReturn(
  tx: Tx,
  deps: Pick<ChannelsDeps, 'receiptKey'>,
  { messageId, mark }: ReturnName,
): Promise<Returned | null> {
  const row = await findMessage(tx, messageId);
  if (!row || row.transportId === null || row.toAddress === null) return null;
  const way = await findTransport(tx, row.transportId);
  if (!way) return null;
  const [expected, given] = [Buffer.from(returnMark(deps, way.token, row.id)), Buffer.from(mark)];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const { id, transportId, personId, purpose, channel, toAddress } = row;
  return { id, transportId, personId, purpose, channel, to: toAddress };
}
