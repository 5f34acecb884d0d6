import type { Jurisdiction } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, type Tx } from '../../../platform/db/index.ts';

export type PlaceDefaultRow = {
  readonly revision: number;
  readonly jurisdiction: Jurisdiction | null;
  readonly timeZone: string | null;
  readonly byNumber: boolean;
  readonly reason: string;
  readonly changedBy: Id | null;
  readonly changedAt: Instant;
};

/** The latest; null where nobody changed it. */
export function findPlaceDefault(tx: Tx): Promise<PlaceDefaultRow | null> {
  return tx.maybe(sql<PlaceDefaultRow>`
    select revision, jurisdiction, time_zone as "timeZone", by_number as "byNumber", reason, changed_by as "changedBy", changed_at as "changedAt"
    from consents.place_default where org_id = ${tx.orgId} order by revision desc limit 1`);
}

/** False where somebody else made that revision first. */
export async function insertPlaceDefault(
  tx: Tx,
  row: Omit<PlaceDefaultRow, 'changedBy' | 'changedAt'>,
): Promise<boolean> {
  const made = await tx.run(sql`
    insert into consents.place_default (org_id, revision, jurisdiction, time_zone, by_number, reason, changed_by, changed_at)
    values (${tx.orgId}, ${row.revision}, ${row.jurisdiction}, ${row.timeZone}, ${row.byNumber}, ${row.reason}, ${tx.actor.userId}::uuid, ${at(tx.now)})
    on conflict do nothing`);
  return made > 0;
}
