import type { HoldReason, InvalidKind, Likelihood, StatusCode } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { at, json, sql, type Tx } from '../../../platform/db/index.ts';
import type { LabelReading } from '../rules/plan.ts';
import { listDuplicateRows } from './reading-store.ts';

export type LabelRow = {
  readonly labelKey: string;
  readonly label: string;
  /** All rows of the file that have it, and those that are entered by it. */
  readonly rows: number;
  readonly needed: number;
  readonly code: StatusCode | null;
  readonly invalidKind: InvalidKind | null;
  readonly holdReasons: HoldReason[];
  readonly likelihood: Likelihood | null;
  readonly governed: boolean;
  /** Decided for an earlier list. */
  readonly remembered: boolean;
  /** Each row is read by itself. */
  readonly byRow: boolean;
  /** The key of the commoner label that it is a spelling of. */
  readonly spellingOf: string | null;
};

type LabelCount = Pick<LabelRow, 'labelKey' | 'label' | 'rows' | 'needed'>;

/** Labels of all rows of the file, each with the spelling that stands first. */
export function countLabels(tx: Tx, importId: Id): Promise<LabelCount[]> {
  return tx.rows(sql<LabelCount>`
    select r.label_key as "labelKey", (array_agg(r.label order by r.row_no))[1] as label, count(*) as rows,
      count(*) filter (where r.outcome in ('created', 'updated') or r.orphan) as needed
    from integrations.import_row r
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.label_key is not null
    group by r.label_key`);
}

export async function insertLabels(tx: Tx, importId: Id, labels: readonly LabelRow[]): Promise<void> {
  if (labels.length === 0) return;
  await tx.run(sql`
    insert into integrations.status_label (org_id, import_id, label_key, label, rows, needed, code, invalid_kind, hold_reasons, likelihood,
      governed, remembered, by_row, spelling_of)
    select ${tx.orgId}::uuid, ${importId}::uuid, l."labelKey", l.label, l.rows, l.needed, l.code, l."invalidKind", l."holdReasons",
      l.likelihood, l.governed, l.remembered, l."byRow", l."spellingOf"
    from jsonb_to_recordset(${json(labels)}) as l ("labelKey" text, label text, rows integer, needed integer, code text,
      "invalidKind" text, "holdReasons" text[], likelihood text, governed boolean, remembered boolean, "byRow" boolean, "spellingOf" text)`);
}

export async function removeLabels(tx: Tx, importId: Id): Promise<void> {
  await tx.run(sql`delete from integrations.status_label where org_id = ${tx.orgId} and import_id = ${importId}`);
}

export function listLabels(tx: Tx, importId: Id): Promise<LabelRow[]> {
  return tx.rows(sql<LabelRow>`
    select l.label_key as "labelKey", l.label, l.rows, l.needed, l.code, l.invalid_kind as "invalidKind",
      l.hold_reasons as "holdReasons", l.likelihood, l.governed, l.remembered, l.by_row as "byRow", l.spelling_of as "spellingOf"
    from integrations.status_label l where l.org_id = ${tx.orgId} and l.import_id = ${importId}
    order by l.rows desc, l.label_key collate "C"`);
}

/** Who uses which label how often, by the names in the file. */
export function countLabelUsers(tx: Tx, importId: Id): Promise<{ labelKey: string; name: string; rows: number }[]> {
  return tx.rows(sql<{ labelKey: string; name: string; rows: number }>`
    select r.label_key as "labelKey", r.owner_text as name, count(*) as rows from integrations.import_row r
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.label_key is not null and r.owner_text is not null
    group by r.label_key, r.owner_text order by rows desc, r.owner_text collate "C"`);
}

export async function updateLabel(
  tx: Tx,
  importId: Id,
  label: Omit<LabelRow, 'rows' | 'needed' | 'label' | 'remembered' | 'spellingOf'>,
): Promise<void> {
  await tx.run(sql`
    update integrations.status_label set code = ${label.code}, invalid_kind = ${label.invalidKind},
      hold_reasons = ${label.holdReasons}::text[], likelihood = ${label.likelihood}, governed = ${label.governed},
      remembered = false, by_row = ${label.byRow}
    where org_id = ${tx.orgId} and import_id = ${importId} and label_key = ${label.labelKey}`);
}

