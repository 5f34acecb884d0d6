import type { Id } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { at, sql, type Tx } from '../../platform/db/index.ts';

export type AddressRow = {
  readonly personId: Id;
  readonly country: string;
  readonly postcode: string | null;
  readonly lines: readonly string[];
  readonly state: 'ok' | 'bad';
  readonly badWhy: string | null;
  readonly changedAt: Instant;
};

export function listAddresses(tx: Tx, personIds: readonly Id[]): Promise<AddressRow[]> {
  return tx.rows(sql<AddressRow>`
    select a.person_id as "personId", a.country, a.postcode, a.lines, a.state, a.bad_why as "badWhy", a.changed_at as "changedAt"
    from people.person_address a where a.org_id = ${tx.orgId} and a.person_id = any(${[...personIds]}::uuid[])`);
}

/** As it is told now: usable again. */
export async function upsertAddress(
  tx: Tx,
  row: Pick<AddressRow, 'personId' | 'country' | 'postcode' | 'lines'>,
): Promise<void> {
  await tx.run(sql`
    insert into people.person_address (org_id, person_id, country, postcode, lines, changed_at)
    values (${tx.orgId}, ${row.personId}, ${row.country}, ${row.postcode}, ${[...row.lines]}::text[], ${at(tx.now)})
    on conflict (org_id, person_id) do update set country = excluded.country, postcode = excluded.postcode, lines = excluded.lines, state = 'ok',
      bad_why = null, changed_at = excluded.changed_at`);
}

export function removeAddress(tx: Tx, personId: Id): Promise<number> {
  return tx.run(sql`delete from people.person_address where org_id = ${tx.orgId} and person_id = ${personId}`);
}

/** Only while it is the one that was on the letter: `before` is when it was printed. */
export function updateAddressBad(tx: Tx, personId: Id, why: string, before: Instant): Promise<number> {
  return tx.run(sql`
    update people.person_address set state = 'bad', bad_why = ${why}, changed_at = ${at(tx.now)}
    where org_id = ${tx.orgId} and person_id = ${personId} and state = 'ok' and changed_at <= ${at(before)}`);
}
