import type {
  PassProgress,
  PassState,
  PreviousMonthItem,
  PreviousMonthPage,
  PreviousMonthQuery,
  PreviousMonthShow,
  PreviousMonthSummary,
} from '@anbu/contract';
import { PreviousMonthGroup } from '@anbu/contract';
import { z } from 'zod';
import { addMonths, firstDayOf, monthOf, type CalendarDay, type CalendarMonth } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import { formatInstant, instant, type Instant } from '../../../kernel/instant.ts';
import { ok, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import { dayOf, instantAt } from '../../../kernel/zoned-time.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { CursorInstant, decodeCursor, encodeCursor } from '../../../platform/keyset.ts';
import { listByIds, passDay, sitePractice, viewRows } from '../../enquiries/index.ts';
import { allSites, memberNames } from '../../identity/index.ts';
import {
  countMonth,
  listMonth,
  type MonthCounts,
  type MonthCursor,
  type MonthRow,
  type PassNo,
  type SiteMonth,
} from '../store/previous-month-store.ts';

type Item = z.input<typeof PreviousMonthItem>;
type Place = {
  readonly month: CalendarMonth;
  readonly sites: readonly SiteMonth[];
  /** When the passes begin, by site. */
  readonly passDays: ReadonlyMap<Id, readonly [CalendarDay | null, CalendarDay | null]>;
  readonly zones: ReadonlyMap<Id, string>;
};

/**
 * What a month left: unreached, on hold, cancelled and no-show, with the two passes of the month after. The pages after the first are of the moment of
 * the first. Refuses field.format on `cursor`. Spec: product A9, domain §2.
 */
export async function listPreviousMonth(
  tx: Tx,
  query: PreviousMonthQuery,
): Promise<Outcome<z.input<typeof PreviousMonthPage>>> {
  const cursor = query.cursor === undefined ? null : readCursor(query.cursor);
  if (query.cursor !== undefined && !cursor) {
    return refuseFields([{ field: 'cursor', code: 'field.format', params: { expected: 'cursor' } }]);
  }
  const place = await placeOf(tx, query.month);
  const now = cursor?.now ?? tx.now;
  const { owner, group, show, limit } = query;
  const found = await listMonth(tx, {
    months: place.sites,
    now,
    ownerId: owner === 'all' ? undefined : owner === 'none' ? null : owner === 'me' ? tx.actor.userId : owner,
    group,
    show,
    pass: query.pass === undefined ? undefined : query.pass === '1' ? 1 : 2,
    after: cursor?.after ?? null,
    limit: limit + 1,
  });
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  return ok({
    items: await viewItems(tx, rows, place),
    nextCursor: last ? encodeCursor([now, last.rank, last.worth, last.receivedAt, last.id]) : null,
    month: place.month,
  });
}

/** How far both passes over a month's rest are and what they brought, of each owner and in all; each figure with the address of its rows. */
export async function summarisePreviousMonth(
  tx: Tx,
  asked: string | undefined,
): Promise<z.input<typeof PreviousMonthSummary>> {
  const { month, sites, passDays } = await placeOf(tx, asked);
  const counts = await countMonth(tx, sites, tx.now);
  const whole = counts.find((row) => row.whole);
  const names = await memberNames(
    tx,
    counts.flatMap(({ ownerId }) => ownerId ?? []),
  );
  const drillOf = (filter: Record<string, string>) =>
    `/api/v1/previous-month?${new URLSearchParams({ month, ...filter }).toString()}`;
  const owners = counts
    .filter((row) => !row.whole)
    .map((row) => {
      const owner = { owner: row.ownerId ?? 'none' };
      return {
        ownerId: row.ownerId,
        name: row.ownerId === null ? null : (names.get(row.ownerId) ?? null),
        todo: { value: row.todo, drill: drillOf({ ...owner, show: 'todo' }) },
        passes: passesOf(row, (filter) => drillOf({ ...owner, ...filter })),
      };
    })
    .toSorted(
      (a, b) => Number(a.name === null) - Number(b.name === null) || (a.name ?? '').localeCompare(b.name ?? ''),
    );
  return {
    month,
    dueOn: [...(passDays.values().next().value ?? [null, null])],
    listed: { value: whole?.listed ?? 0, drill: drillOf({ show: 'all' }) },
    todo: { value: whole?.todo ?? 0, drill: drillOf({ show: 'todo' }) },
    groups: PreviousMonthGroup.options.map((group) => ({
      group,
      value: whole?.[group] ?? 0,
      drill: drillOf({ show: 'all', group }),
    })),
    passes: passesOf(whole, drillOf),
    owners,
  };
}

function passesOf(
  row: MonthCounts | undefined,
  drillOf: (filter: Record<string, string>) => string,
): z.input<typeof PassProgress>[] {
  return ([1, 2] as const).map((pass) => {
    const figure = (show: Exclude<PreviousMonthShow, 'todo' | 'all'>) => ({
      value: row?.[`${show}${pass}`] ?? 0,
      drill: drillOf({ show, pass: String(pass) }),
    });
    return {
      pass,
      due: figure('due'),
      done: figure('done'),
      connected: figure('connected'),
      booked: figure('booked'),
      visited: figure('visited'),
    };
  });
}

/** The rows of a page as Today shows them, in its order; the read leaves one line. */
async function viewItems(tx: Tx, rows: readonly MonthRow[], place: Place): Promise<Item[]> {
  const records = new Map(
    (
      await listByIds(
        tx,
        rows.map(({ id }) => id),
      )
    ).map((record) => [record.id, record]),
  );
  const views = await viewRows(
    tx,
    rows.flatMap(({ id }) => records.get(id) ?? []),
  );
  const viewOf = new Map(views.map((view) => [view.id, view]));
  return rows.flatMap((row): Item[] => {
    const enquiry = viewOf.get(row.id);
    if (!enquiry) return [];
    const zone = place.zones.get(row.siteId) ?? 'UTC';
    const passes = passStates(row, place);
    const next = row.leftAt === null ? passes.find(({ doneAt }) => doneAt === null) : undefined;
    const dueAt = next?.dueOn ? formatInstant(instantAt(zone, next.dueOn as CalendarDay, 0)) : null;
    const last = enquiry.attempts.at(-1);
    return [
      {
        enquiry,
        why: enquiry.nextAction?.reason ?? { code: 'desk.pass_due', params: { pass: next?.pass ?? 2 }, text: '' },
        dueAt: enquiry.nextAction?.dueAt ?? dueAt ?? formatInstant(row.enteredAt),
        late: enquiry.late,
        pool: enquiry.ownerId === null,
        group: row.group,
        enteredAt: formatInstant(row.enteredAt),
        nextPass: next?.pass ?? null,
        passes,
        lastCall: last ? { at: last.at, outcome: last.outcome, slot: last.slot, userId: last.userId } : null,
      },
    ];
  });
}

function passStates(row: MonthRow, { sites, passDays }: Place): z.input<typeof PassState>[] {
  const days = passDays.get(row.siteId) ?? [null, null];
  const begins = sites.find(({ siteId }) => siteId === row.siteId)?.passes ?? [null, null];
  const done = [
    { at: row.oneAt, outcome: row.oneOutcome, by: row.oneBy },
    { at: row.twoAt, outcome: row.twoOutcome, by: row.twoBy },
  ] as const;
  return ([1, 2] as const).map((pass: PassNo) => {
    const { at, outcome, by } = done[pass === 1 ? 0 : 1];
    const begin = begins[pass - 1] ?? null;
    const leftBefore = at === null && row.leftAt !== null && (begin === null || row.leftAt < begin);
    return {
      pass,
      dueOn: leftBefore ? null : (days[pass - 1] ?? null),
      doneAt: at === null ? null : formatInstant(at),
      outcome,
      byUserId: by,
    };
  });
}

/** A month at every site, each by its own clock and open days; the month before this one of the first site where none is named. */
async function placeOf(tx: Tx, asked: string | undefined): Promise<Place> {
  const sites = await allSites(tx);
  const first = sites[0];
  if (!first) throw new Error('an organisation has no site');
  // The contract has checked that it is a month.
  const month = (asked as CalendarMonth | undefined) ?? addMonths(monthOf(dayOf(first.timeZone, tx.now)), -1);
  const months: SiteMonth[] = [];
  const passDays = new Map<Id, readonly [CalendarDay | null, CalendarDay | null]>();
  for (const { id, timeZone } of sites) {
    const startOf = (day: CalendarDay) => instantAt(timeZone, day, 0);
    const from = startOf(firstDayOf(month));
    const practice = await sitePractice(tx, id);
    const days = [passDay(practice, from, 1), passDay(practice, from, 2)] as const;
    const begin = (day: CalendarDay | null): Instant | null => (day === null ? null : startOf(day));
    const until = startOf(firstDayOf(addMonths(month, 1)));
    months.push({ siteId: id, from, until, passes: [begin(days[0]), begin(days[1])] });
    passDays.set(id, days);
  }
  return { month, sites: months, passDays, zones: new Map(sites.map(({ id, timeZone }) => [id, timeZone])) };
}

const MonthPlace = z.tuple([CursorInstant, z.int().min(0).max(1), z.int().min(0).max(3), CursorInstant, z.uuid()]);

function readCursor(cursor: string): { readonly now: Instant; readonly after: MonthCursor } | null {
  const parsed = MonthPlace.safeParse(decodeCursor(cursor));
  if (!parsed.success) return null;
  const [now, rank, worth, receivedAt, id] = parsed.data;
  return { now: instant(now), after: { rank, worth, receivedAt: instant(receivedAt), id } };
}
