import type {
  EnquiryCounts,
  EnquiryQuery,
  EnquirySort,
  HistoryQuery,
  HoldProposalInput,
  StatusEvent,
} from '@anbu/contract';
import { STATUS_CODES } from '@anbu/contract';
import type { z } from 'zod';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import { isId, type Id } from '../../../kernel/ids.ts';
import { formatInstant, instant } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import { dayOf } from '../../../kernel/zoned-time.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { CursorInstant } from '../../../platform/keyset.ts';
import { defaultSite, findSite } from '../../identity/index.ts';
import { knownPersons, mayReadPeople, peopleRead } from '../../people/index.ts';
import { proposeRecontactOn } from '../rules/index.ts';
import type { EnquiryRecord } from '../store/enquiry-row.ts';
import { findEnquiry } from '../store/enquiry-store.ts';
import { listStatusEvents } from '../store/history-store.ts';
import {
  areFrequent,
  countByStatus,
  findReach,
  listEnquiries,
  listMarked,
  sumOfClosed,
  type EnquiryCursor,
  type EnquiryListing,
} from '../store/list-store.ts';
import { asksEach, isBounded, walks, type EnquiryFilter } from '../store/list-filter-store.ts';
import { readFilter } from './read-filter.ts';
import { currentPresets } from './presets.ts';
import { readInstant } from './request.ts';

/** So many rows of an order are read before an interest counts as rare. */
const NEAR = 1_000;
/** With so many among those, it is: no use to collect all that have it. */
const FREQUENT = 20;
/** So many rows of an order one page looks at for what no index knows. */
const FAR = 20_000;
/** So many closed ones are looked at for a count that no index knows. */
const MOST_WALKED = 100_000;
/** Up to so many enquiries of an interest are looked up by their ids; what more have is met soon enough in any order. */
const MOST_MARKED = 2_000;

export type EnquiryList = {
  readonly records: EnquiryRecord[];
  readonly nextCursor: string | null;
  readonly total?: number;
};

/** One page of the board. Refuses what `readFilter` refuses, and field.format on `cursor`. */
export async function findEnquiries(tx: Tx, query: EnquiryQuery, far = FAR): Promise<Outcome<EnquiryList>> {
  const filter = await readFilter(tx, query);
  if (!filter.ok) return filter;
  const cursor = readCursor(query.cursor, query.sort);
  if (!cursor.ok) return cursor;
  const { sort, limit } = query;
  const { records, reached } = await pageOf(
    tx,
    { filter: filter.value, sort, after: cursor.value, limit: limit + 1 },
    far,
  );
  const more = records.length > limit;
  const page = more ? records.slice(0, limit) : records;
  const last = page.at(-1);
  const nextCursor = more && last ? cursorAfter(sort, last) : reached && writeCursor(sort, reached);
  if (!query.total) return ok({ records: page, nextCursor });
  return ok({ records: page, nextCursor, total: await countAll(tx, filter.value) });
}

/** `reached`: so far was looked, and there is more behind it. */
type Found = { readonly records: EnquiryRecord[]; readonly reached: EnquiryCursor | null };

/**
 * Frequent interests are met on the way; rare ones are looked up: who walks an order in search of them walks all of it. What cannot be looked up is
 * sought among so many rows a page, which may then be short or empty and yet have a next one.
 */
async function pageOf(tx: Tx, listing: EnquiryListing, far: number): Promise<Found> {
  const { filter, limit } = listing;
  const walked = walks(filter).length > 0 && listing.sort !== 'dueAt' && !isBounded(filter);
  const marked = filter.interest !== undefined || filter.holdReason !== undefined;
  if (!walked && !marked) return { records: await listEnquiries(tx, listing), reached: null };
  const near = await listEnquiries(tx, listing, Math.min(NEAR, far));
  if (near.length === limit) return { records: near, reached: null };
  if (!walked) {
    return { records: await listEnquiries(tx, { ...listing, filter: await withFewMarked(tx, filter) }), reached: null };
  }
  const records = await listEnquiries(tx, listing, far);
  return { records, reached: records.length === limit ? null : await findReach(tx, listing, far) };
}

/** The same sum as that of the counts by status. `dueAt` shows open ones only, and the total is of all. */
async function countAll(tx: Tx, filter: EnquiryFilter): Promise<number> {
  return (await countByStatus(tx, await withFewMarked(tx, filter))).reduce((sum, { count }) => sum + count, 0);
}

/**
 * Counts by status under the same filters, in the order of the statuses, those with none left out. Who asks about persons, by a number or a name,
 * learns of them by a count too: that leaves the line of a read. Refuses what `readFilter` refuses.
 */
export async function countEnquiriesByStatus(
  tx: Tx,
  query: EnquiryQuery,
  mostWalked = MOST_WALKED,
): Promise<Outcome<z.input<typeof EnquiryCounts>>> {
  const filter = await readFilter(tx, query);
  if (!filter.ok) return filter;
  const { personIds = [], personId } = filter.value;
  peopleRead(tx, personId ? [...personIds, ...(await knownPersons(tx, [personId]))] : personIds);
  const few = await withFewMarked(tx, filter.value);
  const closedCounted = !asksEach(few) || isBounded(few) || (await sumOfClosed(tx)) <= mostWalked;
  const counts = await countByStatus(tx, few, closedCounted);
  const statuses = counts.toSorted((a, b) => STATUS_CODES.indexOf(a.status) - STATUS_CODES.indexOf(b.status));
  return ok({ statuses, late: statuses.reduce((sum, { late }) => sum + late, 0), closedCounted });
}

