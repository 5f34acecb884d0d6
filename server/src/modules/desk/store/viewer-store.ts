import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, type Tx } from '../../../platform/db/index.ts';

export type ViewerRow = { readonly personId: Id; readonly userId: Id; readonly since: Instant };

/** Screens that were renewed after `seenSince`, the longest looking first. */
export function listViewers(tx: Tx, seenSince: Instant, limit: number): Promise<ViewerRow[]> {
  return tx.rows(sql<ViewerRow>`
    select v.person_id as "personId", v.user_id as "userId", v.since from desk.viewer v
    where v.org_id = ${tx.orgId} and v.seen_at >= ${at(seenSince)} order by v.since, v.user_id limit ${limit}`);
}

/** Renews a screen: never back, where another request of it began later and was first. False where there was none that is still alive: it has to be made. */
export async function updateViewerSeen(tx: Tx, personId: Id, userId: Id, seenSince: Instant): Promise<boolean> {
  const touched = await tx.run(sql`
    update desk.viewer set seen_at = greatest(seen_at, ${at(tx.now)}::timestamptz)
    where org_id = ${tx.orgId} and person_id = ${personId} and user_id = ${userId} and seen_at >= ${at(seenSince)}`);
  return touched > 0;
}

export async function insertViewer(tx: Tx, personId: Id, userId: Id): Promise<void> {
  await tx.run(sql`
    insert into desk.viewer (org_id, person_id, user_id, since, seen_at)
    values (${tx.orgId}, ${personId}, ${userId}, ${at(tx.now)}, ${at(tx.now)})
    on conflict (org_id, person_id, user_id) do update set since = excluded.since, seen_at = excluded.seen_at`);
}

export async function removeViewer(tx: Tx, personId: Id, userId: Id): Promise<boolean> {
  const gone = await tx.run(sql`
    delete from desk.viewer where org_id = ${tx.orgId} and person_id = ${personId} and user_id = ${userId}`);
  return gone > 0;
}

/** Screens that ended without saying so. */
export async function removeViewersBefore(tx: Tx, seenBefore: Instant): Promise<void> {
  await tx.run(sql`delete from desk.viewer where org_id = ${tx.orgId} and seen_at < ${at(seenBefore)}`);
}
