import type { Id } from '../../../kernel/ids.ts';
import { asTable, at, columnsOf, sql, type Tx } from '../../../platform/db/index.ts';
import type { PresetTemplate } from '../service/preset-templates.ts';
import type { TemplateRow } from '../vocabulary.ts';

/** Templates with their first version, approved; those whose name is taken are left out. */
export async function insertPresetTemplates(
  tx: Tx,
  rows: readonly (PresetTemplate & { readonly id: Id })[],
): Promise<void> {
  const made = await tx.rows(sql<{ id: Id }>`
    insert into channels.template (org_id, id, name, purpose, channels, health, active, latest, created_at)
    select ${tx.orgId}, r.id, r.name, r.purpose, r.channels::text[], r.health, true, 1, ${at(tx.now)} from ${asTable(
      columnsOf(rows, {
        id: ['uuid', (row) => row.id],
        name: ['text', (row) => row.name],
        purpose: ['text', (row) => row.purpose],
        channels: ['text[]', (row) => row.channels],
        health: ['boolean', (row) => row.health],
      }),
    )}
    on conflict (org_id, name) do nothing returning id`);
  const ids = new Set(made.map(({ id }) => id));
  const versions = rows.filter(({ id }) => ids.has(id));
  if (versions.length === 0) return;
  await tx.run(sql`
    insert into channels.template_version (org_id, template_id, no, variables, bodies, written_at, state, decided_at)
    select ${tx.orgId}, r.id, 1, r.variables, r.bodies, ${at(tx.now)}, 'approved', ${at(tx.now)} from ${asTable(
      columnsOf(versions, {
        id: ['uuid', (row) => row.id],
        variables: ['jsonb', (row) => row.variables],
        bodies: ['jsonb', (row) => row.bodies],
      }),
    )}`);
}

/** Templates of these names of which no version says the same, and that nobody wrote in: with what they would say. Locked. */
export function lockUnlike(
  tx: Tx,
  presets: readonly PresetTemplate[],
): Promise<(TemplateRow & Pick<PresetTemplate, 'bodies' | 'variables'>)[]> {
  return tx.rows(sql<TemplateRow & Pick<PresetTemplate, 'bodies' | 'variables'>>`
    select t.id, t.name, t.purpose, t.channels, t.health, t.active, t.latest, t.version, r.bodies, r.variables
    from channels.template t join ${asTable(
      columnsOf(presets, {
        name: ['text', (row) => row.name],
        variables: ['jsonb', (row) => row.variables],
        bodies: ['jsonb', (row) => row.bodies],
      }),
    )} on r.name = t.name
    where t.org_id = ${tx.orgId} and not exists (
      select from channels.template_version v
      where v.org_id = t.org_id and v.template_id = t.id and (v.bodies = r.bodies or v.written_by is not null))
    order by t.id for update of t`);
}

export async function listTemplatesNamed(tx: Tx, names: readonly string[]): Promise<Map<string, Id>> {
  const rows = await tx.rows(sql<{ name: string; id: Id }>`
    select name, id from channels.template where org_id = ${tx.orgId} and name = any(${[...names]}::text[])`);
  return new Map(rows.map(({ name, id }) => [name, id]));
}
