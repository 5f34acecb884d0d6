import type { EnquirySort, StatusCode } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { all, at, sql, type Sql, type Tx } from '../../../platform/db/index.ts';
import { enquiryColumns, type EnquiryRecord } from './enquiry-row.ts';
import {
  conditions,
  isLate,
  isOfOpen,
  isOfStatusAlone,
  marks,
  walks,
  type EnquiryFilter,
} from './list-filter-store.ts';

export type EnquiryCursor = { readonly value: Instant; readonly id: Id };

const SORTS: Record<EnquirySort, { column: Sql; descending: boolean }> = {
  '-receivedAt': { column: sql`e.received_at`, descending: true },
  receivedAt: { column: sql`e.received_at`, descending: false },
  dueAt: { column: sql`e.action_due_at`, descending: false },
  '-statusSince': { column: sql`e.status_since`, descending: true },
  statusSince: { column: sql`e.status_since`, descending: false },
};

export type EnquiryListing = {
  readonly filter: EnquiryFilter;
  readonly sort: EnquirySort;
  readonly after: EnquiryCursor | null;
  readonly limit: number;
};

/**
 * One keyset page in the order of `sort`, then id. `dueAt` leaves closed ones out: they are due never. With `within` only so many next ones are
 * asked for what no index knows: a full page of them is the page, less than one says nothing of those behind.
 */
export function listEnquiries(tx: Tx, listing: EnquiryListing, within: number | null = null): Promise<EnquiryRecord[]> {
  const { filter, sort, after, limit } = listing;
  const { order, plain } = orderOf(tx, { filter, sort, after });
  const marked = all([...marks(filter), ...walks(filter)]);
  if (within !== null) {
    return tx.rows(sql<EnquiryRecord>`
      select ${enquiryColumns} from (
        select * from enquiries.enquiry e where ${plain} order by ${order} limit ${within}
      ) e where ${marked} order by ${order} limit ${limit}`);
  }
  const rest = sql`where ${plain} and ${marked} order by ${order} limit ${limit}`;
  if (isOfMonths(listing)) return tx.rows(ofMonths(tx, listing, marked));
  if (sort !== 'dueAt' && !isOfOpen(filter)) {
    return tx.rows(sql<EnquiryRecord>`select ${enquiryColumns} from enquiries.enquiry e ${rest}`);
  }
  // First the ids: what the indexes of open ones hold, they filter and order without a look at the table.
  return tx.rows(sql<EnquiryRecord>`
    select ${enquiryColumns} from enquiries.enquiry e
    where e.org_id = ${tx.orgId} and e.id = any(array(select e.id from enquiries.enquiry e ${rest})) order by ${order}`);
}

/** By the time in a status, of a span of arrivals: whoever walks that order from its end meets what came in the span last of all. */
function isOfMonths({ filter, sort }: EnquiryListing): boolean {
  const { receivedFrom, receivedTo, cohortMonth, personId, personIds, ids } = filter;
  if (isOfOpen(filter) || cohortMonth || personId || personIds || ids) return false;
  return (
    (sort === 'statusSince' || sort === '-statusSince') && (receivedFrom !== undefined || receivedTo !== undefined)
  );
}

/** The first of each month of the span, which an index holds in this order; of these the first. */
function ofMonths(tx: Tx, { filter, sort, after, limit }: EnquiryListing, marked: Sql): Sql<EnquiryRecord> {
  const { order, plain, column } = orderOf(tx, { filter, sort, after });
  const { receivedFrom = null, receivedTo = null } = filter;
  const first = sql`(select min(e.cohort_month) from enquiries.enquiry e where e.org_id = ${tx.orgId})`;
  return sql<EnquiryRecord>`
    select ${enquiryColumns} from enquiries.enquiry e
    where e.org_id = ${tx.orgId} and e.id = any(array(
      select e.id
      from generate_series(greatest(date_trunc('month', ${receivedFrom}::date::timestamp), (${first} || '-01')::timestamp),
        coalesce(${receivedTo}::date::timestamp, ${at(tx.now)}::timestamptz at time zone 'UTC' + interval '1 day'), interval '1 month') as m (month)
      cross join lateral (
        select e.id, ${column} from enquiries.enquiry e
        where ${plain} and e.cohort_month = to_char(m.month, 'YYYY-MM')::char(7) and ${marked} order by ${order} limit ${limit}
      ) e
      order by ${order} limit ${limit}))
    order by ${order}`;
}

