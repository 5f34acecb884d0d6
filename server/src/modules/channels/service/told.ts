import type { Tx } from '../../../platform/db/index.ts';
import type { Changed } from '../store/queue-store.ts';

/** Up to so many at once each is told by itself, and open pages hear it; more are told together, to the archive alone. */
const TOLD_ONE_BY_ONE = 20;

/** What the archive tells of a message: that it went, or why it did not. */
const TOLD = new Set<string>(['sent', 'refused', 'expired', 'failed', 'unknown']);

/** Tells of messages whose state changed. `hadNotGone`: those that arrived went by the same change. */
export function tellChanged(tx: Tx, rows: readonly Changed[], { hadNotGone = false } = {}): void {
  const went = (row: Changed) => hadNotGone && (row.state === 'delivered' || row.state === 'read');
  if (rows.length <= TOLD_ONE_BY_ONE) {
    for (const row of rows) {
      for (const payload of went(row) ? [itemOf(row, 'sent'), itemOf(row)] : [itemOf(row)]) {
        tx.emit({ type: 'channels.message_changed', personId: row.personId, payload });
      }
    }
    return;
  }
  const items = rows.flatMap((row) => {
    const state = went(row) ? 'sent' : row.state;
    return row.personId !== null && TOLD.has(state) ? [shortOf(row, state)] : [];
  });
  if (items.length > 0) tx.emit({ type: 'channels.messages_changed', payload: { items } });
}

/** Without what is not there: a thousand of them are one event. */
function shortOf(row: Changed, state: Changed['state']) {
  const { id: messageId, personId, channel, why, enquiryId, occasion } = row;
  const short = { personId, messageId, channel, state, at: atOf(row, state) };
  if (why === null && enquiryId === null && occasion === null) return short;
  return {
    ...short,
    ...(why === null ? {} : { why }),
    ...(enquiryId === null ? {} : { enquiryId }),
    ...(occasion === null ? {} : { occasion }),
  };
}

function itemOf(row: Changed, state: Changed['state'] = row.state) {
  const { id, channel, why, enquiryId, occasion } = row;
  return { messageId: id, channel, state, why, enquiryId, occasion, at: atOf(row, state) };
}

function atOf({ sentAt, settledAt }: Changed, state: Changed['state']): Changed['sentAt'] {
  return state === 'sent' ? sentAt : (settledAt ?? sentAt);
}
