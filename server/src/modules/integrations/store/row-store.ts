import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import { at, json, sql, type Sql, type Tx } from '../../../platform/db/index.ts';
import type { Issue, Plan } from '../rules/plan.ts';

export type RowOutcome = 'created' | 'updated' | 'merged' | 'skipped' | 'rejected';
export type AnalysedRow = {
  readonly no: number;
  readonly outcome: RowOutcome;
  readonly cells: readonly string[];
  readonly plan: Plan | null;
  readonly issues: readonly Issue[];
  readonly label: string | null;
  readonly labelKey: string | null;
  readonly ownerText: string | null;
  readonly personKey: string | null;
  readonly naturalKey: string | null;
  readonly knownPersonId: Id | null;
};

export async function insertRows(tx: Tx, importId: Id, rows: readonly AnalysedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.run(sql`
    insert into integrations.import_row (org_id, import_id, row_no, outcome, cells, plan, issues, label, label_key, owner_text, person_key,
      natural_key, known_person_id)
    select ${tx.orgId}::uuid, ${importId}::uuid, r.no, r.outcome, r.cells, r.plan, r.issues, r.label, r."labelKey", r."ownerText",
      r."personKey", r."naturalKey", r."knownPersonId"
    from jsonb_to_recordset(${json(rows)}) as r (no integer, outcome text, cells jsonb, plan jsonb, issues jsonb, label text,
      "labelKey" text, "ownerText" text, "personKey" text, "naturalKey" text, "knownPersonId" uuid)`);
}

export async function removeRows(tx: Tx, importId: Id): Promise<void> {
  await tx.run(sql`delete from integrations.import_row where org_id = ${tx.orgId} and import_id = ${importId}`);
}

/** Rows of this import, or rows of others that were applied, that are the same by natural key. */
export function listSame(
  tx: Tx,
  importId: Id,
  keys: readonly string[],
): Promise<{ naturalKey: string; row: number | null; applied: boolean }[]> {
  return tx.rows(sql<{ naturalKey: string; row: number | null; applied: boolean }>`
    select r.natural_key as "naturalKey", min(r.row_no) filter (where r.import_id = ${importId}) as row,
      bool_or(r.import_id <> ${importId} and r.applied_at is not null) as applied
    from integrations.import_row r
    where r.org_id = ${tx.orgId} and r.natural_key = any(${keys}::text[])
      and (r.import_id = ${importId} or r.applied_at is not null)
    group by r.natural_key`);
}

export type KnownPerson = {
  readonly id: Id;
  readonly e164: string | null;
  readonly name: string | null;
  readonly wrong: boolean;
  readonly birthDate: CalendarDay | null;
  readonly sex: string;
  readonly language: string | null;
};

/** Whoever has one of the numbers, the most recently met first. */
export function listByPhone(tx: Tx, phones: readonly string[]): Promise<KnownPerson[]> {
  return tx.rows(sql<KnownPerson>`
    select p.id, ph.e164, p.name, ph.state = 'wrong' as wrong, p.birth_date as "birthDate", p.sex, p.language
    from people.public_person_phone ph join people.public_person p on p.org_id = ${tx.orgId} and p.id = ph.person_id
    where ph.org_id = ${tx.orgId} and ph.e164 = any(${phones}::text[]) and p.merged_into is null
    order by p.last_contact_at desc nulls last, p.id desc`);
}

export function listByBirthDate(tx: Tx, days: readonly string[]): Promise<KnownPerson[]> {
  return tx.rows(sql<KnownPerson>`
    select p.id, null as e164, p.name, false as wrong, p.birth_date as "birthDate", p.sex, p.language
    from people.public_person p
    where p.org_id = ${tx.orgId} and p.birth_date = any(${days}::date[]) and p.merged_into is null
    order by p.last_contact_at desc nulls last, p.id desc`);
}

export function listEnquiryDays(
  tx: Tx,
  personIds: readonly Id[],
): Promise<{ personId: Id; receivedOn: CalendarDay; interests: string[] }[]> {
  return tx.rows(sql<{ personId: Id; receivedOn: CalendarDay; interests: string[] }>`
    select e.person_id as "personId", e.received_on as "receivedOn", e.interests
    from enquiries.public_enquiry e where e.org_id = ${tx.orgId} and e.person_id = any(${personIds}::uuid[])`);
}

export type Counts = Readonly<Record<'rows' | RowOutcome, number>>;

