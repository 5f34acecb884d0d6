import type { EnquiryQuery, StatusCode } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { all, at, sql, type Sql, type Tx } from '../../../platform/db/index.ts';
import { enquiryColumns, type EnquiryRecord } from './enquiry-row.ts';

/** Filters of the board with everything resolved: persons found, `me` replaced. */
export type EnquiryFilter = Partial<
  Record<
    | 'status'
    | 'stage'
    | 'owner'
    | 'team'
    | 'site'
    | 'sourceChannel'
    | 'interest'
    | 'likelihood'
    | 'holdReason'
    | 'patientKind',
    readonly string[]
  >
> &
  Partial<Pick<EnquiryQuery, 'cohortMonth' | 'receivedFrom' | 'receivedTo' | 'personId' | 'open' | 'late'>> & {
    readonly personIds?: readonly Id[];
    /** Only enquiries without an owner; together with `owner` either suits. */
    readonly unowned?: boolean;
  };

export type EnquirySort = EnquiryQuery['sort'];
export type EnquiryCursor = { readonly value: Instant; readonly id: Id };

const SORTS: Record<EnquirySort, { column: Sql; descending: boolean }> = {
  '-receivedAt': { column: sql`e.received_at`, descending: true },
  receivedAt: { column: sql`e.received_at`, descending: false },
  dueAt: { column: sql`e.action_due_at`, descending: false },
  '-statusSince': { column: sql`e.status_since`, descending: true },
};

/** One keyset page in the order of `sort`, then id. `dueAt` leaves closed ones out: they are due never. */
export function listEnquiries(
  tx: Tx,
  filter: EnquiryFilter,
  sort: EnquirySort,
  cursor: EnquiryCursor | null,
  limit: number,
): Promise<EnquiryRecord[]> {
  const { column, descending } = SORTS[sort];
  const after = cursor && [at(cursor.value), cursor.id];
  const position = after
    ? descending
      ? sql`(${column}, e.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
      : sql`(${column}, e.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`
    : sql`true`;
  const direction = descending ? sql`desc` : sql`asc`;
  const open = sort === 'dueAt' ? sql`e.open` : sql`true`;
  return tx.rows(sql<EnquiryRecord>`
    select ${enquiryColumns} from enquiries.enquiry e
    where ${conditions(tx, filter)} and ${open} and ${position}
    order by ${column} ${direction}, e.id ${direction} limit ${limit}`);
}

export async function countEnquiries(tx: Tx, filter: EnquiryFilter): Promise<number> {
  const row = await tx.one(
    sql<{ count: number }>`select count(*) as count from enquiries.enquiry e where ${conditions(tx, filter)}`,
  );
  return row.count;
}

export function countByStatus(
  tx: Tx,
  filter: EnquiryFilter,
): Promise<{ status: StatusCode; count: number; late: number }[]> {
  return tx.rows(sql<{ status: StatusCode; count: number; late: number }>`
    select e.status, count(*) as count, count(*) filter (where e.open and e.action_window_to < ${at(tx.now)}) as late
    from enquiries.enquiry e where ${conditions(tx, filter)} group by e.status`);
}

function conditions(tx: Tx, filter: EnquiryFilter): Sql {
  const found: Sql[] = [sql`e.org_id = ${tx.orgId}`];
  const among = (column: Sql, values: readonly string[] | undefined, type: 'text' | 'uuid' = 'text') => {
    if (values) found.push(sql`${column} = any(${values}::${sql.raw(type)}[])`);
  };
  among(sql`e.status`, filter.status);
  if (filter.stage) {
    found.push(sql`e.status in (select s.code from enquiries.status s where s.stage = any(${filter.stage}::text[]))`);
  }
  if (filter.owner && filter.unowned) {
    found.push(sql`(e.owner_id is null or e.owner_id = any(${filter.owner}::uuid[]))`);
  } else if (filter.unowned) found.push(sql`e.owner_id is null`);
  else among(sql`e.owner_id`, filter.owner, 'uuid');
  among(sql`e.team_id`, filter.team, 'uuid');
  among(sql`e.site_id`, filter.site, 'uuid');
  among(sql`e.source_channel`, filter.sourceChannel);
  if (filter.interest) found.push(sql`e.interests && ${filter.interest}::text[]`);
  among(sql`e.likelihood`, filter.likelihood);
  if (filter.holdReason) found.push(sql`e.hold_reasons && ${filter.holdReason}::text[]`);
  among(sql`e.patient_kind`, filter.patientKind);
  if (filter.cohortMonth) found.push(sql`e.cohort_month = ${filter.cohortMonth}`);
  if (filter.receivedFrom) found.push(sql`e.received_on >= ${filter.receivedFrom}::date`);
  if (filter.receivedTo) found.push(sql`e.received_on <= ${filter.receivedTo}::date`);
  if (filter.personId) found.push(sql`e.person_id = ${filter.personId}`);
  if (filter.personIds) found.push(sql`e.person_id = any(${filter.personIds}::uuid[])`);
  if (filter.open !== undefined) found.push(filter.open ? sql`e.open` : sql`not e.open`);
  if (filter.late !== undefined) {
    const late = sql`(e.open and e.action_window_to < ${at(tx.now)})`;
    found.push(filter.late ? late : sql`not ${late}`);
  }
  return all(found);
}