/** Labels that say: this one is there already. */
export async function listDuplicateLabels(tx: Tx, importId: Id): Promise<string[]> {
  const rows = await tx.rows(sql<{ key: string }>`
    select l.label_key as key from integrations.status_label l
    where l.org_id = ${tx.orgId} and l.import_id = ${importId} and l.invalid_kind = 'duplicate'`);
  return rows.map(({ key }) => key);
}

/**
 * Duplicates whose person has no other enquiry, here or in the database, are rejected: a duplicate names its original. Those
 * that are no duplicates any more come back. Rows that tell of one enquiry are a duplicate where each of them says so.
 */
export async function updateOrphans(tx: Tx, importId: Id): Promise<void> {
  await tx.run(sql`
    update integrations.import_row r set orphan = false, outcome = case when r.leader_no is null then 'created' else 'updated' end
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.orphan and r.applied_at is null`);
  const duplicates = await listDuplicateLabels(tx, importId);
  const rows = await listDuplicateRows(tx, importId);
  if (duplicates.length === 0 && rows.length === 0) return;
  await tx.run(sql`
    update integrations.import_row r set orphan = true, outcome = 'rejected'
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.applied_at is null
      and r.outcome = 'created' and (r.label_key = any(${duplicates}::text[]) or r.row_no = any(${rows}::integer[]))
      and not exists (
        select 1 from integrations.import_row o
        where o.org_id = ${tx.orgId} and o.import_id = ${importId} and o.person_key = r.person_key
          and o.outcome in ('created', 'updated', 'merged') and coalesce(o.label_key, '') <> all(${duplicates}::text[])
          and o.row_no <> all(${rows}::integer[]))
      and not exists (
        select 1 from enquiries.public_enquiry e
        where e.org_id = ${tx.orgId} and e.person_id = r.known_person_id and e.invalid_kind is distinct from 'duplicate')`);
  await tx.run(sql`
    update integrations.import_row f set orphan = true, outcome = 'rejected'
    from integrations.import_row r
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.orphan
      and f.org_id = ${tx.orgId} and f.import_id = ${importId} and f.leader_no = r.row_no and f.outcome = 'updated'`);
}

/** What the organisation has decided of labels before, by their keys. */
export function listKnownLabels(tx: Tx, keys: readonly string[]): Promise<(LabelReading & { labelKey: string })[]> {
  return tx.rows(sql<LabelReading & { labelKey: string }>`
    select k.label_key as "labelKey", k.code, k.invalid_kind as "invalidKind", k.hold_reasons as "holdReasons", k.likelihood
    from integrations.known_label k where k.org_id = ${tx.orgId} and k.label_key = any(${keys}::text[])`);
}

/** The last word counts. */
export async function insertKnownLabels(
  tx: Tx,
  labels: readonly (LabelReading & { labelKey: string })[],
): Promise<void> {
  if (labels.length === 0) return;
  await tx.run(sql`
    insert into integrations.known_label (org_id, label_key, code, invalid_kind, hold_reasons, likelihood, decided_by, decided_at)
    select ${tx.orgId}::uuid, l."labelKey", l.code, l."invalidKind", l."holdReasons", l.likelihood, ${tx.actor.userId}, ${at(tx.now)}
    from jsonb_to_recordset(${json(labels)}) as l ("labelKey" text, code text, "invalidKind" text, "holdReasons" text[], likelihood text)
    on conflict (org_id, label_key) do update set code = excluded.code, invalid_kind = excluded.invalid_kind,
      hold_reasons = excluded.hold_reasons, likelihood = excluded.likelihood, decided_by = excluded.decided_by,
      decided_at = excluded.decided_at`);
}

export async function removeKnownLabels(tx: Tx, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await tx.run(sql`
    delete from integrations.known_label where org_id = ${tx.orgId} and label_key = any(${keys}::text[])`);
}
