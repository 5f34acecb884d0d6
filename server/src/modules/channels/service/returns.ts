import type { Purpose, SentChannel } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { MARK_LENGTH, type ReturnName } from '../rules/returns.ts';
import { findMessage } from '../store/message-store.ts';
import { findTransport } from '../store/transport-store.ts';
import type { MessageRow } from '../vocabulary.ts';
import { isMark, makeMark, type MarkKeys } from './marks.ts';

/** Signs what comes back of a mail: nobody makes a failure, a complaint or an answer of a message that he never had. */
export function returnMark(deps: MarkKeys, token: string, messageId: Id): string {
  return makeMark(deps, signedText(token, messageId), shorten);
}

export function isReturnMark(deps: MarkKeys, token: string, messageId: Id, mark: string): boolean {
  return isMark(deps, signedText(token, messageId), shorten, mark);
}

const signedText = (token: string, messageId: Id) => `return ${token} ${messageId}`;
const shorten = (digest: Buffer) => digest.toString('hex').slice(0, MARK_LENGTH);

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
  deps: MarkKeys,
  { messageId, mark }: ReturnName,
): Promise<Returned | null> {
  const row = await findMessage(tx, messageId);
  const returned = row && returnedOf(row);
  if (!returned) return null;
  const way = await findTransport(tx, returned.transportId);
  return way && isReturnMark(deps, way.token, returned.id, mark) ? returned : null;
}

/** What is asked of a message of which something came back; null for one that went nowhere. */
export function returnedOf(
  row: Omit<Returned, 'transportId' | 'to'> & Pick<MessageRow, 'transportId' | 'toAddress'>,
): Returned | null {
  const { id, transportId, personId, purpose, channel, toAddress } = row;
  if (transportId === null || toAddress === null) return null;
  return { id, transportId, personId, purpose, channel, to: toAddress };
}
