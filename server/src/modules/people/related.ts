import type { Household, Person, RelatedInput } from '@anbu/contract';
import type { z } from 'zod';
import { newId, type Id } from '../../kernel/ids.ts';
import { notFound, ok, refuse, refuseAt, type Outcome } from '../../kernel/outcome.ts';
import type { Tx } from '../../platform/db/index.ts';
import { peopleChanged } from './events.ts';
import { joining } from './related-rules.ts';
import { getPerson } from './service.ts';
import { lockPersons, updatePerson } from './store-person.ts';
import {
  countRelated,
  insertHousehold,
  insertMembers,
  insertRelated,
  listMembers,
  lockHouseholdsOf,
  removeHousehold,
  removeMembers,
  removeRelated,
} from './store-related.ts';
import { viewHits } from './view.ts';

/** More than any family; a screen shows them all. */
const MOST_RELATED = 50;

/**
 * What somebody is to a person, whether she speaks, decides or pays for her, may be told, and lives with her; said again it is replaced. Refuses
 * 404, `people.related_to_oneself`, `people.too_many_related` { most } and on `household` `people.two_households`. Spec: product A17, B1.
 */
export async function stateRelated(
  tx: Tx,
  id: Id,
  relatedId: Id,
  { relation, roles, mayBeTold, household }: z.infer<typeof RelatedInput>,
): Promise<Outcome<Person>> {
  if (id === relatedId) return refuse('people.related_to_oneself');
  if ((await lockPersons(tx, [id, relatedId])).length < 2) return notFound('person');
  const stated = await insertRelated(tx, { personId: id, relatedId, relation, roles, mayBeTold });
  if (stated > 0 && (await countRelated(tx, id)) > MOST_RELATED)
    return refuse('people.too_many_related', { most: MOST_RELATED });
  const moved = await live(tx, id, relatedId, household);
  if (!moved.ok) return moved;
  if (stated > 0 || moved.value) await relatedChanged(tx, [id, relatedId]);
  return getPerson(tx, id);
}

/** Nothing binds the two any more; `relatedId` leaves the household of the person. Refuses 404 where nothing did. */
export async function dropRelated(tx: Tx, id: Id, relatedId: Id): Promise<Outcome<Person>> {
  if ((await lockPersons(tx, [id, relatedId])).length < 2) return notFound('person');
  const dropped = await removeRelated(tx, id, relatedId);
  const moved = await live(tx, id, relatedId, false);
  if (!moved.ok) return moved;
  if (dropped === 0 && !moved.value) return notFound('person');
  await relatedChanged(tx, [id, relatedId]);
  return getPerson(tx, id);
}

/** Refuses 404. */
export async function getHousehold(tx: Tx, id: Id): Promise<Outcome<z.input<typeof Household>>> {
  const ids = await listMembers(tx, id);
  return ids.length === 0 ? notFound('household') : ok({ id, members: await viewHits(tx, ids) });
}

/** Gives whether somebody moved. `together` undefined: all stay where they are. */
async function live(tx: Tx, id: Id, relatedId: Id, together: boolean | undefined): Promise<Outcome<boolean>> {
  if (together === undefined) return ok(false);
  const households = await lockHouseholdsOf(tx, [id, relatedId]);
  const [mine, theirs] = [households.get(id), households.get(relatedId)];
  if (together) {
    const how = joining(mine, theirs);
    if (how === null) return ok(false);
    if (how === 'two_households') return refuseAt('household', 'people.two_households');
    const household = how.join === 'new' ? newId() : how.join;
    if (how.join === 'new') await insertHousehold(tx, household);
    const movers = 'who' in how ? [how.who === 'me' ? id : relatedId] : [id, relatedId];
    await insertMembers(tx, household, movers);
    return ok(true);
  }
  if (mine === undefined || mine !== theirs) return ok(false);
  await leave(tx, mine, relatedId);
  return ok(true);
}

/** Who is left alone is no household. */
async function leave(tx: Tx, household: Id, personId: Id): Promise<void> {
  const left = (await listMembers(tx, household)).filter((one) => one !== personId);
  const alone = left.length < 2;
  await removeMembers(tx, alone ? [personId, ...left] : [personId]);
  if (alone) await removeHousehold(tx, household);
}

async function relatedChanged(tx: Tx, ids: readonly Id[]): Promise<void> {
  for (const one of ids) {
    await updatePerson(tx, one, {});
    peopleChanged(tx, one, ['related']);
  }
}
