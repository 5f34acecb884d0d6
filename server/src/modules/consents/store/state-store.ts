import type { Jurisdiction } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { asTable, at, columnsOf, sql, uuidArray, type Tx } from '../../../platform/db/index.ts';

export type PersonState = {
  readonly personId: Id;
  readonly jurisdiction: Jurisdiction | null;
  readonly timeZone: string | null;
  readonly granted: readonly string[];
  readonly marketing: boolean;
  readonly stopped: boolean;
  readonly version: number;
};

const COLUMNS = sql`person_id as "personId", jurisdiction, time_zone as "timeZone", granted, marketing, stopped, version`;

/** Rows of those that have none yet, so that there is something to lock. Who is no person of the organisation gets none. */
export async function insertStates(tx: Tx, personIds: readonly Id[]): Promise<void> {
  await tx.run(sql`
    insert into consents.person_state (org_id, person_id, updated_at)
    select ${tx.orgId}, p.id, ${at(tx.now)} from people.public_person as p
    where p.org_id = ${tx.orgId} and p.id = any(${uuidArray(sorted(personIds))}::uuid[])
      and not exists (select from consents.person_state as s where s.org_id = ${tx.orgId} and s.person_id = p.id)
    order by p.id
    on conflict do nothing`);
}

/** What was said of where persons are. */
export type Said = Pick<PersonState, 'personId' | 'jurisdiction' | 'timeZone'>;

/**
 * Of persons that have a state. `lock`: for who hands messages over: a stop waits until they are handed over, and they wait for a stop that is being
 * written.
 */
export async function listSaid(tx: Tx, personIds: readonly Id[], lock: boolean): Promise<Map<Id, Said>> {
  const rows = await tx.rows(sql<Said>`
    select person_id as "personId", jurisdiction, time_zone as "timeZone" from consents.person_state
    where org_id = ${tx.orgId} and person_id = any(${uuidArray(sorted(personIds))}::uuid[]) ${lock ? sql`order by person_id for share` : sql``}`);
  return new Map(rows.map((row) => [row.personId, row]));
}

/** For who changes what she is told. In the order of ids, after their rows are there. */
export async function lockStates(tx: Tx, personIds: readonly Id[]): Promise<Map<Id, PersonState>> {
  const rows = await tx.rows(sql<PersonState>`
    select ${COLUMNS} from consents.person_state
    where org_id = ${tx.orgId} and person_id = any(${uuidArray(sorted(personIds))}::uuid[]) order by person_id for update`);
  return new Map(rows.map((row) => [row.personId, row]));
}

export async function findState(tx: Tx, personId: Id): Promise<PersonState | null> {
  return tx.maybe(sql<PersonState>`
    select ${COLUMNS} from consents.person_state where org_id = ${tx.orgId} and person_id = ${personId}`);
}

export type StateChange = Pick<PersonState, 'personId' | 'granted' | 'marketing' | 'stopped'>;

/** What her consents come to, for many at once. */
export async function updateStates(tx: Tx, changes: readonly StateChange[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.run(sql`
    update consents.person_state as s
    set granted = r.granted::text[], marketing = r.marketing, stopped = r.stopped, version = s.version + 1, updated_at = ${at(tx.now)}
    from ${asTable(
      columnsOf(changes, {
        person_id: ['uuid', (row) => row.personId],
        granted: ['text[]', (row) => row.granted],
        marketing: ['boolean', (row) => row.marketing],
        stopped: ['boolean', (row) => row.stopped],
      }),
    )}
    where s.org_id = ${tx.orgId} and s.person_id = r.person_id`);
}

export async function updatePlace(
  tx: Tx,
  personId: Id,
  place: { readonly jurisdiction: Jurisdiction | null; readonly timeZone: string | null },
): Promise<void> {
  await tx.run(sql`
    update consents.person_state
    set jurisdiction = ${place.jurisdiction}, time_zone = ${place.timeZone}, version = version + 1, updated_at = ${at(tx.now)}
    where org_id = ${tx.orgId} and person_id = ${personId}`);
}

function sorted(ids: readonly Id[]): Id[] {
  return [...new Set(ids)].sort();
}
