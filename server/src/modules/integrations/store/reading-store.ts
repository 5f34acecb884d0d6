import type { HoldReason, InvalidKind, StatusCode } from '@anbu/contract';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import { json, sql, type Sql, type Tx } from '../../../platform/db/index.ts';
import type { RowReading } from '../rules/assistant/read-labels.ts';
import type { EnquiryPlan, LabelReading, Plan } from '../rules/plan.ts';

/** A row with a label, as the assistant reads it. `enquiry` null: the row is rejected for what it says. */
export type LabelledPlan = {
  readonly no: number;
  readonly labelKey: string;
  readonly user: string | null;
  readonly enquiry: EnquiryPlan | null;
  /** The day of the last of her person's rows; null where she has no other. */
  readonly lastDay: string | null;
};

/** Rows after `after` that have a label, in the file's order. */
export function listLabelled(tx: Tx, importId: Id, after: number, limit: number): Promise<LabelledPlan[]> {
  return tx.rows(sql<LabelledPlan>`
    select r.row_no as no, r.label_key as "labelKey", r.owner_text as "user", r.plan->'enquiry' as enquiry,
      (select case when count(*) > 1 then max(coalesce(o.plan->'enquiry'->>'receivedOn', '')) end
        from integrations.import_row o
        where o.org_id = r.org_id and o.import_id = r.import_id and o.person_key = r.person_key and o.label_key is not null
          and jsonb_typeof(o.plan->'enquiry') = 'object') as "lastDay"
    from integrations.import_row r
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.row_no > ${after} and r.label_key is not null
    order by r.row_no limit ${limit}`);
}

export type GroupedReading = RowReading & { readonly groupKey: string };

/** How these rows are read, in place of what was said of them. Many rows are read alike: each reading travels once. */
export async function insertReadings(
  tx: Tx,
  importId: Id,
  rows: readonly { readonly no: number; readonly reading: GroupedReading }[],
): Promise<void> {
  const readings = [...new Set(rows.map(({ reading }) => reading))];
  const places = new Map(readings.map((reading, place) => [reading, place]));
  await tx.run(sql`
    insert into integrations.row_reading (org_id, import_id, row_no, code, second, confidence, invalid_kind, hold_reasons, why_code, why_params,
      group_key)
    select ${tx.orgId}::uuid, ${importId}::uuid, told.no, r.code, r.second, r.confidence, r."invalidKind", r."holdReasons", r.why->>'code',
      r.why->'params', r."groupKey"
    from unnest(${rows.map(({ no }) => no)}::integer[], ${rows.map(({ reading }) => places.get(reading))}::integer[]) as told (no, place)
    join jsonb_to_recordset(${json(readings.map((reading, place) => ({ ...reading, place })))}) as r (place integer, code text, second text,
      confidence real, "invalidKind" text, "holdReasons" text[], why jsonb, "groupKey" text) on r.place = told.place
    on conflict (org_id, import_id, row_no) do update set code = excluded.code, second = excluded.second, confidence = excluded.confidence,
      invalid_kind = excluded.invalid_kind, hold_reasons = excluded.hold_reasons, why_code = excluded.why_code,
      why_params = excluded.why_params, group_key = excluded.group_key, decided_code = null, decided_kind = null, decided_reasons = '{}'`);
}

/** How one row is read: by the assistant, or by a person where she has said it. */
export type StoredReading = LabelReading & {
  readonly no: number;
  readonly confidence: number;
  readonly decided: boolean;
};

export function listReadings(tx: Tx, importId: Id, rowNos: readonly number[]): Promise<StoredReading[]> {
  return tx.rows(sql<StoredReading>`
    select r.row_no as no, coalesce(r.decided_code, r.code) as code,
      case when r.decided_code is null then r.invalid_kind else r.decided_kind end as "invalidKind",
      case when r.decided_code is null then r.hold_reasons else r.decided_reasons end as "holdReasons",
      null as likelihood, round(r.confidence::numeric, 2)::float8 as confidence, r.decided_code is not null as decided
    from integrations.row_reading r
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.row_no = any(${rowNos}::integer[])`);
}

/** Rows that are entered, or would be were they no orphans. */
const NEEDED: Sql = sql`(r.outcome in ('created', 'updated') or r.orphan)`;

export type LabelSplit = {
  readonly labelKey: string;
  readonly code: StatusCode;
  readonly invalidKind: InvalidKind | null;
  readonly holdReasons: readonly HoldReason[];
  readonly rows: number;
  /** Mean of the rows'. */
  readonly confidence: number;
  readonly asked: number;
  readonly whyCode: string;
  readonly whyParams: Readonly<Record<string, string>>;
};

