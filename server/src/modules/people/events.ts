import type { Id } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/db/index.ts';

/** What others hear of persons. Payloads hold ids and names of fields, never what stands in them. */
export const PEOPLE_EVENTS = ['people.created', 'people.changed', 'people.memo_written'] as const;

export function peopleCreated(tx: Tx, ids: readonly Id[]): void {
  for (const id of ids) tx.emit({ type: 'people.created', payload: { personId: id }, personId: id });
  tx.audit({ action: 'people.created', personIds: ids, entity: 'person' });
}

/** `fields`: birth_date, details, do_not_contact, email, identifier, language, name, phone, referrer, sex, stickers. */
export function peopleChanged(tx: Tx, id: Id, fields: readonly string[]): void {
  tx.emit({ type: 'people.changed', payload: { personId: id, fields }, personId: id });
  tx.audit({
    action: 'people.changed',
    personIds: [id],
    entity: 'person',
    entityId: id,
    changes: Object.fromEntries(fields.map((field) => [field, null])),
  });
}

export function memoWritten(tx: Tx, memo: { readonly id: Id; readonly personId: Id }, act: 'written' | 'edited'): void {
  tx.emit({
    type: 'people.memo_written',
    payload: { personId: memo.personId, memoId: memo.id, act },
    personId: memo.personId,
  });
  tx.audit({
    action: `people.memo_${act}`,
    personIds: [memo.personId],
    entity: 'memo',
    entityId: memo.id,
    changes: { text: null },
  });
}

export function memoRemoved(tx: Tx, memo: { readonly id: Id; readonly personId: Id }): void {
  tx.audit({ action: 'people.memo_removed', personIds: [memo.personId], entity: 'memo', entityId: memo.id });
}

/** One row for a read, however many persons it showed. */
export function peopleRead(tx: Tx, ids: readonly Id[]): void {
  if (ids.length > 0) tx.audit({ action: 'people.read', personIds: ids });
}
