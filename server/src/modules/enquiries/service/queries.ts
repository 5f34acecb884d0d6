import type { EnquiryCounts, EnquiryQuery, HistoryQuery, HoldProposalInput, StatusEvent } from '@anbu/contract';
import { STATUS_CODES, commaList } from '@anbu/contract';
import type { z } from 'zod';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
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
import {
  countByStatus,
  countEnquiries,
  listEnquiries,
  type EnquiryCursor,
  type EnquiryFilter,
  type EnquirySort,
} from '../store/list-store.ts';
import { itemsOf } from './lists.ts';
import { currentPresets } from './presets.ts';
import { readInstant } from './request.ts';

/** Persons that a search on the board may find at most; a longer name narrows it. */
const MOST_PERSONS = 1_000;

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
  const records = await listEnquiries(tx, filter.value, query.sort, cursor.value, query.limit + 1);
  const more = records.length > query.limit;
  const page = more ? records.slice(0, query.limit) : records;
  const last = page.at(-1);
  const nextCursor = more && last ? writeCursor(query.sort, last) : null;
  if (!query.total) return ok({ records: page, nextCursor });
  return ok({ records: page, nextCursor, total: await countEnquiries(tx, filter.value) });
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
  const statuses = await countByStatus(tx, filter.value);
  statuses.sort((a, b) => STATUS_CODES.indexOf(a.status) - STATUS_CODES.indexOf(b.status));
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
    ...given('status', listOf(query.status)),
    ...given('stage', listOf(query.stage)),
    ...given('owner', owner),
    ...given('team', listOf(query.team)),
    ...given('site', listOf(query.site)),
    ...given('sourceChannel', listOf(query.sourceChannel)),
    ...given('interest', listOf(query.interest)),
    ...given('likelihood', listOf(query.likelihood)),
    ...given('holdReason', listOf(query.holdReason)),
    ...given('patientKind', listOf(query.patientKind)),
    ...given('cohortMonth', query.cohortMonth),
    ...given('receivedFrom', query.receivedFrom),
    ...given('receivedTo', query.receivedTo),
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
