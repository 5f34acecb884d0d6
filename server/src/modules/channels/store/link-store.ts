import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, type Database, type Tx } from '../../../platform/db/index.ts';

export type LinkSettingRow = {
  readonly hosts: readonly string[];
  readonly tracks: boolean;
  readonly days: number;
  readonly version: number;
};

export function findLinkSetting(tx: Tx): Promise<LinkSettingRow | null> {
  return tx.maybe(sql<LinkSettingRow>`
    select s.hosts, s.tracks, s.days::integer as days, s.version from channels.link_setting s where s.org_id = ${tx.orgId}`);
}

/** False where somebody else changed it meanwhile; `version` 0: nobody has yet. */
export async function upsertLinkSetting(tx: Tx, row: LinkSettingRow): Promise<boolean> {
  const made = await tx.run(sql`
    insert into channels.link_setting as s (org_id, hosts, tracks, days, changed_by, changed_at)
    values (${tx.orgId}, ${[...row.hosts]}::text[], ${row.tracks}, ${row.days}, ${tx.actor.userId}, ${at(tx.now)})
    on conflict (org_id) do update set hosts = excluded.hosts, tracks = excluded.tracks, days = excluded.days, changed_by = excluded.changed_by,
      changed_at = excluded.changed_at, version = s.version + 1
    where s.version = ${row.version}`);
  return made > 0;
}

/** `expiresAt`: where it is good for another time than links are as a rule. */
export type NewLink = { readonly token: string; readonly target: string; readonly expiresAt?: Instant };

export async function insertLinks(tx: Tx, messageId: Id, expiresAt: Instant, links: readonly NewLink[]): Promise<void> {
  if (links.length === 0) return;
  const tokens = links.map(({ token }) => token);
  await tx.run(sql`
    insert into channels.link (org_id, token, message_id, target, expires_at)
    select ${tx.orgId}, token, ${messageId}, target, expires_at
    from unnest(${tokens}::text[], ${links.map(({ target }) => target)}::text[],
      ${links.map((link) => at(link.expiresAt ?? expiresAt))}::timestamptz[]) as each (token, target, expires_at)`);
  await tx.run(sql`select channels.link_address_add(${tokens}::text[])`);
}

/** Whose link it is; before an organisation is known. */
export async function findOrganisationOfLink(database: Database, token: string): Promise<Id | null> {
  const [row] = await database.global(
    sql<{ orgId: Id | null }>`select channels.organisation_of_link(${token}) as "orgId"`,
  );
  return row?.orgId ?? null;
}

export type LinkRow = {
  readonly messageId: Id;
  readonly target: string;
  readonly expiresAt: Instant;
  readonly openedAt: Instant | null;
};

export function findLink(tx: Tx, token: string): Promise<LinkRow | null> {
  return tx.maybe(sql<LinkRow>`
    select l.message_id as "messageId", l.target, l.expires_at as "expiresAt", l.opened_at as "openedAt"
    from channels.link l where l.org_id = ${tx.orgId} and l.token = ${token}`);
}

/** The first opening of its message; false where it had one. */
export async function updateOpened(tx: Tx, token: string): Promise<boolean> {
  const touched = await tx.run(sql`
    update channels.link set opened_at = ${at(tx.now)} where org_id = ${tx.orgId} and token = ${token} and opened_at is null`);
  return touched > 0;
}

/** The message and those that went in its place. */
export async function listWithFollowers(tx: Tx, messageId: Id): Promise<Id[]> {
  const rows = await tx.rows(sql<{ id: Id }>`
    with recursive found as (
      select ${messageId}::uuid as id
      union all
      select m.id from channels.message m join found on m.org_id = ${tx.orgId} and m.fallback_of = found.id
    )
    select id from found`);
  return rows.map(({ id }) => id);
}

/** Links that are long over, so many at once. Gives how many. */
export async function removeOldLinks(tx: Tx, before: Instant, most: number): Promise<number> {
  const gone = await tx.rows(sql<{ token: string }>`
    delete from channels.link l where l.org_id = ${tx.orgId} and l.token in (
      select o.token from channels.link o where o.org_id = ${tx.orgId} and o.expires_at < ${at(before)} limit ${most})
    returning l.token`);
  if (gone.length > 0)
    await tx.run(sql`select channels.link_addresses_remove(${gone.map(({ token }) => token)}::text[])`);
  return gone.length;
}
