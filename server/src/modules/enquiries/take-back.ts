import type { Id } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/db/index.ts';
import { countOpenEnquiries, lockPersons } from '../people/index.ts';
import { insertCounted, listTouched, lockImported, removeImported } from './store/take-back-store.ts';

/** `touched`: somebody has worked on it, or does now. `original`: a duplicate that stays names it. `in_use`: something else does. */
export type WhyEnquiryKept = 'touched' | 'original' | 'in_use';

/**
 * Takes back enquiries that an import has entered, with their history; the archive tells that they were not. What a person has touched since stays as it
 * is: gives why, of those that stay. An original whose duplicates go is asked for after them.
 */
export async function takeBackImported(
  tx: Tx,
  ids: readonly Id[],
  personIds: readonly Id[],
): Promise<ReadonlyMap<Id, WhyEnquiryKept>> {
  await lockPersons(tx, personIds);
  const locked = await lockImported(tx, ids);
  const standing = new Map((await listTouched(tx, ids)).map((one) => [one.id, one.why]));
  const kept = new Map<Id, WhyEnquiryKept>();
  for (const { id } of locked) {
    const why = standing.get(id);
    if (why) kept.set(id, why);
  }
  const gone = new Set(
    await removeImported(
      tx,
      locked.flatMap(({ id }) => (kept.has(id) ? [] : [id])),
    ),
  );
  for (const { id } of locked) if (!gone.has(id) && !kept.has(id)) kept.set(id, 'in_use');
  const removed = locked.filter(({ id }) => gone.has(id));
  await insertCounted(
    tx,
    removed.map(({ status }) => status),
  );
  const open = removed.filter((one) => one.open);
  if (open.length > 0)
    await countOpenEnquiries(
      tx,
      open.map(({ personId }) => ({ personId, by: -1 })),
    );
  for (const { id, personId } of removed) {
    tx.emit({ type: 'enquiries.taken_back', personId, payload: { enquiryId: id } });
  }
  if (removed.length > 0) {
    const persons = [...new Set(removed.map(({ personId }) => personId))];
    tx.audit({ action: 'enquiries.taken_back', entity: 'enquiry', personIds: persons });
  }
  return kept;
}