function orderOf(
  tx: Tx,
  { filter, sort, after }: Omit<EnquiryListing, 'limit'>,
): { order: Sql; plain: Sql; column: Sql } {
  const { column, descending } = SORTS[sort];
  const from = after && [at(after.value), after.id];
  const position = from
    ? descending
      ? sql`(${column}, e.id) < (${from[0]}::timestamptz, ${from[1]}::uuid)`
      : sql`(${column}, e.id) > (${from[0]}::timestamptz, ${from[1]}::uuid)`
    : sql`true`;
  return {
    column,
    order: descending ? sql`${column} desc, e.id desc` : sql`${column}, e.id`,
    plain: all([...conditions(tx, filter, sort === 'dueAt'), position]),
  };
}

/** The last of the `within` rows that `listEnquiries` looked at; null where there were not so many. */
export function findReach(
  tx: Tx,
  listing: Omit<EnquiryListing, 'limit'>,
  within: number,
): Promise<EnquiryCursor | null> {
  const { order, plain, column } = orderOf(tx, listing);
  return tx.maybe(sql<EnquiryCursor>`
    select ${column} as value, e.id from enquiries.enquiry e where ${plain} order by ${order} offset ${within - 1} limit 1`);
}

export type StatusCount = { readonly status: StatusCode; readonly count: number; readonly late: number };

/**
 * How many of each status; late ones are open. Closed ones of nothing but a status stand in `closed_count`, kept in the transactions that write,
 * so that the sum is that of the rows of the same moment. `withClosed` false: open ones alone, unless closed ones are asked for.
 */
export function countByStatus(tx: Tx, filter: EnquiryFilter, withClosed = true): Promise<StatusCount[]> {
  const closed = isOfStatusAlone(filter)
    ? sql`select c.status, sum(c.change) as count, 0 as late from enquiries.closed_count c
        where c.org_id = ${tx.orgId} and ${filter.status ? sql`c.status = any(${filter.status}::text[])` : sql`true`}
        group by c.status having sum(c.change) <> 0`
    : sql`select e.status, count(*) as count, 0 as late from enquiries.enquiry e
        where ${all([...conditions(tx, filter), ...marks(filter), ...walks(filter)])} and not e.open group by e.status`;
  const open = sql`
    select e.status, count(*) as count, count(*) filter (where ${isLate(tx)}) as late
    from enquiries.enquiry e
    where ${all([...conditions(tx, filter, true), ...marks(filter), ...walks(filter)])} group by e.status`;
  if (isOfOpen(filter) || (!withClosed && filter.open !== false)) return tx.rows(sql<StatusCount>`${open}`);
  return tx.rows(sql<StatusCount>`${filter.open === false ? closed : sql`${open} union all ${closed}`}`);
}

/** How many closed ones there are. */
export async function sumOfClosed(tx: Tx): Promise<number> {
  const { count } = await tx.one(sql<{ count: number }>`
    select coalesce(sum(c.change), 0) as count from enquiries.closed_count c where c.org_id = ${tx.orgId}`);
  return count;
}

/** Whether at least `least` of the newest `of` have one of the interests, or reasons of a hold. */
export async function areFrequent(
  tx: Tx,
  filter: Pick<EnquiryFilter, 'interest' | 'holdReason'>,
  { least, of }: { readonly least: number; readonly of: number },
): Promise<boolean> {
  const row = await tx.one(sql<{ frequent: boolean }>`
    select count(*) >= ${least} as frequent from (
      select e.interests, e.hold_reasons from enquiries.enquiry e
      where e.org_id = ${tx.orgId} order by e.received_at desc, e.id desc limit ${of}) e
    where ${all(marks(filter))}`);
  return row.frequent;
}

/** Up to `most` of those that have one of the interests, or reasons of a hold, in no order. */
export async function listMarked(
  tx: Tx,
  kind: 'interest' | 'holdReason',
  codes: readonly string[],
  most: number,
): Promise<Id[]> {
  const rows = await tx.rows(sql<{ id: Id }>`
    select m.id from enquiries.marked(${kind === 'interest' ? '.' : '!'}, ${codes}::text[], ${most}) m`);
  return rows.map(({ id }) => id);
}
