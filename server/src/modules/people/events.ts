import type { Id } from '../../kernel/ids.ts';
import type { AuditRecord, Tx } from '../../platform/db/index.ts';

/** What others hear of persons. Payloads hold ids and names of fields, never what stands in them. */
export const PEOPLE_EVENTS = [
  'people.created',
  'people.changed',
  'people.removed',
  'people.memo_written',
  'people.memo_pinned',
  'people.memo_removed',
] as const;

export function peopleCreated(tx: Tx, ids: readonly Id[]): void {
  for (const id of ids) tx.emit({ type: 'people.created', payload: { personId: id }, personId: id });
  tx.audit({ action: 'people.created', personIds: ids, entity: 'person' });
}

/** `fields`: address, birth_date, details, do_not_contact, email, identifier, language, name, phone, referrer, related, sex, stickers. */
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

/** An import that made them is taken back: nothing of them is left but the archive and this line. */
export function peopleRemoved(tx: Tx, ids: readonly Id[]): void {
  for (const id of ids) tx.emit({ type: 'people.removed', payload: { personId: id }, personId: id });
  if (ids.length > 0) tx.audit({ action: 'people.removed', personIds: ids, entity: 'person' });
}

type MemoOf = { readonly id: Id; readonly personId: Id };

/** `versionId` names what was written, so that the archive tells it though it is edited or taken off meanwhile. */
export function memoWritten(tx: Tx, memo: MemoOf, act: 'written' | 'edited', versionId: Id): void {
  tellMemo(tx, memo, 'people.memo_written', { act, memoVersionId: versionId });
  auditMemo(tx, memo, act, { text: null });
}

/** A pin is order on a screen, no new writing: screens hear of it, the archive does not. */
export function memoPinned(tx: Tx, memo: MemoOf, pinned: boolean): void {
  tellMemo(tx, memo, 'people.memo_pinned');
  auditMemo(tx, memo, 'pinned', { pinned: [!pinned, pinned] });
}

export function memoRemoved(tx: Tx, memo: MemoOf): void {
  tellMemo(tx, memo, 'people.memo_removed');
  auditMemo(tx, memo, 'removed');
}

function tellMemo(tx: Tx, { id, personId }: MemoOf, type: (typeof PEOPLE_EVENTS)[number], more: object = {}): void {
  tx.emit({ type, payload: { personId, memoId: id, ...more }, personId });
}

function auditMemo(tx: Tx, { id, personId }: MemoOf, act: string, changes?: AuditRecord['changes']): void {
  const record = { action: `people.memo_${act}`, personIds: [personId], entity: 'memo', entityId: id };
  tx.audit(changes ? { ...record, changes } : record);
}

/**
 * The line of a read, one however many persons it showed. Whom an earlier line of this transaction names is not told again: who wrote to a
 * person has seen her. Views write it themselves, so that no answer shows a person without a line (F3).
 */
export function peopleRead(tx: Tx, ids: readonly Id[]): void {
  const own = tx.auditRecords.filter(({ actor }) => actor === tx.actor);
  const personIds = ids.filter((id) => !own.some((record) => record.personIds?.includes(id)));
  if (personIds.length > 0) tx.audit({ action: 'people.read', personIds });
}
