import { notFound, ok, type Outcome } from '../../../kernel/outcome.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { sumsOf } from '../rules/state.ts';
import { insertStates, lockStates, updateStates, type PersonState } from '../store/state-store.ts';
import { loadJudged } from './recipients.ts';

/**
 * The persons' rows, made where there are none, held until the commit: hand-offs wait (C1). In the order of ids. `tx.now` has moved on: what is said now is
 * newer than what was said, and later than what was handed over, while they were waited for.
 */
export async function holdPersons(tx: Tx, personIds: readonly Id[]): Promise<Map<Id, PersonState>> {
  if (personIds.length === 0) return new Map();
  await insertStates(tx, personIds);
  const states = await lockStates(tx, personIds);
  await tx.moveOn();
  return states;
}

/** As `holdPersons` for one. Refuses 404. */
export async function holdPerson(tx: Tx, personId: Id): Promise<Outcome<PersonState>> {
  const state = (await holdPersons(tx, [personId])).get(personId);
  return state ? ok(state) : notFound('person');
}

/** What stands on the row for counting, after her consents or stops changed. Under `holdPersons`. */
export async function refreshSums(tx: Tx, personIds: readonly Id[]): Promise<void> {
  const known = await loadJudged(tx, personIds);
  await updateStates(
    tx,
    [...known].map(([personId, recipient]) => ({ personId, ...sumsOf(recipient, tx.now) })),
  );
}
