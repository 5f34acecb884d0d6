import { TodayTab, type TodayItem, type TodayNext, type TodayQuery, type TodaySummary } from '@anbu/contract';
import { z } from 'zod';
import { addDays, parseDay, type CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import { formatInstant, instant, type Instant } from '../../../kernel/instant.ts';
import { ok, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import { dayOf, instantAt } from '../../../kernel/zoned-time.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { CursorInstant, decodeCursor, encodeCursor } from '../../../platform/keyset.ts';
import {
  countCourse,
  countQueue,
  findPasses,
  findQueue,
  sitePractice,
  takeFirst,
  viewRows,
  type EnquiryRecord,
  type PassCursor,
  type QueueCursor,
  type QueuePart,
  type QueueScope,
} from '../../enquiries/index.ts';
import { defaultSite, placeOfWork } from '../../identity/index.ts';
import { countOf, hoursSoFar, partOf } from '../rules.ts';
import { findDayFigures } from '../store/day-store.ts';

type Item = z.input<typeof TodayItem>;
type Query = z.infer<typeof TodayQuery>;
type Place = { readonly scope: QueueScope; readonly zone: string };
export type QueuedRow = Awaited<ReturnType<typeof findQueue>>[number];
export type QueuePlace = { readonly now: Instant; readonly after: QueueCursor | null };
type Today = { readonly day: CalendarDay; readonly now: Instant; readonly from: Instant; readonly until: Instant };

export type TodayList = { readonly items: Item[]; readonly nextCursor: string | null };

/**
 * The queue of Today: open enquiries whose time is today or past, of the owner and of her pools, in the order of their priority.
 * Refuses field.format on `cursor`.
 */
export async function listToday(tx: Tx, query: Query): Promise<Outcome<TodayList>> {
  const part = partOf(query.tab);
  return part ? listQueued(tx, query, part) : listPasses(tx, query);
}

/** The moment and the place that a cursor names. Refuses field.format on `cursor`. */
export function placeOfCursor(cursor: string | undefined): Outcome<QueuePlace | null> {
  const place = cursor === undefined ? null : readQueueCursor(cursor);
  return cursor !== undefined && !place ? badCursor() : ok(place);
}

/** The caller's own queue from a place on: rows without a view, so that nobody is told of more than what is shown. */
export async function queueFrom(tx: Tx, tab: TodayTab, place: QueuePlace, limit: number): Promise<QueuedRow[]> {
  const part = partOf(tab);
  if (!part) return [];
  const { scope, zone } = await placeOf(tx, 'me', undefined);
  return findQueue(tx, { scope, moment: todayAt(zone, place.now), part, after: place.after, limit });
}

/** How much of the caller's queue is left, and late. */
export async function countOwn(tx: Tx): Promise<{ readonly left: number; readonly late: number }> {
  const { scope, zone } = await placeOf(tx, 'me', undefined);
  const today = todayAt(zone, tx.now);
  const counts = await countQueue(tx, scope, today, today.day);
  return { left: countOf('all', counts), late: countOf('late', counts) };
}

/** The order moves with the minute: the pages after the first are of the moment of the first, so that none is shown twice or left out. */
async function listQueued(tx: Tx, query: Query, part: QueuePart): Promise<Outcome<TodayList>> {
  const cursor = query.cursor === undefined ? null : readQueueCursor(query.cursor);
  if (query.cursor !== undefined && !cursor) return badCursor();
  const { scope, zone } = await placeOf(tx, query.owner, query.team);
  const moment = todayAt(zone, cursor?.now ?? tx.now);
  const found = await findQueue(tx, { scope, moment, part, after: cursor?.after ?? null, limit: query.limit + 1 });
  const shown = found.slice(0, query.limit);
  const last = found.length > query.limit ? shown.at(-1) : undefined;
  return ok({
    items: await viewItems(tx, shown),
    nextCursor: last ? cursorOf(moment.now, last) : null,
  });
}

async function listPasses(tx: Tx, query: Query): Promise<Outcome<TodayList>> {
  const after = query.cursor === undefined ? null : readPassCursor(query.cursor);
  if (query.cursor !== undefined && !after) return badCursor();
  const { scope, zone } = await placeOf(tx, query.owner, query.team);
  const found = await findPasses(tx, scope, dayOf(zone, tx.now), after, query.limit + 1);
  const shown = found.slice(0, query.limit);
  const last = found.length > query.limit ? shown.at(-1) : undefined;
  return ok({
    items: await passItems(tx, shown, zone),
    nextCursor: last?.passDueOn ? encodeCursor([last.passDueOn, last.id]) : null,
  });
}

/**
 * The best item that the caller may take, claimed for her; for a key, which owns nothing, of everybody's. Two callers never get the same, and none is
 * sent away while one is left. Refuses enquiries.users_only.
 */
export async function takeNext(
  tx: Tx,
  input: { team?: Id | undefined; tab?: TodayTab | undefined; after?: Id | undefined },
): Promise<Outcome<z.input<typeof TodayNext>>> {
  const part = partOf(input.tab ?? 'all');
  if (!part) return ok({ item: null });
  const { scope, zone } = await placeOf(tx, 'me', input.team);
  const taken = await takeFirst(tx, { scope, moment: todayAt(zone, tx.now), part }, input.after);
  if (!taken.ok) return taken;
  if (!taken.value) return ok({ item: null });
  const [view] = await viewItems(tx, [{ ...taken.value.record, pool: taken.value.pool }]);
  return ok(view ? { ...view, item: view } : { item: null });
}

export async function summarise(
  tx: Tx,
  owner: Query['owner'],
  team: Id | undefined,
): Promise<z.input<typeof TodaySummary>> {
  const { scope, zone } = await placeOf(tx, owner, team);
  const today = todayAt(zone, tx.now);
  const counts = await countQueue(tx, scope, today, today.day);
  const startOf = (day: CalendarDay) => instantAt(zone, day, 0);
  const figures = await findDayFigures(tx, scope.ownerId, {
    from: today.from,
    to: today.until,
    lastWeekFrom: startOf(addDays(today.day, -7)),
    lastWeekTo: startOf(addDays(today.day, -6)),
  });
  const hours = await hoursToday(tx, today.day);
  const course = await countCourse(tx, scope, today, hours);
  const seconds = figures.firstResponseMedianSeconds;
  return {
    left: countOf('all', counts),
    late: countOf('late', counts),
    doneToday: figures.doneToday,
    firstResponseMedianMinutes: seconds === null ? null : Math.round((seconds / 60) * 10) / 10,
    bookedToday: figures.bookedToday,
    bookedSameDayLastWeek: figures.bookedSameDayLastWeek,
    course: course.map((left, index) => ({ at: formatInstant(hours[index] ?? today.now), left })),
    tabs: TodayTab.options.map((tab) => ({ tab, count: countOf(tab, counts) })),
  };
}

/** The full hours of the main site's day until now. */
async function hoursToday(tx: Tx, day: CalendarDay): Promise<Instant[]> {
  const site = await defaultSite(tx);
  return site ? hoursSoFar(await sitePractice(tx, site.id), day, tx.now) : [];
}

export async function viewItems(
  tx: Tx,
  records: readonly (EnquiryRecord & { readonly pool: boolean })[],
): Promise<Item[]> {
  const rows = await viewRows(tx, records);
  return rows.flatMap((enquiry, index) => {
    const action = enquiry.nextAction;
    if (!action) return [];
    const pool = records[index]?.pool ?? false;
    return [{ enquiry, why: action.reason, dueAt: action.dueAt, late: enquiry.late, pool }];
  });
}

/** Last month's unreached: closed, so without a clock, but with a day on which they are tried once more. */
async function passItems(tx: Tx, records: readonly EnquiryRecord[], zone: string): Promise<Item[]> {
  const rows = await viewRows(tx, records);
  return rows.map((enquiry, index) => ({
    enquiry,
    why: { code: 'desk.pass_due', params: { pass: enquiry.passesDone + 1 }, text: '' },
    dueAt: new Date(instantAt(zone, records[index]?.passDueOn ?? dayOf(zone, tx.now), 0)).toISOString(),
    late: false,
    pool: enquiry.ownerId === null,
  }));
}

/** Whose queue it is, and the zone of the main site, by whose clock the day goes. */
async function placeOf(tx: Tx, owner: Query['owner'], team: Id | undefined): Promise<Place> {
  const ownerId = owner === 'all' ? null : owner === 'me' ? tx.actor.userId : owner;
  const { timeZone, teamIds } = await placeOfWork(tx, ownerId);
  if (ownerId === null) return { scope: { ownerId: null, poolTeamIds: team ? [team] : [] }, zone: timeZone };
  return { scope: { ownerId, poolTeamIds: team ? teamIds.filter((id) => id === team) : teamIds }, zone: timeZone };
}

/** The day of a moment at the site, from midnight to midnight. */
function todayAt(zone: string, now: Instant): Today {
  const day = dayOf(zone, now);
  return { day, now, from: instantAt(zone, day, 0), until: instantAt(zone, addDays(day, 1), 0) };
}

/** The moment of the first page and the place of the last row. */
export function cursorOf(now: Instant, { score, actionDueAt, id }: QueuedRow): string {
  return encodeCursor([now, score, actionDueAt ?? 0, id]);
}

const QueuePlaceText = z.tuple([CursorInstant, z.int().min(-1_000).max(1_000), CursorInstant, z.uuid()]);

function readQueueCursor(cursor: string): QueuePlace | null {
  const parsed = QueuePlaceText.safeParse(decodeCursor(cursor));
  if (!parsed.success) return null;
  const [now, score, dueAt, id] = parsed.data;
  return { now: instant(now), after: { score, dueAt: instant(dueAt), id } };
}

const PassPlace = z.tuple([z.string(), z.uuid()]);

function readPassCursor(cursor: string): PassCursor | null {
  const parsed = PassPlace.safeParse(decodeCursor(cursor));
  const dueOn = parsed.success ? parseDay(parsed.data[0]) : null;
  return parsed.success && dueOn ? { dueOn, id: parsed.data[1] } : null;
}

function badCursor() {
  return refuseFields([{ field: 'cursor', code: 'field.format', params: { expected: 'cursor' } }]);
}
