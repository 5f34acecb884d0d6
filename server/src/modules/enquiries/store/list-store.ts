import type { EnquiryQuery, StatusCode } from '@anbu/contract';
import { addDays, dayNumber, firstDayOf, type CalendarDay, type CalendarMonth } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import { DAY, HOUR, instant, type Instant } from '../../../kernel/instant.ts';
import { all, at, sql, type Sql, type Tx } from '../../../platform/db/index.ts';
import { isOpenStatus } from '../vocabulary.ts';
import { enquiryColumns, type EnquiryRecord } from './enquiry-row.ts';

/** Filters of the board with everything resolved: stages as statuses, persons found, `me` replaced. */
export type EnquiryFilter = Partial<
  Record<
    'owner' | 'team' | 'site' | 'sourceChannel' | 'interest' | 'likelihood' | 'holdReason' | 'patientKind',
    readonly string[]
  >
> &
  Partial<Pick<EnquiryQuery, 'personId' | 'open' | 'late'>> & {
    readonly status?: readonly StatusCode[];
    readonly cohortMonth?: CalendarMonth;
    readonly receivedFrom?: CalendarDay;
    readonly receivedTo?: CalendarDay;
    readonly personIds?: readonly Id[];
    /** All that have the interests or the reasons that are asked for, where they are few. */
    readonly ids?: readonly Id[];
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

export type EnquiryListing = {
  readonly filter: EnquiryFilter;
  readonly sort: EnquirySort;
  readonly after: EnquiryCursor | null;
  readonly limit: number;
};

/**
 * One keyset page in the order of `sort`, then id. `dueAt` leaves closed ones out: they are due never. With `within` only so many next ones are
 * asked for their interests and reasons of a hold: a full page of them is the page, less than one says nothing of those behind.
 */
export function listEnquiries(tx: Tx, listing: EnquiryListing, within: number | null = null): Promise<EnquiryRecord[]> {
  const { filter, sort, after, limit } = listing;
  const { column, descending } = SORTS[sort];
  const from = after && [at(after.value), after.id];
  const position = from
    ? descending
      ? sql`(${column}, e.id) < (${from[0]}::timestamptz, ${from[1]}::uuid)`
      : sql`(${column}, e.id) > (${from[0]}::timestamptz, ${from[1]}::uuid)`
    : sql`true`;
  const order = descending ? sql`${column} desc, e.id desc` : sql`${column}, e.id`;
  const plain = all([...conditions(tx, filter, sort === 'dueAt'), position]);
  const marked = all(marks(filter));
  if (within !== null) {
    return tx.rows(sql<EnquiryRecord>`
      select ${enquiryColumns} from (
        select * from enquiries.enquiry e where ${plain} order by ${order} limit ${within}
      ) e where ${marked} order by ${order} limit ${limit}`);
  }
  const rest = sql`where ${plain} and ${marked} order by ${order} limit ${limit}`;
  if (sort !== 'dueAt' && !isOfOpen(filter)) {
    return tx.rows(sql<EnquiryRecord>`select ${enquiryColumns} from enquiries.enquiry e ${rest}`);
  }
  // First the ids: what the indexes of open ones hold, they filter and order without a look at the table.
  return tx.rows(sql<EnquiryRecord>`
    select ${enquiryColumns} from enquiries.enquiry e
    where e.org_id = ${tx.orgId} and e.id = any(array(select e.id from enquiries.enquiry e ${rest})) order by ${order}`);
}

export type StatusCount = { readonly status: StatusCode; readonly count: number; readonly late: number };

/**
 * How many of each status; late ones are open. Closed ones of nothing but a status stand in `closed_count`, kept in the transactions that write,
 * so that the sum is that of the rows of the same moment.
 */
export function countByStatus(tx: Tx, filter: EnquiryFilter): Promise<StatusCount[]> {
  const closed = isOfStatusAlone(filter)
    ? sql`select c.status, sum(c.change) as count, 0 as late from enquiries.closed_count c
        where c.org_id = ${tx.orgId} and ${filter.status ? sql`c.status = any(${filter.status}::text[])` : sql`true`}
        group by c.status having sum(c.change) <> 0`
    : sql`select e.status, count(*) as count, 0 as late from enquiries.enquiry e
        where ${all([...conditions(tx, filter), ...marks(filter)])} and not e.open group by e.status`;
  const open = sql`
    select e.status, count(*) as count, count(*) filter (where ${isLate(tx)}) as late
    from enquiries.enquiry e where ${all([...conditions(tx, filter, true), ...marks(filter)])} group by e.status`;
  if (isOfOpen(filter)) return tx.rows(sql<StatusCount>`${open}`);
  return tx.rows(sql<StatusCount>`${filter.open === false ? closed : sql`${open} union all ${closed}`}`);
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

function isOfStatusAlone(filter: EnquiryFilter): boolean {
  return Object.keys(filter).every((key) => key === 'status' || key === 'open');
}

/** Whether only open ones can be meant: then the indexes of open ones are enough. */
function isOfOpen({ open, late, status }: EnquiryFilter): boolean {
  return open === true || late === true || (status !== undefined && status.every(isOpenStatus));
}

/** Of an open one. */
function isLate(tx: Tx): Sql {
  return sql`(e.action_window_to < ${at(tx.now)}::timestamptz)`;
}

/** Lists of a row: no order helps to find them. */
function marks({ interest, holdReason }: EnquiryFilter): Sql[] {
  return [
    ...(interest ? [sql`e.interests && ${interest}::text[]`] : []),
    ...(holdReason ? [sql`e.hold_reasons && ${holdReason}::text[]`] : []),
  ];
}

function conditions(tx: Tx, filter: EnquiryFilter, openOnes = false): Sql[] {
  const found: Sql[] = [sql`e.org_id = ${tx.orgId}`];
  const among = (column: Sql, values: readonly string[] | undefined, type: 'text' | 'uuid' = 'text') => {
    if (!values) return;
    const as = sql.raw(type);
    // One value is walked in the order of its index; of several the order is not known.
    found.push(values.length === 1 ? sql`${column} = ${values[0]}::${as}` : sql`${column} = any(${values}::${as}[])`);
  };
  const open = openOnes || isOfOpen(filter);
  if (open) found.push(sql`e.open`);
  if (filter.open === false) found.push(open ? sql`false` : sql`not e.open`);
  among(sql`e.status`, open ? filter.status?.filter(isOpenStatus) : filter.status);
  if (filter.owner && filter.unowned) {
    found.push(sql`(e.owner_id is null or e.owner_id = any(${filter.owner}::uuid[]))`);
  } else if (filter.unowned) found.push(sql`e.owner_id is null`);
  else among(sql`e.owner_id`, filter.owner, 'uuid');
  among(sql`e.team_id`, filter.team, 'uuid');
  among(sql`e.site_id`, filter.site, 'uuid');
  among(sql`e.source_channel`, filter.sourceChannel);
  among(sql`e.likelihood`, filter.likelihood);
  among(sql`e.patient_kind`, filter.patientKind);
  among(sql`e.id`, filter.ids, 'uuid');
  if (filter.cohortMonth) {
    const first = firstDayOf(filter.cohortMonth);
    found.push(sql`e.cohort_month = ${filter.cohortMonth}`, ...arrivedWithin(first, addDays(first, 30)));
  }
  if (filter.receivedFrom) found.push(sql`e.received_on >= ${filter.receivedFrom}::date`);
  if (filter.receivedTo) found.push(sql`e.received_on <= ${filter.receivedTo}::date`);
  found.push(...arrivedWithin(filter.receivedFrom, filter.receivedTo));
  if (filter.personId) found.push(sql`e.person_id = ${filter.personId}`);
  if (filter.personIds) found.push(sql`e.person_id = any(${filter.personIds}::uuid[])`);
  if (filter.late === true) found.push(isLate(tx));
  if (filter.late === false) found.push(open ? sql`not ${isLate(tx)}` : sql`not (e.open and ${isLate(tx)})`);
  return found;
}

/** Days are those of the site. Somewhere on earth they begin 14 hours before and end 12 hours after those of UTC: so far the order of arrival is walked. */
function arrivedWithin(from: CalendarDay | undefined, to: CalendarDay | undefined): Sql[] {
  const bounds: Sql[] = [];
  if (from) bounds.push(sql`e.received_at >= ${at(instant(dayNumber(from) * DAY - 14 * HOUR))}::timestamptz`);
  if (to) bounds.push(sql`e.received_at < ${at(instant((dayNumber(to) + 1) * DAY + 12 * HOUR))}::timestamptz`);
  return bounds;
}
