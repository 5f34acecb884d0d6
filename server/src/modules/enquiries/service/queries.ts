import type {
  EnquiryCounts,
  EnquiryQuery,
  HistoryQuery,
  HoldProposalInput,
  StatusCode,
  StatusEvent,
} from '@anbu/contract';
import { STATUS_CODES, commaList } from '@anbu/contract';
import type { z } from 'zod';
import type { CalendarDay, CalendarMonth } from '../../../kernel/calendar-day.ts';
import { isId, type Id } from '../../../kernel/ids.ts';
import { formatInstant, instant } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import { dayOf } from '../../../kernel/zoned-time.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { CursorInstant } from '../../../platform/keyset.ts';
import { defaultSite, findSite } from '../../identity/index.ts';
import { knownPersons, mayReadPeople, peopleRead, regionHere, searchPersonIds } from '../../people/index.ts';
import { proposeRecontactOn } from '../rules/index.ts';
import type { EnquiryRecord } from '../store/enquiry-row.ts';
import { findEnquiry } from '../store/enquiry-store.ts';
import { listStatusEvents } from '../store/history-store.ts';
import type { ListName } from '../store/list-item-store.ts';
import { STATUSES } from '../vocabulary.ts';
import {
  countByStatus,
  listEnquiries,
  listMarked,
  type EnquiryCursor,
  type EnquiryFilter,
  type EnquiryListing,
  type EnquirySort,
} from '../store/list-store.ts';
import { itemsOf } from './lists.ts';
import { currentPresets } from './presets.ts';
import { readInstant } from './request.ts';

/** Persons that a search on the board may find at most; a longer name narrows it. */
const MOST_PERSONS = 1_000;
/** So many rows of an order are read before an interest counts as rare. */
const NEAR = 1_000;
/** Up to so many enquiries of an interest are looked up by their ids; what more have is met soon enough in any order. */
const MOST_MARKED = 2_000;

export type EnquiryList = {
  readonly records: EnquiryRecord[];
  readonly nextCursor: string | null;
  readonly total?: number;
};

/** One page of the board. Refuses what `readFilter` refuses, and field.format on `cursor`. */
export async function findEnquiries(tx: Tx, query: EnquiryQuery): Promise<Outcome<EnquiryList>> {
  const filter = await readFilter(tx, query);
  if (!filter.ok) return filter;
  const cursor = readCursor(query.cursor, query.sort);
  if (!cursor.ok) return cursor;
  const { sort, limit } = query;
  const records = await pageOf(tx, { filter: filter.value, sort, after: cursor.value, limit: limit + 1 });
  const more = records.length > limit;
  const page = more ? records.slice(0, limit) : records;
  const last = page.at(-1);
  const nextCursor = more && last ? writeCursor(sort, last) : null;
  if (!query.total) return ok({ records: page, nextCursor });
  return ok({ records: page, nextCursor, total: await countAll(tx, filter.value) });
}