/** What the rows of each label are read as, the commonest first. `asked`: below `sure`, and nobody has said it. */
export function listSplits(tx: Tx, importId: Id, sure: number): Promise<LabelSplit[]> {
  return tx.rows(sql<LabelSplit>`
    select r.label_key as "labelKey", coalesce(g.decided_code, g.code) as code,
      mode() within group (order by g.invalid_kind) as "invalidKind",
      case when coalesce(g.decided_code, g.code) = 'HOLD' then coalesce((jsonb_agg(to_jsonb(g.hold_reasons)) filter (where cardinality(g.hold_reasons) > 0))->0, '[]')
        else '[]' end as "holdReasons",
      count(*) as rows,
      round(avg(case when g.decided_code is null then g.confidence else 1 end)::numeric, 2)::float8 as confidence,
      count(*) filter (where ${NEEDED} and g.decided_code is null and g.confidence < ${sure}::real) as asked,
      (array_agg(g.why_code order by g.confidence desc, g.row_no))[1] as "whyCode",
      (jsonb_agg(g.why_params order by g.confidence desc, g.row_no))->0 as "whyParams"
    from integrations.import_row r
    join integrations.row_reading g on g.org_id = r.org_id and g.import_id = r.import_id and g.row_no = r.row_no
    where r.org_id = ${tx.orgId} and r.import_id = ${importId}
    group by r.label_key, coalesce(g.decided_code, g.code)
    order by rows desc, code`);
}

/** Rows of each label that nobody can enter before a person has said what they mean, were the label read row by row. */
export async function countAsked(tx: Tx, importId: Id, sure: number): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.rows(sql<{ labelKey: string; asked: number }>`
    select r.label_key as "labelKey", count(*) as asked from integrations.import_row r
    left join integrations.row_reading g on g.org_id = r.org_id and g.import_id = r.import_id and g.row_no = r.row_no
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.label_key is not null and ${NEEDED}
      and (g.row_no is null or (g.decided_code is null and g.confidence < ${sure}::real))
    group by r.label_key`);
  return new Map(rows.map(({ labelKey, asked }) => [labelKey, asked]));
}

/** Spellings of each label as they stand in the file, and what happened to its people. */
export type LabelUse = {
  readonly labelKey: string;
  readonly spellings: readonly { readonly label: string; readonly count: number }[];
  readonly lastOn: CalendarDay | null;
  readonly meanCalls: number | null;
  readonly booked: number;
  readonly visited: number;
  readonly recontact: number;
  /** Whose person stands in a later row of the list. */
  readonly again: number;
};

export function listUses(tx: Tx, importId: Id): Promise<LabelUse[]> {
  return tx.rows(sql<LabelUse>`
    with rows as (
      select r.label_key, r.label, r.plan->'enquiry' as e,
        r.person_key is not null and lead(r.row_no) over (partition by r.person_key order by r.plan->'enquiry'->>'receivedOn', r.row_no) is not null as again
      from integrations.import_row r
      where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.label_key is not null
    ), spelled as (
      select label_key, jsonb_agg(jsonb_build_object('label', label, 'count', count) order by count desc, label) as spellings
      from (select label_key, label, count(*) as count from rows group by label_key, label) as each group by label_key
    )
    select rows.label_key as "labelKey", spelled.spellings, max(rows.e->>'receivedOn') as "lastOn",
      round(avg((rows.e->>'callCount')::numeric), 1)::float8 as "meanCalls",
      count(*) filter (where rows.e->>'bookingOn' is not null) as booked,
      count(*) filter (where rows.e->>'visitOn' is not null) as visited,
      count(*) filter (where rows.e->>'recontactOn' is not null) as recontact,
      count(*) filter (where rows.again) as again
    from rows join spelled using (label_key) group by rows.label_key, spelled.spellings`);
}

/** A group of rows that are asked together, the largest first. */
export type AskedGroup = {
  readonly groupKey: string;
  readonly labelKey: string;
  readonly label: string;
  readonly code: StatusCode;
  readonly second: StatusCode;
  readonly count: number;
  readonly confidence: number;
  readonly examples: readonly number[];
};

const EXAMPLES = 5;

/** Only labels that are read row by row, or of which nothing is decided. */
export function listAskedGroups(tx: Tx, importId: Id, sure: number): Promise<AskedGroup[]> {
  return tx.rows(sql<AskedGroup>`
    select g.group_key as "groupKey", (array_agg(r.label_key order by r.row_no))[1] as "labelKey",
      (array_agg(r.label order by r.row_no))[1] as label, mode() within group (order by g.code) as code,
      mode() within group (order by g.second) as second, count(*) as count,
      round(avg(g.confidence)::numeric, 2)::float8 as confidence, (array_agg(r.row_no order by r.row_no))[1:${EXAMPLES}] as examples
    from integrations.row_reading g
    join integrations.import_row r on r.org_id = g.org_id and r.import_id = g.import_id and r.row_no = g.row_no
    join integrations.status_label l on l.org_id = r.org_id and l.import_id = r.import_id and l.label_key = r.label_key
    where g.org_id = ${tx.orgId} and g.import_id = ${importId} and ${NEEDED} and l.code is null
      and g.decided_code is null and g.confidence < ${sure}::real
    group by g.group_key order by count desc, g.group_key collate "C"`);
}

