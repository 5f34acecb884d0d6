import type { StatusCode } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { asTable, at, columnOf, columnsOf, sql, type Sql, type Tx } from '../../../platform/db/index.ts';
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
  readonly phoneKey: string | null;
  readonly numberKey: string | null;
  readonly birthKey: string | null;
  readonly naturalKey: string | null;
  readonly contentKey: string | null;
  /** The row before it that tells of the same enquiry. */
  readonly leaderNo: number | null;
  readonly knownPersonId: Id | null;
  readonly knownEnquiryId: Id | null;
  readonly knownStatus: StatusCode | null;
};

export async function insertRows(tx: Tx, importId: Id, rows: readonly AnalysedRow[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = columnsOf(rows, {
    no: ['integer', (row) => row.no],
    outcome: ['text', (row) => row.outcome],
    cells: ['jsonb', (row) => row.cells],
    plan: ['jsonb', (row) => row.plan],
    issues: ['jsonb', (row) => row.issues],
    label: ['text', (row) => row.label],
    label_key: ['text', (row) => row.labelKey],
    owner_text: ['text', (row) => row.ownerText],
    person_key: ['text', (row) => row.personKey],
    phone_key: ['text', (row) => row.phoneKey],
    number_key: ['text', (row) => row.numberKey],
    birth_key: ['text', (row) => row.birthKey],
    natural_key: ['text', (row) => row.naturalKey],
    content_key: ['text', (row) => row.contentKey],
    leader_no: ['integer', (row) => row.leaderNo],
    known_person_id: ['uuid', (row) => row.knownPersonId],
    known_enquiry_id: ['uuid', (row) => row.knownEnquiryId],
    known_status: ['text', (row) => row.knownStatus],
  });
  await tx.run(sql`
    insert into integrations.import_row (org_id, import_id, row_no, outcome, cells, plan, issues, label, label_key, owner_text, person_key,
      phone_key, number_key, birth_key, natural_key, content_key, leader_no, known_person_id, known_enquiry_id, known_status)
    select ${tx.orgId}::uuid, ${importId}::uuid, r.no, r.outcome, r.cells, ${columnOf('plan', 'jsonb')}, r.issues, r.label, r.label_key,
      r.owner_text, r.person_key, r.phone_key, r.number_key, r.birth_key, r.natural_key, r.content_key, r.leader_no, r.known_person_id,
      r.known_enquiry_id, r.known_status
    from ${asTable(columns)}`);
}

/** Up to `limit` rows; gives how many went. */
export async function removeRows(tx: Tx, importId: Id, limit: number): Promise<number> {
  return tx.run(sql`
    delete from integrations.import_row r where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.row_no in (
      select first.row_no from integrations.import_row first
      where first.org_id = ${tx.orgId} and first.import_id = ${importId} order by first.row_no limit ${limit})`);
}

/** A row with what it says, for its report and for entering it. */
export type WaitingRow = {
  readonly no: number;
  readonly outcome: RowOutcome;
  readonly plan: Plan;
  readonly issues: readonly Issue[];
  readonly label: string | null;
  readonly labelKey: string | null;
  readonly leaderNo: number | null;
  readonly personKey: string | null;
  readonly knownPersonId: Id | null;
  readonly knownEnquiryId: Id | null;
  readonly knownStatus: StatusCode | null;
};
const WAITING: Sql = sql`r.row_no as no, r.outcome, r.plan, r.issues, r.label, r.label_key as "labelKey", r.leader_no as "leaderNo",
  r.person_key as "personKey", r.known_person_id as "knownPersonId", r.known_enquiry_id as "knownEnquiryId", r.known_status as "knownStatus"`;

export type Counts = Readonly<Record<'rows' | RowOutcome, number>>;

export async function countRows(tx: Tx, importId: Id, upTo?: number): Promise<Counts> {
  const counts = { rows: 0, created: 0, updated: 0, merged: 0, skipped: 0, rejected: 0 };
  for (const row of await tx.rows(sql<{ outcome: RowOutcome; count: number }>`
    select r.outcome, count(*) as count from integrations.import_row r
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.row_no <= ${upTo ?? LAST_ROW} group by r.outcome`)) {
    counts[row.outcome] = row.count;
    counts.rows += row.count;
  }
  return counts;
}

/** `plan` is null where the row is rejected for what it says, or skipped. */
export type ReportedRow = Omit<WaitingRow, 'plan'> & {
  readonly plan: Plan | null;
  readonly cells: readonly string[];
  readonly orphan: boolean;
};

export type RowFilter = {
  readonly outcome: RowOutcome | null;
  readonly after: number;
  readonly limit: number;
  /** See `readUpTo`. */
  readonly upTo?: number | undefined;
};
const LAST_ROW = 2_147_483_647;

/** Rows after `after` in the file's order. */
export function listReported(tx: Tx, importId: Id, filter: RowFilter): Promise<ReportedRow[]> {
  const outcome = filter.outcome === null ? sql`true` : sql`r.outcome = ${filter.outcome}`;
  return tx.rows(sql<ReportedRow>`
    select ${WAITING}, r.cells, r.orphan from integrations.import_row r
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.row_no > ${filter.after} and ${outcome}
      and r.row_no <= ${filter.upTo ?? LAST_ROW}
    order by r.row_no limit ${filter.limit}`);
}

/** Cells of the longest row; 0 where there is none. */
export async function findWidth(tx: Tx, importId: Id, outcome: RowOutcome): Promise<number> {
  const { width } = await tx.one(sql<{ width: number }>`
    select coalesce(max(jsonb_array_length(r.cells)), 0) as width from integrations.import_row r
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.outcome = ${outcome}`);
  return width;
}

/** Which rows are entered as duplicates: those with one of the labels, and those with one of the numbers. */
export type Duplicates = { readonly labels: readonly string[]; readonly rows: readonly number[] };

/**
 * Rows after `after` that are still to be applied, in the file's order, those that tell of an enquiry of an earlier row left out: they come with it.
 * Duplicates (all rows of the enquiry are) come in a pass of their own when all others are done (`late`): their original may stand below them.
 */
export function listWaiting(
  tx: Tx,
  importId: Id,
  { labels, rows }: Duplicates,
  { late, after, limit }: { readonly late: boolean; readonly after: number; readonly limit: number },
): Promise<WaitingRow[]> {
  const isDuplicate: Sql = sql`((coalesce(r.label_key = any(${labels}::text[]), false) or r.row_no = any(${rows}::integer[])) and not exists (
    select 1 from integrations.import_row f
    where f.org_id = ${tx.orgId} and f.import_id = ${importId} and f.leader_no = r.row_no
      and coalesce(f.label_key, '') <> all(${labels}::text[]) and f.row_no <> all(${rows}::integer[])))`;
  return tx.rows(sql<WaitingRow>`
    select ${WAITING} from integrations.import_row r
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.row_no > ${after} and r.applied_at is null and r.leader_no is null
      and r.outcome in ('created', 'updated', 'merged') and ${late ? isDuplicate : sql`not ${isDuplicate}`}
    order by r.row_no limit ${limit}`);
}

/** Rows that tell of the enquiries of these rows, in the file's order. */
export function listFollowers(tx: Tx, importId: Id, leaders: readonly number[]): Promise<WaitingRow[]> {
  return tx.rows(sql<WaitingRow>`
    select ${WAITING} from unnest(${leaders}::integer[]) as told (leader_no) cross join lateral (
      select f.* from integrations.import_row f
      where f.org_id = ${tx.orgId} and f.import_id = ${importId} and f.leader_no = told.leader_no and f.plan is not null offset 0) as r
    order by r.row_no`);
}

/** Whom the rows of earlier batches have made, by the persons' keys. */
export async function listAppliedPersons(tx: Tx, importId: Id, keys: readonly string[]): Promise<Map<string, Id>> {
  if (keys.length === 0) return new Map();
  const rows = await tx.rows(sql<{ personKey: string; personId: Id }>`
    select told.key as "personKey", r.person_id as "personId" from unnest(${keys}::text[]) as told (key)
    cross join lateral (
      select a.person_id from integrations.import_row a
      where a.org_id = ${tx.orgId} and a.import_id = ${importId} and a.person_key = told.key and a.person_id is not null
      order by a.row_no limit 1) as r`);
  return new Map(rows.map((row) => [row.personKey, row.personId]));
}

export type AppliedRow = {
  readonly no: number;
  readonly outcome: RowOutcome;
  readonly orphan: boolean;
  /** Null: as they were. */
  readonly issues: readonly Issue[] | null;
  readonly personId: Id | null;
  readonly enquiryId: Id | null;
  readonly consentId?: Id | null;
};

/** Nothing that it changes stands in an index, but for an outcome that became another: the row keeps its place. */
export async function updateApplied(tx: Tx, importId: Id, rows: readonly AppliedRow[]): Promise<void> {
  const columns = columnsOf(rows, {
    no: ['integer', (row) => row.no],
    outcome: ['text', (row) => row.outcome],
    orphan: ['boolean', (row) => row.orphan],
    issues: ['jsonb', (row) => row.issues],
    person_id: ['uuid', (row) => row.personId],
    enquiry_id: ['uuid', (row) => row.enquiryId],
    consent_id: ['uuid', (row) => row.consentId ?? null],
  });
  await tx.run(sql`
    update integrations.import_row i set outcome = r.outcome, orphan = r.orphan, issues = coalesce(${columnOf('issues', 'jsonb')}, i.issues),
      person_id = r.person_id, enquiry_id = r.enquiry_id, consent_id = r.consent_id, applied_at = ${at(tx.now)}
    from ${asTable(columns)}
    where i.org_id = ${tx.orgId} and i.import_id = ${importId} and i.row_no = r.no`);
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

/** Fresh statistics of the rows of a list, by all that they are looked up by, and of what the assistant read of them. */
export async function countList(tx: Tx): Promise<void> {
  await tx.run(sql`select integrations.count_list()`);
}

/** Fresh statistics of the tables that an import fills. */
export async function countTables(tx: Tx): Promise<void> {
  await tx.run(sql`select integrations.count_tables()`);
}
