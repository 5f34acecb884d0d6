import type { HoldReason, InvalidKind, Likelihood, StatusCode } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { json, sql, type Tx } from '../../../platform/db/index.ts';

export type LabelRow = {
  readonly labelKey: string;
  readonly label: string;
  readonly rows: number;
  readonly code: StatusCode | null;
  readonly invalidKind: InvalidKind | null;
  readonly holdReasons: HoldReason[];
  readonly likelihood: Likelihood | null;
  readonly governed: boolean;
};

/** Labels of the rows that will be entered, each with the spelling that stands first in the file. */
export function countLabels(tx: Tx, importId: Id): Promise<{ labelKey: string; label: string; rows: number }[]> {
  return tx.rows(sql<{ labelKey: string; label: string; rows: number }>`
    select r.label_key as "labelKey", (array_agg(r.label order by r.row_no))[1] as label, count(*) as rows
    from integrations.import_row r
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.label_key is not null
      and r.outcome in ('created', 'updated', 'merged')
    group by r.label_key`);
}

export async function insertLabels(tx: Tx, importId: Id, labels: readonly LabelRow[]): Promise<void> {
  if (labels.length === 0) return;
  await tx.run(sql`
    insert into integrations.status_label (org_id, import_id, label_key, label, rows, code, invalid_kind, hold_reasons, likelihood, governed)
    select ${tx.orgId}::uuid, ${importId}::uuid, l."labelKey", l.label, l.rows, l.code, l."invalidKind", l."holdReasons", l.likelihood, l.governed
    from jsonb_to_recordset(${json(labels)}) as l ("labelKey" text, label text, rows integer, code text, "invalidKind" text,
      "holdReasons" text[], likelihood text, governed boolean)`);
}

export async function removeLabels(tx: Tx, importId: Id): Promise<void> {
  await tx.run(sql`delete from integrations.status_label where org_id = ${tx.orgId} and import_id = ${importId}`);
}

export function listLabels(tx: Tx, importId: Id): Promise<LabelRow[]> {
  return tx.rows(sql<LabelRow>`
    select l.label_key as "labelKey", l.label, l.rows, l.code, l.invalid_kind as "invalidKind", l.hold_reasons as "holdReasons",
      l.likelihood, l.governed
    from integrations.status_label l where l.org_id = ${tx.orgId} and l.import_id = ${importId}
    order by l.rows desc, l.label_key collate "C"`);
}

/** Who uses which label how often, by the names in the file. */
export function countLabelUsers(tx: Tx, importId: Id): Promise<{ labelKey: string; name: string; rows: number }[]> {
  return tx.rows(sql<{ labelKey: string; name: string; rows: number }>`
    select r.label_key as "labelKey", r.owner_text as name, count(*) as rows from integrations.import_row r
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.label_key is not null and r.owner_text is not null
      and r.outcome in ('created', 'updated', 'merged')
    group by r.label_key, r.owner_text order by rows desc, r.owner_text collate "C"`);
}

export async function updateLabel(
  tx: Tx,
  importId: Id,
  label: Omit<LabelRow, 'rows' | 'label' | 'governed'>,
): Promise<void> {
  await tx.run(sql`
    update integrations.status_label set code = ${label.code}, invalid_kind = ${label.invalidKind},
      hold_reasons = ${label.holdReasons}::text[], likelihood = ${label.likelihood}, governed = false
    where org_id = ${tx.orgId} and import_id = ${importId} and label_key = ${label.labelKey}`);
}

/**
 * Duplicates whose person has no other enquiry, here or in the database, are rejected: a duplicate names its original. Those
 * that are no duplicates any more come back.
 */
export async function updateOrphans(tx: Tx, importId: Id): Promise<void> {
  await tx.run(sql`
    update integrations.import_row r set orphan = false, outcome = 'created'
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.orphan and r.applied_at is null`);
  await tx.run(sql`
    with duplicate_label as (
      select l.label_key from integrations.status_label l
      where l.org_id = ${tx.orgId} and l.import_id = ${importId} and l.invalid_kind = 'duplicate'
    ), original as (
      select distinct r.person_key from integrations.import_row r
      where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.person_key is not null
        and r.outcome in ('created', 'updated', 'merged') and coalesce(r.label_key, '') not in (select label_key from duplicate_label)
    )
    update integrations.import_row r set orphan = true, outcome = 'rejected'
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.applied_at is null
      and r.outcome = 'created' and r.label_key in (select label_key from duplicate_label)
      and (r.person_key is null or r.person_key not in (select person_key from original))
      and not exists (
        select 1 from enquiries.public_enquiry e
        where e.org_id = ${tx.orgId} and e.person_id = r.known_person_id and e.invalid_kind is distinct from 'duplicate')`);
}