/** Which rows a decision is for. `text`: words that stand in the memo. */
export type RowWish = {
  readonly rows?: readonly number[] | undefined;
  readonly group?: string | undefined;
  readonly label?: string | undefined;
  readonly calls?: number | undefined;
  readonly has?: 'bookingOn' | 'visitOn' | 'recontactOn' | undefined;
  readonly text?: string | undefined;
  readonly user?: string | undefined;
};

/** Rows that fit all of the wish, with their label. */
export function listWished(tx: Tx, importId: Id, wish: RowWish): Promise<{ no: number; labelKey: string }[]> {
  const conditions: Sql[] = [
    ...(wish.rows ? [sql`g.row_no = any(${wish.rows}::integer[])`] : []),
    ...(wish.group === undefined ? [] : [sql`g.group_key = ${wish.group} and g.decided_code is null`]),
    ...(wish.label === undefined ? [] : [sql`r.label_key = ${wish.label}`]),
    ...(wish.calls === undefined ? [] : [sql`(r.plan->'enquiry'->>'callCount')::integer = ${wish.calls}`]),
    ...(wish.has === undefined ? [] : [sql`r.plan->'enquiry'->>${wish.has} is not null`]),
    ...(wish.text === undefined ? [] : [sql`strpos(lower(r.plan->'enquiry'->>'text'), lower(${wish.text})) > 0`]),
    ...(wish.user === undefined ? [] : [sql`r.owner_text = ${wish.user}`]),
  ];
  return tx.rows(sql<{ no: number; labelKey: string }>`
    select g.row_no as no, r.label_key as "labelKey" from integrations.row_reading g
    join integrations.import_row r on r.org_id = g.org_id and r.import_id = g.import_id and r.row_no = g.row_no
    where g.org_id = ${tx.orgId} and g.import_id = ${importId} and ${sql.join(conditions, sql` and `)}
    order by g.row_no`);
}

/** Rows that are entered by themselves as duplicates: they come after their originals. */
export async function listDuplicateRows(tx: Tx, importId: Id): Promise<number[]> {
  const rows = await tx.rows(sql<{ no: number }>`
    select g.row_no as no from integrations.row_reading g
    join integrations.import_row r on r.org_id = g.org_id and r.import_id = g.import_id and r.row_no = g.row_no
    join integrations.status_label l on l.org_id = r.org_id and l.import_id = r.import_id and l.label_key = r.label_key
    where g.org_id = ${tx.orgId} and g.import_id = ${importId} and l.by_row
      and case when g.decided_code is null then g.invalid_kind else g.decided_kind end = 'duplicate'`);
  return rows.map(({ no }) => no);
}

/** Labels that nobody has said anything of and whose rows are all sure: read row by row, as the assistant proposed. Gives their keys. */
export async function acceptSureLabels(tx: Tx, importId: Id, sure: number): Promise<string[]> {
  const rows = await tx.rows(sql<{ key: string }>`
    update integrations.status_label l set by_row = true
    where l.org_id = ${tx.orgId} and l.import_id = ${importId} and l.code is null and not l.by_row and l.needed > 0
      and not exists (
        select 1 from integrations.import_row r
        left join integrations.row_reading g on g.org_id = r.org_id and g.import_id = r.import_id and g.row_no = r.row_no
        where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.label_key = l.label_key and ${NEEDED}
          and (g.row_no is null or (g.decided_code is null and g.confidence < ${sure}::real)))
    returning l.label_key as key`);
  return rows.map(({ key }) => key);
}

/** Enquiries of the list by month of receipt, label and status, where several rows tell of one the furthest on the `way`. */
export function countEffect(
  tx: Tx,
  importId: Id,
  way: readonly StatusCode[],
): Promise<{ month: string; label: string | null; code: StatusCode | null; count: number }[]> {
  return tx.rows(sql<{ month: string; label: string | null; code: StatusCode | null; count: number }>`
    with told as (
      select coalesce(r.leader_no, r.row_no) as head, r.row_no, r.label, substr(r.plan->'enquiry'->>'receivedOn', 1, 7) as month,
        case when r.label_key is null then 'NEW' else coalesce(l.code, g.decided_code, g.code) end as code
      from integrations.import_row r
      left join integrations.status_label l on l.org_id = r.org_id and l.import_id = r.import_id and l.label_key = r.label_key
      left join integrations.row_reading g on g.org_id = r.org_id and g.import_id = r.import_id and g.row_no = r.row_no
      where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.outcome in ('created', 'updated') and r.plan->'enquiry' is not null
    ), stands as (
      select distinct on (head) head, month, label, code from told
      order by head, array_position(${way}::text[], code) desc nulls last, row_no desc
    )
    select month, label, code, count(*) as count from stands group by month, label, code`);
}

/** Rows as they are shown to who decides, by number. */
export type ShownRow = { readonly no: number; readonly user: string | null; readonly plan: Plan | null };

export function listShown(tx: Tx, importId: Id, rowNos: readonly number[]): Promise<ShownRow[]> {
  return tx.rows(sql<ShownRow>`
    select r.row_no as no, r.owner_text as "user", r.plan from integrations.import_row r
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.row_no = any(${rowNos}::integer[]) order by r.row_no`);
}