/** Frequent interests are met on the way; rare ones are looked up: who walks an order in search of them walks all of it. */
async function pageOf(tx: Tx, listing: EnquiryListing): Promise<EnquiryRecord[]> {
  const { filter, limit } = listing;
  if (!filter.interest && !filter.holdReason) return listEnquiries(tx, listing);
  const near = await listEnquiries(tx, listing, NEAR);
  if (near.length === limit) return near;
  return listEnquiries(tx, { ...listing, filter: await withFewMarked(tx, filter) });
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
): Promise<Outcome<z.input<typeof EnquiryCounts>>> {
  const filter = await readFilter(tx, query);
  if (!filter.ok) return filter;
  const { personIds = [], personId } = filter.value;
  peopleRead(tx, personId ? [...personIds, ...(await knownPersons(tx, [personId]))] : personIds);
  const counts = await countByStatus(tx, await withFewMarked(tx, filter.value));
  const statuses = counts.toSorted((a, b) => STATUS_CODES.indexOf(a.status) - STATUS_CODES.indexOf(b.status));
  return ok({ statuses, late: statuses.reduce((sum, { late }) => sum + late, 0) });
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

/** Refuses 403 `request.forbidden` for a search by who may not read people: a hit tells whose the name or number is. By field ids that are none. */
async function readFilter(tx: Tx, query: EnquiryQuery): Promise<Outcome<EnquiryFilter>> {
  const text = query.q?.trim() ?? '';
  if (text !== '' && !mayReadPeople(tx)) return refuse('request.forbidden', { permission: 'people.read' }, 403);
  const owners = listOf(query.owner);
  const owner = owners
    ?.filter((value) => value !== 'none')
    .map((value) => (value === 'me' ? (tx.actor.userId ?? '') : value))
    .filter((value) => value !== '');
  const filter: EnquiryFilter = {
    ...given('status', statusesOf(query)),
    ...given('owner', owner),
    ...given('team', listOf(query.team)),
    ...given('site', listOf(query.site)),
    ...given('sourceChannel', listOf(query.sourceChannel)),
    ...given('interest', listOf(query.interest)),
    ...given('likelihood', listOf(query.likelihood)),
    ...given('holdReason', listOf(query.holdReason)),
    ...given('patientKind', listOf(query.patientKind)),
    // The contract has checked that they are a month and days of the calendar.
    ...given('cohortMonth', query.cohortMonth as CalendarMonth | undefined),
    ...given('receivedFrom', query.receivedFrom as CalendarDay | undefined),
    ...given('receivedTo', query.receivedTo as CalendarDay | undefined),
    ...given('personId', query.personId),
    ...given('open', query.open),
    ...given('late', query.late),
    ...(owners?.includes('none') ? { unowned: true } : {}),
    ...(text === '' ? {} : { personIds: await searchPersonIds(tx, text, MOST_PERSONS, await regionHere(tx)) }),
  };
  const ids = (['owner', 'team', 'site'] as const).flatMap((field) =>
    (filter[field] ?? []).every(isId) ? [] : [{ field, code: 'field.format', params: { expected: 'uuid' } }],
  );
  const errors = [
    ...ids,
    ...(await unknownCodes(tx, 'source_channel', 'sourceChannel', filter.sourceChannel)),
    ...(await unknownCodes(tx, 'interest', 'interest', filter.interest)),
  ];
  return errors.length > 0 ? refuseFields(errors) : ok(filter);
}

/** The statuses that are asked for, by their codes and by their stages; what is no status is nobody's. */
function statusesOf(query: EnquiryQuery): StatusCode[] | undefined {
  const codes = listOf(query.status);
  const stages = listOf(query.stage);
  if (!codes && !stages) return undefined;
  return STATUSES.filter(({ code, stage }) => (codes?.includes(code) ?? true) && (stages?.includes(stage) ?? true)).map(
    ({ code }) => code,
  );
}

/** With the ids of all that have the interest or reason that is asked for, where they are few. */
async function withFewMarked(tx: Tx, filter: EnquiryFilter): Promise<EnquiryFilter> {
  for (const kind of ['interest', 'holdReason'] as const) {
    const codes = filter[kind];
    if (!codes) continue;
    const ids = await listMarked(tx, kind, codes, MOST_MARKED + 1);
    if (ids.length <= MOST_MARKED) return { ...filter, ids };
  }
  return filter;
}

function given<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}

function listOf(value: string | string[] | undefined): string[] | undefined {
  const parts = value === undefined ? [] : commaList(value);
  return parts.length > 0 ? parts : undefined;
}

/** Codes that the organisation never had, as errors that name those it has. */
async function unknownCodes(tx: Tx, list: ListName, field: string, asked: readonly string[] | undefined) {
  if (!asked) return [];
  const allowed = (await itemsOf(tx, list)).map(({ code }) => code);
  return asked.every((code) => allowed.includes(code))
    ? []
    : [{ field, code: 'field.not_allowed', params: { allowed } }];
}

const CURSOR_FIELDS = {
  '-receivedAt': 'receivedAt',
  receivedAt: 'receivedAt',
  dueAt: 'actionDueAt',
  '-statusSince': 'statusSince',
} as const satisfies Record<EnquirySort, keyof EnquiryRecord>;

function writeCursor(sort: EnquirySort, record: EnquiryRecord): string {
  return Buffer.from(JSON.stringify([sort, record[CURSOR_FIELDS[sort]], record.id])).toString('base64url');
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
