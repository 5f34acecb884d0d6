import type { Tx } from '../../../platform/db/index.ts';
import type { MessageRow } from '../vocabulary.ts';

/** Up to so many at once each is told by itself, and open pages hear it; more are told together, to the archive alone. */
const TOLD_ONE_BY_ONE = 20;

/** What the archive tells of a message: that it went, or why it did not. */
const TOLD = new Set<string>(['sent', 'delivered', 'refused', 'expired', 'failed', 'unknown']);

/** Tells of messages whose state changed. `first`: these were told nothing of before. */
export function tellChanged(tx: Tx, rows: readonly MessageRow[]): void {
  const told = rows.filter(({ personId, state }) => personId !== null && TOLD.has(state));
  if (rows.length <= TOLD_ONE_BY_ONE) {
    for (const row of rows) {
      tx.emit({ type: 'channels.message_changed', personId: row.personId, payload: itemOf(row) });
    }
    return;
  }
  if (told.length > 0) {
    tx.emit({
      type: 'channels.messages_changed',
      payload: { items: told.map((row) => ({ ...itemOf(row), personId: row.personId })) },
    });
  }
}

function itemOf(row: MessageRow) {
  const { id, channel, state, why, enquiryId, sentAt, settledAt } = row;
  return { messageId: id, channel, state, why, enquiryId, at: state === 'sent' ? sentAt : (settledAt ?? sentAt) };
}
