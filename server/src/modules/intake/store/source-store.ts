import type { Id } from '../../../kernel/ids.ts';
import { at, json, sql, type Database, type Tx } from '../../../platform/db/index.ts';
import type { SourceRow } from '../vocabulary.ts';

const columns = sql`
  s.id, s.kind, s.name, s.token, s.site_id as "siteId", s.source_channel as "sourceChannel",
  s.campaign, s.interests, s.allowed_origins as "allowedOrigins", s.language, s.texts, s.mapping, s.active, s.version`;

/** Whose public address this is; before an organisation is known. */
export async function findAddress(database: Database, token: string): Promise<{ orgId: Id; id: Id } | null> {
  const [row] = await database.global(
    sql<{ orgId: Id; id: Id }>`select org_id as "orgId", source_id as id from intake.source_of(${token})`,
  );
  return row ?? null;
}

export function listSources(tx: Tx, limit: number): Promise<SourceRow[]> {
  return tx.rows(sql<SourceRow>`
    select ${columns} from intake.source s where s.org_id = ${tx.orgId} order by s.created_at, s.id limit ${limit}`);
}

export function findSource(tx: Tx, id: Id): Promise<SourceRow | null> {
  return tx.maybe(sql<SourceRow>`select ${columns} from intake.source s where s.org_id = ${tx.orgId} and s.id = ${id}`);
}

export function lockSource(tx: Tx, id: Id): Promise<SourceRow | null> {
  return tx.maybe(
    sql<SourceRow>`select ${columns} from intake.source s where s.org_id = ${tx.orgId} and s.id = ${id} for update`,
  );
}

/** False where the organisation has a source of this name. */
export async function insertSource(tx: Tx, row: Omit<SourceRow, 'version'>): Promise<boolean> {
  const made = await tx.run(sql`
    insert into intake.source (org_id, id, kind, name, token, site_id, source_channel, campaign, interests, allowed_origins, language,
      texts, mapping, active, created_at)
    values (${tx.orgId}, ${row.id}, ${row.kind}, ${row.name}, ${row.token}, ${row.siteId}, ${row.sourceChannel},
      ${row.campaign}, ${row.interests}::text[], ${row.allowedOrigins}::text[], ${row.language}, ${json(row.texts)}, ${json(row.mapping)},
      ${row.active}, ${at(tx.now)})
    on conflict (org_id, name) do nothing`);
  if (made === 0) return false;
  await tx.run(sql`select intake.address_add(${row.token}, ${row.id})`);
  return true;
}

/** False where another source has the name already. */
export async function updateSource(tx: Tx, row: SourceRow): Promise<boolean> {
  const touched = await tx.run(sql`
    update intake.source s set name = ${row.name}, site_id = ${row.siteId}, source_channel = ${row.sourceChannel}, campaign = ${row.campaign},
      interests = ${row.interests}::text[], allowed_origins = ${row.allowedOrigins}::text[], language = ${row.language},
      texts = ${json(row.texts)}, mapping = ${json(row.mapping)}, active = ${row.active}, version = s.version + 1
    where s.org_id = ${tx.orgId} and s.id = ${row.id}
      and not exists (
        select from intake.source other where other.org_id = ${tx.orgId} and other.name = ${row.name} and other.id <> ${row.id})`);
  return touched > 0;
}

/** Its secret is another one: who has an older page sees it. */
export async function updateVersion(tx: Tx, id: Id): Promise<void> {
  await tx.run(sql`update intake.source set version = version + 1 where org_id = ${tx.orgId} and id = ${id}`);
}
