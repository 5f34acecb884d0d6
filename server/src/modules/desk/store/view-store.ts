import type { ViewList, ViewQuery } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, json, sql, type Sql, type Tx } from '../../../platform/db/index.ts';

export type ViewRow = {
  readonly id: Id;
  readonly list: ViewList;
  readonly name: string;
  readonly query: ViewQuery;
  readonly makerId: Id;
  readonly shared: boolean;
  readonly teamId: Id | null;
  readonly updatedAt: Instant;
  readonly version: number;
};
export type Reader = { readonly userId: Id; readonly teamIds: readonly Id[] };

const COLUMNS = sql`v.id, v.list, v.name, v.query, v.maker_id as "makerId", v.shared, v.team_id as "teamId", v.updated_at as "updatedAt", v.version`;

/** Her own, those of her teams and everybody's. */
function isSeenBy({ userId, teamIds }: Reader): Sql {
  return sql`(v.maker_id = ${userId} or (v.shared and (v.team_id is null or v.team_id = any(${teamIds}::uuid[]))))`;
}

/** In the reader's own order; what she has not put anywhere comes after it, by name. */
export function listViews(
  tx: Tx,
  list: ViewList,
  reader: Reader,
  limit: number,
): Promise<(ViewRow & { readonly isDefault: boolean })[]> {
  return tx.rows(sql<ViewRow & { readonly isDefault: boolean }>`
    select ${COLUMNS}, coalesce(p.is_default, false) as "isDefault"
    from desk.saved_view v
    left join desk.view_place p on p.org_id = v.org_id and p.view_id = v.id and p.user_id = ${reader.userId}
    where v.org_id = ${tx.orgId} and v.list = ${list} and ${isSeenBy(reader)}
    order by p.position nulls last, v.name, v.id limit ${limit}`);
}

export function lockView(tx: Tx, id: Id, reader: Reader): Promise<ViewRow | null> {
  return tx.maybe(sql<ViewRow>`
    select ${COLUMNS} from desk.saved_view v where v.org_id = ${tx.orgId} and v.id = ${id} and ${isSeenBy(reader)} for update`);
}

export async function countOwnViews(tx: Tx, userId: Id): Promise<number> {
  const { count } = await tx.one(sql<{ count: number }>`
    select count(*) as count from desk.saved_view v where v.org_id = ${tx.orgId} and v.maker_id = ${userId}`);
  return count;
}

/** False where the maker has one of this name. */
export async function insertView(tx: Tx, view: ViewRow): Promise<boolean> {
  const made = await tx.run(sql`
    insert into desk.saved_view (org_id, id, list, name, query, maker_id, shared, team_id, created_at, updated_at)
    values (${tx.orgId}, ${view.id}, ${view.list}, ${view.name}, ${json(view.query)}, ${view.makerId}, ${view.shared}, ${view.teamId},
      ${at(tx.now)}, ${at(tx.now)})
    on conflict (org_id, maker_id, list, name) do nothing`);
  return made === 1;
}

/** False where the maker has another one of this name. The row is locked by the caller. */
export async function updateView(tx: Tx, view: ViewRow): Promise<boolean> {
  const touched = await tx.run(sql`
    update desk.saved_view v set name = ${view.name}, query = ${json(view.query)}, shared = ${view.shared}, team_id = ${view.teamId},
      updated_at = ${at(tx.now)}, version = v.version + 1
    where v.org_id = ${tx.orgId} and v.id = ${view.id} and not exists (
      select from desk.saved_view o
      where o.org_id = v.org_id and o.maker_id = v.maker_id and o.list = v.list and o.name = ${view.name} and o.id <> v.id)`);
  return touched === 1;
}

export async function removeView(tx: Tx, id: Id): Promise<void> {
  await tx.run(sql`delete from desk.saved_view where org_id = ${tx.orgId} and id = ${id}`);
}

/** The list of one reader begins with this view; null: with none. */
export async function replaceDefaultView(tx: Tx, list: ViewList, userId: Id, viewId: Id | null): Promise<void> {
  await tx.run(sql`
    update desk.view_place set is_default = false
    where org_id = ${tx.orgId} and user_id = ${userId} and list = ${list} and is_default`);
  if (viewId === null) return;
  await tx.run(sql`
    insert into desk.view_place (org_id, user_id, view_id, list, is_default)
    values (${tx.orgId}, ${userId}, ${viewId}, ${list}, true)
    on conflict (org_id, user_id, view_id) do update set is_default = true`);
}

/** The order of one reader's menu. */
export async function replaceViewOrder(tx: Tx, list: ViewList, userId: Id, ids: readonly Id[]): Promise<void> {
  await tx.run(sql`
    insert into desk.view_place (org_id, user_id, view_id, list, position)
    select ${tx.orgId}::uuid, ${userId}::uuid, given.id, ${list}::text, given.place
    from unnest(${ids}::uuid[]) with ordinality as given (id, place)
    on conflict (org_id, user_id, view_id) do update set position = excluded.position`);
}
