import type { Id } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { Completed } from './complete.ts';
import { peopleChanged, peopleRemoved } from './events.ts';
import { lockPersonStates, type PersonState } from './store-person.ts';
import { listHandled, removeMade, removePersons, restorePersons } from './store-take-back.ts';

/** What an import has made of a person. `contacts`: the times of her enquiries that it entered. */
export type MadeOfPerson = {
  readonly personId: Id;
  readonly created: boolean;
  readonly before: Omit<PersonState, 'id' | 'version'>;
  readonly made: Completed['made'] & { readonly memos: readonly Id[] };
  readonly versionAfter: number;
  readonly contacts: readonly Instant[];
};

/** `touched`: somebody has changed her since. `in_use`: something else names her. */
export type WhyKept = 'touched' | 'in_use';

/**
 * Takes back what an import has made of persons: whom it made goes, who was there before is what she was; the version only goes forward. Whom
 * somebody has changed since stays as she is. Gives why, of those who stay. The persons are locked.
 */
export async function takeBackPersons(tx: Tx, all: readonly MadeOfPerson[]): Promise<ReadonlyMap<Id, WhyKept>> {
  const ids = all.map(({ personId }) => personId);
  const states = new Map((await lockPersonStates(tx, ids)).map((state) => [state.id, state]));
  const memos = all.flatMap(({ made }) => made.memos);
  const made = all.filter(({ created }) => created).map(({ personId }) => personId);
  const handled = new Set(await listHandled(tx, made, memos));
  const kept = new Map<Id, WhyKept>();
  const left = all.filter(({ personId, versionAfter }) => {
    const state = states.get(personId);
    if (!state) return false;
    if (state.version === versionAfter && !handled.has(personId)) return true;
    kept.set(personId, 'touched');
    return false;
  });
  const created = left.filter((one) => one.created).map(({ personId }) => personId);
  const gone = new Set(await removePersons(tx, created));
  for (const id of created) if (!gone.has(id)) kept.set(id, 'in_use');
  peopleRemoved(tx, [...gone]);
  const known = left.filter((one) => !one.created);
  await removeMade(
    tx,
    known.map(({ made }) => made),
  );
  for (const id of await restorePersons(tx, known)) peopleChanged(tx, id, ['details']);
  return kept;
}