/** Ids of what filters of the board show, up to `most`. Refuses what `readFilter` refuses; a search for persons leaves the line of a read. */
export async function findOpenIds(tx: Tx, asked: EnquiryQuery, most: number): Promise<Outcome<Id[]>> {
  const filter = await readFilter(tx, asked);
  if (!filter.ok) return filter;
  peopleRead(tx, filter.value.personIds ?? []);
  const { records } = await pageOf(tx, { filter: filter.value, sort: 'dueAt', after: null, limit: most }, FAR);
  return ok(records.map(({ id }) => id));
}

export async function getEnquiry(tx: Tx, id: Id): Promise<Outcome<EnquiryRecord>> {
  const record = await findEnquiry(tx, id);
  return record ? ok(record) : notFound('enquiry');
}

/** Every status event as it was known at `recordedAt`, of those valid at `validAt` (P8); the words of a reason for who may read people. */
export async function statusHistory(
  tx: Tx,
  id: Id,
  query: z.infer<typeof HistoryQuery>,
): Promise<Outcome<z.input<typeof StatusEvent>[]>> {
  const recordedAt = query.recordedAt ? readInstant(query.recordedAt, 'recordedAt') : ok(null);
  if (!recordedAt.ok) return recordedAt;
  const validAt = query.validAt ? readInstant(query.validAt, 'validAt') : ok(null);
  if (!validAt.ok) return validAt;
  const enquiry = await findEnquiry(tx, id);
  if (!enquiry) return notFound('enquiry');
  peopleRead(tx, [enquiry.personId]);
  const readsPeople = mayReadPeople(tx);
  const events = await listStatusEvents(tx, id, recordedAt.value);
  const voidedAt = new Map(events.flatMap((event) => (event.voids ? [[event.voids, event.recordedAt] as const] : [])));
  const limit = validAt.value;
  return ok(
    events
      .filter((event) => limit === null || event.validAt <= limit)
      .map((event) => ({
        id: event.id,
        from: event.from,
        to: event.to,
        by: event.userId,
        byRule: event.byRule,
        at: formatInstant(event.recordedAt),
        validAt: formatInstant(event.validAt),
        reason: reasonOf(readsPeople ? event : { ...event, reasonText: null }),
        voidedAt: voidedAt.has(event.id) ? formatInstant(voidedAt.get(event.id)!) : null,
      })),
  );
}

function reasonOf(event: { byRule: string | null; reasonCode: string | null; reasonText: string | null; to: string }) {
  if (event.reasonText)
    return { code: event.reasonCode ?? event.byRule ?? 'other', params: {}, text: event.reasonText };
  if (event.reasonCode && event.to === 'DECLINED') {
    return { code: `enquiries.declined.${event.reasonCode}`, params: {}, text: '' };
  }
  return event.byRule ? { code: event.byRule, params: {}, text: '' } : null;
}

/** The day that the reasons of a hold propose, at the site. Spec: domain §4. */
export async function proposeHold(
  tx: Tx,
  input: z.infer<typeof HoldProposalInput>,
): Promise<Outcome<{ recontactOn: string }>> {
  const site = input.site ? await findSite(tx, input.site) : await defaultSite(tx);
  if (!site) return refuseFields([{ field: 'site', code: 'enquiries.site_unknown', params: {} }]);
  const today = dayOf(site.timeZone, tx.now);
  // The contract has checked that it is a day of the calendar.
  const statedOn = (input.statedOn as CalendarDay | undefined) ?? null;
  const recontactOn = proposeRecontactOn(input.reasons, (await currentPresets(tx)).hold, today, statedOn);
  if (recontactOn === null) return refuse('enquiries.field_required', { field: 'reasons' });
  return ok({ recontactOn: recontactOn < today ? today : recontactOn });
}

/** With the ids of all that have the interest or reason that is asked for, where they are few. */
async function withFewMarked(tx: Tx, filter: EnquiryFilter): Promise<EnquiryFilter> {
  for (const kind of ['interest', 'holdReason'] as const) {
    const codes = filter[kind];
    if (!codes) continue;
    // Their index collects all of them before it gives the first.
    if (await areFrequent(tx, { [kind]: codes }, { least: FREQUENT, of: NEAR })) continue;
    const ids = await listMarked(tx, kind, codes, MOST_MARKED + 1);
    if (ids.length <= MOST_MARKED) return { ...filter, ids };
  }
  return filter;
}

const CURSOR_FIELDS = {
  '-receivedAt': 'receivedAt',
  receivedAt: 'receivedAt',
  dueAt: 'actionDueAt',
  '-statusSince': 'statusSince',
  statusSince: 'statusSince',
} as const satisfies Record<EnquirySort, keyof EnquiryRecord>;

function cursorAfter(sort: EnquirySort, record: EnquiryRecord): string {
  return writeCursor(sort, { value: record[CURSOR_FIELDS[sort]] ?? instant(0), id: record.id });
}

function writeCursor(sort: EnquirySort, { value, id }: EnquiryCursor): string {
  return Buffer.from(JSON.stringify([sort, value, id])).toString('base64url');
}

/** Refuses field.format on a cursor that is not ours or belongs to another order. */
export function readCursor(text: string | undefined, sort: EnquirySort): Outcome<EnquiryCursor | null> {
  if (text === undefined) return ok(null);
  const wrong = refuseFields([{ field: 'cursor', code: 'field.format', params: { expected: 'cursor' } }]);
  try {
    const [of, value, id] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown[];
    if (of !== sort || !CursorInstant.safeParse(value).success || typeof id !== 'string' || !isId(id)) return wrong;
    return ok({ value: instant(value as number), id });
  } catch {
    return wrong;
  }
}
