import type { PresetCode, PresetValue } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, json, sql, type Tx } from '../../../platform/db/index.ts';

export type PresetRow = {
  readonly code: string;
  readonly version: number;
  readonly value: PresetValue;
  readonly reason: string | null;
  readonly changedBy: Id | null;
  readonly changedAt: Instant;
};

/** The version of each group that holds. */
export function listPresets(tx: Tx): Promise<PresetRow[]> {
  return tx.rows(sql<PresetRow>`
    select distinct on (p.code) p.code, p.version, p.value, p.reason, p.changed_by as "changedBy", p.changed_at as "changedAt"
    from enquiries.preset p where p.org_id = ${tx.orgId} order by p.code, p.version desc`);
}

/** All versions of a group, the latest first. */
export function listPresetVersions(tx: Tx, code: PresetCode, limit: number): Promise<PresetRow[]> {
  return tx.rows(sql<PresetRow>`
    select p.code, p.version, p.value, p.reason, p.changed_by as "changedBy", p.changed_at as "changedAt"
    from enquiries.preset p where p.org_id = ${tx.orgId} and p.code = ${code} order by p.version desc limit ${limit}`);
}

/** The first version of each group, of a new organisation. */
export async function insertFirstPresets(tx: Tx, presets: Readonly<Record<string, unknown>>): Promise<void> {
  await tx.run(sql`
    insert into enquiries.preset (org_id, code, version, value, changed_at)
    select ${tx.orgId}::uuid, given.key, 1, given.value, ${at(tx.now)}::timestamptz from jsonb_each(${json(presets)}) as given
    on conflict (org_id, code, version) do nothing`);
}

/** Gives null where somebody else has written this version already. */
export function insertPreset(
  tx: Tx,
  row: Pick<PresetRow, 'version' | 'value' | 'reason'> & { readonly code: PresetCode },
): Promise<PresetRow | null> {
  return tx.maybe(sql<PresetRow>`
    insert into enquiries.preset (org_id, code, version, value, reason, changed_by, changed_at)
    values (${tx.orgId}, ${row.code}, ${row.version}, ${json(row.value)}, ${row.reason}, ${tx.actor.userId}, ${at(tx.now)})
    on conflict (org_id, code, version) do nothing
    returning code, version, value, reason, changed_by as "changedBy", changed_at as "changedAt"`);
}
