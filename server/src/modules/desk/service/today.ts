import { TodayTab, type TodayItem, type TodayNext, type TodayQuery, type TodaySummary } from '@anbu/contract';
import type { z } from 'zod';
import { addDays, type CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { ok, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import { dayOf, instantAt } from '../../../kernel/zoned-time.ts';
import type { Tx } from '../../../platform/db/index.ts';
import {
  claimFirst,
  countPasses,
  findPasses,
  findQueue,
  listByIds,
  viewRows,
  type EnquiryRecord,
  type QueueItem,
} from '../../enquiries/index.ts';
import { defaultSite, teamsOf } from '../../identity/index.ts';
import { isInTab } from '../rules.ts';
import { findDayFigures } from '../store/day-store.ts';

type Item = z.input<typeof TodayItem>;
type Scope = { readonly ownerId: Id | null; readonly poolTeamIds: readonly Id[] };
type Today = { readonly zone: string; readonly day: CalendarDay; readonly from: Instant; readonly until: Instant };

export type TodayList = { readonly items: Item[]; readonly nextCursor: string | null };

/**
 * The queue of Today: open enquiries whose time is today or past, of the owner and of her pools, in the order of their priority.
 * Refuses field.format on `cursor`.
 */
export async function listToday(tx: Tx, query: z.infer<typeof TodayQuery>): Promise<Outcome<TodayList>> {
  const scope = await scopeOf(tx, query.owner, query.team);
  const today = await todayOf(tx);
  const from = readOffset(query.cursor);
  if (!from.ok) return from;
  const to = from.value + query.limit;
  if (query.tab === 'passes') {
    const records = await findPasses(tx, scope, today.day, to + 1);
    return ok({
      items: await passItems(tx, records.slice(from.value, to), today.zone),
      nextCursor: cursorAfter(to, records.length),
    });
  }
  const queue = (await findQueue(tx, { ...scope, until: today.until })).filter((item) => isInTab(item, query.tab));
  return ok({ items: await viewItems(tx, queue.slice(from.value, to)), nextCursor: cursorAfter(to, queue.length) });
}

/**
 * The best item that the caller may take, claimed for her; for a key, which owns nothing, of everybody's. Two callers never get the same, and none is
 * sent away while one is left. Refuses enquiries.users_only.
 */
export async function takeNext(
  tx: Tx,
  input: { team?: Id | undefined; tab?: z.infer<typeof TodayTab> | undefined; after?: Id | undefined },
): Promise<Outcome<z.input<typeof TodayNext>>> {
  const scope = await scopeOf(tx, 'me', input.team);
  const today = await todayOf(tx);
  const tab = input.tab ?? 'all';
  const queue = (await findQueue(tx, { ...scope, until: today.until })).filter(
    (item) => isInTab(item, tab) && item.claimable && item.id !== input.after,
  );
  const claimed = await claimFirst(
    tx,
    queue.map((item) => item.id),
  );
  if (!claimed.ok) return claimed;
  const record = claimed.value;
  const item = record && queue.find(({ id }) => id === record.id);
  if (!record || !item) return ok({ item: null });
  const [view] = await viewRecords(tx, [record], [item]);
  return ok(view ? { ...view, item: view } : { item: null });
}

export async function summarise(
  tx: Tx,
  owner: z.infer<typeof TodayQuery>['owner'],
  team: Id | undefined,
): Promise<z.input<typeof TodaySummary>> {
  const scope = await scopeOf(tx, owner, team);
  const today = await todayOf(tx);
  const queue = await findQueue(tx, { ...scope, until: today.until });
  const startOf = (day: CalendarDay) => instantAt(today.zone, day, 0);
  const figures = await findDayFigures(tx, scope.ownerId, {
    from: today.from,
    to: today.until,
    lastWeekFrom: startOf(addDays(today.day, -7)),
    lastWeekTo: startOf(addDays(today.day, -6)),
  });
  const passes = await countPasses(tx, scope, today.day);
  const seconds = figures.firstResponseMedianSeconds;
  return {
    left: queue.length,
    late: queue.filter((item) => item.late).length,
    doneToday: figures.doneToday,
    firstResponseMedianMinutes: seconds === null ? null : Math.round((seconds / 60) * 10) / 10,
    bookedToday: figures.bookedToday,
    bookedSameDayLastWeek: figures.bookedSameDayLastWeek,
    tabs: TodayTab.options.map((tab) => ({
      tab,
      count: tab === 'passes' ? passes : queue.filter((item) => isInTab(item, tab)).length,
    })),
  };
}

async function viewItems(tx: Tx, items: readonly QueueItem[]): Promise<Item[]> {
  const records = new Map(
    (
      await listByIds(
        tx,
        items.map((item) => item.id),
      )
    ).map((record) => [record.id, record]),
  );
  const known = items.filter((item) => records.has(item.id));
  return viewRecords(
    tx,
    known.map((item) => records.get(item.id)!),
    known,
  );
}

async function viewRecords(tx: Tx, records: readonly EnquiryRecord[], items: readonly QueueItem[]): Promise<Item[]> {
  const rows = await viewRows(tx, records);
  return rows.flatMap((enquiry, index) => {
    const action = enquiry.nextAction;
    if (!action) return [];
    return [
      { enquiry, why: action.reason, dueAt: action.dueAt, late: enquiry.late, pool: items[index]?.pool ?? false },
    ];
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

async function scopeOf(tx: Tx, owner: string, team: Id | undefined): Promise<Scope> {
  if (owner === 'all') return { ownerId: null, poolTeamIds: team ? [team] : [] };
  const ownerId = owner === 'me' ? tx.actor.userId : owner;
  if (ownerId === null) return { ownerId: null, poolTeamIds: team ? [team] : [] };
  const teams = await teamsOf(tx, ownerId);
  return { ownerId, poolTeamIds: team ? teams.filter((id) => id === team) : teams };
}

/** Today at the main site, from midnight to midnight. */
async function todayOf(tx: Tx): Promise<Today> {
  const site = await defaultSite(tx);
  const zone = site.timeZone;
  const day = dayOf(zone, tx.now);
  return { zone, day, from: instantAt(zone, day, 0), until: instantAt(zone, addDays(day, 1), 0) };
}

// The order is computed and moves with the minute: a place in it is a number, not a key.
function readOffset(cursor: string | undefined): Outcome<number> {
  if (cursor === undefined) return ok(0);
  if (/^\d{1,6}$/.test(cursor)) return ok(Number(cursor));
  return refuseFields([{ field: 'cursor', code: 'field.format', params: { expected: 'cursor' } }]);
}

function cursorAfter(to: number, count: number): string | null {
  return to < count ? String(to) : null;
}