export async function countRows(tx: Tx, importId: Id): Promise<Counts> {
  const counts = { rows: 0, created: 0, updated: 0, merged: 0, skipped: 0, rejected: 0 };
  for (const row of await tx.rows(sql<{ outcome: RowOutcome; count: number }>`
    select r.outcome, count(*) as count from integrations.import_row r
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} group by r.outcome`)) {
    counts[row.outcome] = row.count;
    counts.rows += row.count;
  }
  return counts;
}

export type ReportedRow = {
  readonly no: number;
  readonly outcome: RowOutcome;
  readonly cells: readonly string[];
  readonly issues: readonly Issue[];
  readonly orphan: boolean;
  readonly label: string | null;
};

/** Rows after `after` in the file's order. */
export function listReported(
  tx: Tx,
  importId: Id,
  filter: { readonly outcome: RowOutcome | null; readonly after: number; readonly limit: number },
): Promise<ReportedRow[]> {
  const outcome = filter.outcome === null ? sql`true` : sql`r.outcome = ${filter.outcome}`;
  return tx.rows(sql<ReportedRow>`
    select r.row_no as no, r.outcome, r.cells, r.issues, r.orphan, r.label from integrations.import_row r
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.row_no > ${filter.after} and ${outcome}
    order by r.row_no limit ${filter.limit}`);
}

export type WaitingRow = {
  readonly no: number;
  readonly outcome: RowOutcome;
  readonly plan: Plan;
  readonly issues: readonly Issue[];
  readonly label: string | null;
  readonly labelKey: string | null;
  readonly naturalKey: string | null;
};

/**
 * Rows that are still to be applied, in the file's order. Duplicates come when all others are done: their original may stand
 * below them.
 */
export function listWaiting(tx: Tx, importId: Id, duplicates: boolean, limit: number): Promise<WaitingRow[]> {
  const isDuplicate: Sql = sql`exists (
    select 1 from integrations.status_label l
    where l.org_id = r.org_id and l.import_id = r.import_id and l.label_key = r.label_key and l.invalid_kind = 'duplicate')`;
  return tx.rows(sql<WaitingRow>`
    select r.row_no as no, r.outcome, r.plan, r.issues, r.label, r.label_key as "labelKey", r.natural_key as "naturalKey"
    from integrations.import_row r
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.applied_at is null
      and r.outcome in ('created', 'updated', 'merged') and ${duplicates ? isDuplicate : sql`not ${isDuplicate}`}
    order by r.row_no limit ${limit}`);
}

export type AppliedRow = {
  readonly no: number;
  readonly outcome: RowOutcome;
  readonly orphan: boolean;
  readonly issues: readonly Issue[];
  readonly personId: Id | null;
  readonly enquiryId: Id | null;
};

export async function updateApplied(tx: Tx, importId: Id, rows: readonly AppliedRow[]): Promise<void> {
  await tx.run(sql`
    update integrations.import_row r set outcome = a.outcome, orphan = a.orphan, issues = a.issues, person_id = a."personId",
      enquiry_id = a."enquiryId", applied_at = ${at(tx.now)}
    from jsonb_to_recordset(${json(rows)}) as a (no integer, outcome text, orphan boolean, issues jsonb, "personId" uuid, "enquiryId" uuid)
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.row_no = a.no`);
}

export async function countWaiting(tx: Tx, importId: Id): Promise<number> {
  const row = await tx.one(sql<{ count: number }>`
    select count(*) as count from integrations.import_row r
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.applied_at is null
      and r.outcome in ('created', 'updated', 'merged')`);
  return row.count;
}

export function listSiteNames(tx: Tx): Promise<{ id: Id; name: string }[]> {
  return tx.rows(sql<{ id: Id; name: string }>`
    select s.id, s.name from identity.public_site s where s.org_id = ${tx.orgId} order by s.id`);
}

/** Rows with a status label, before they are applied or after. */
export function listLabelled(
  tx: Tx,
  importId: Id,
  after: number,
  limit: number,
): Promise<{ no: number; label: string; labelKey: string }[]> {
  return tx.rows(sql<{ no: number; label: string; labelKey: string }>`
    select r.row_no as no, r.label, r.label_key as "labelKey" from integrations.import_row r
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.row_no > ${after} and r.label_key is not null
      and r.outcome in ('created', 'updated', 'merged')
    order by r.row_no limit ${limit}`);
}

/** Fresh statistics of the tables that an import fills. */
export async function countTables(tx: Tx): Promise<void> {
  await tx.run(sql`select integrations.count_tables()`);
}
