import { newId, type Id } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/db/index.ts';
import { peopleChanged } from './events.ts';
import { insertIdentifiers } from './store-identifier.ts';
import { updatePerson } from './store-person.ts';

/**
 * Numbers that another system gave persons who exist. Those that they have already change nothing; `silent` names persons who were
 * made in this transaction, whose making is told already.
 */
export async function addIdentifiers(
  tx: Tx,
  given: readonly { readonly personId: Id; readonly value: string }[],
  silent: ReadonlySet<Id> = new Set(),
): Promise<void> {
  const named = given.map((one) => ({ ...one, id: newId() }));
  const added = new Set(await insertIdentifiers(tx, named));
  const learnt = new Set(named.filter(({ id }) => added.has(id)).map(({ personId }) => personId));
  for (const personId of learnt) {
    if (silent.has(personId)) continue;
    await updatePerson(tx, personId, {});
    peopleChanged(tx, personId, ['identifier']);
  }
}
