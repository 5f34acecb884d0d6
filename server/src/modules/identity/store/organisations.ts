import type { Id } from '../../../kernel/ids.ts';
import { at, sql, type Database, type Tx } from '../../../platform/db/index.ts';
import type { OrganisationRow } from '../vocabulary.ts';

export async function takeSlug(tx: Tx, slug: string): Promise<boolean> {
  return (await tx.one(sql<{ taken: boolean }>`select identity.take_slug(${slug}) as taken`)).taken;
}

export async function findOrganisationIdBySlug(database: Database, slug: string): Promise<Id | null> {
  const [row] = await database.global(sql<{ id: Id | null }>`select identity.organisation_by_slug(${slug}) as id`);
  return row?.id ?? null;
}

export async function listOrganisationIds(database: Database): Promise<Id[]> {
  return (await database.global(sql<{ id: Id }>`select id from identity.organisation_ids() as id`)).map(({ id }) => id);
}

export type NewOrganisation = Pick<OrganisationRow, 'name' | 'slug' | 'language' | 'demo'>;

export async function insertOrganisation(tx: Tx, { name, slug, language, demo }: NewOrganisation): Promise<void> {
  await tx.run(sql`
    insert into identity.organisation (org_id, name, slug, language, demo, created_at)
    values (${tx.orgId}, ${name}, ${slug}, ${language}, ${demo}, ${at(tx.now)})`);
}

export function findOrganisation(tx: Tx): Promise<OrganisationRow> {
  return tx.one(sql<OrganisationRow>`
    select org_id as id, name, slug, language, demo, version from identity.organisation where org_id = ${tx.orgId}`);
}

/** Gives false where the version is not that of the row. */
export async function updateOrganisation(tx: Tx, name: string, version: number | undefined): Promise<boolean> {
  const rows = await tx.run(sql`
    update identity.organisation set name = ${name}, version = version + 1
    where org_id = ${tx.orgId} and version = coalesce(${version ?? null}::integer, version)`);
  return rows === 1;
}
