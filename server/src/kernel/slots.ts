import { addDays } from './calendar-day.ts';
import type { CalendarDay } from './calendar-day.ts';
import { MINUTE } from './instant.ts';
import type { Instant } from './instant.ts';
import { callingPieces, findDay, MOST_DAYS_SEARCHED } from './opening-hours.ts';
import type { Interval } from './opening-hours.ts';
import { minutesOf } from './site-calendar.ts';
import type { SiteCalendar } from './site-calendar.ts';
import { dayOf, instantAt, minuteOfDay } from './zoned-time.ts';

/** Parts of a site's day in which a person is called, so that each further try meets another part. Spec: domain §3. */
export type Slot = 'AM' | 'PM' | 'EV';
export type DaySlots = Readonly<Record<Slot, Interval | null>>;
export type SlotWindow = { readonly day: CalendarDay; readonly slot: Slot; readonly window: Interval };

const remembered = new WeakMap<SiteCalendar, Map<CalendarDay, DaySlots>>();
const MOST_DAYS_REMEMBERED = 4_000;

/** The windows of a day's slots; null where a slot does not exist. */
export function slotsOf(site: SiteCalendar, day: CalendarDay): DaySlots {
  let days = remembered.get(site);
  if (!days) remembered.set(site, (days = new Map()));
  let slots = days.get(day);
  if (!slots) {
    if (days.size >= MOST_DAYS_REMEMBERED) days.clear();
    days.set(day, (slots = computeSlots(site, day)));
  }
  return slots;
}

export function hasSlot(site: SiteCalendar, day: CalendarDay): boolean {
  const slots = slotsOf(site, day);
  return slots.AM !== null || slots.PM !== null || slots.EV !== null;
}

/** Which slot a call falls into: EV from EV's start on, else AM before noon, else PM; also out of hours. */
export function slotOf(site: SiteCalendar, at: Instant): Slot {
  const evening = slotsOf(site, dayOf(site.timeZone, at)).EV;
  if (evening && at >= evening.from) return 'EV';
  return minuteOfDay(site.timeZone, at) < 12 * 60 ? 'AM' : 'PM';
}

/** The first day after `day` that has a slot; null for a site that never has one. */
export function nextDayWithSlot(site: SiteCalendar, day: CalendarDay): CalendarDay | null {
  return findDay(addDays(day, 1), 1, (candidate) => hasSlot(site, candidate));
}

/** The first slot that starts at `at` or later. Null for a site that never has one. */
export function nextSlotFrom(site: SiteCalendar, at: Instant): SlotWindow | null {
  let day = dayOf(site.timeZone, at);
  for (let searched = 0; searched < MOST_DAYS_SEARCHED; searched++, day = addDays(day, 1)) {
    const slots = slotsOf(site, day);
    let first: SlotWindow | null = null;
    for (const slot of ['AM', 'PM', 'EV'] as const) {
      const window = slots[slot];
      if (window && window.from >= at && (!first || window.from < first.window.from)) first = { day, slot, window };
    }
    if (first) return first;
  }
  return null;
}

/** The first slot that starts after `at`: a call at the very start of a slot does not find its own. */
export function nextSlotAfter(site: SiteCalendar, at: Instant): SlotWindow | null {
  return nextSlotFrom(site, (at + 1) as Instant);
}

function computeSlots(site: SiteCalendar, day: CalendarDay): DaySlots {
  const calling = callingPieces(site, day);
  const opening = calling[0]?.from;
  const closing = calling.at(-1)?.to;
  if (opening === undefined || closing === undefined) return { AM: null, PM: null, EV: null };
  const plan = site.slots;
  const wall = (time: string) => instantAt(site.timeZone, day, minutesOf(time));
  const morning = { from: opening, to: wall(plan.morningTo) };
  const evening = less({ from: (closing - plan.eveningMinutes * MINUTE) as Instant, to: closing }, [morning]);
  const afternoon = less({ from: wall(plan.afternoonFrom), to: wall(plan.afternoonTo) }, evening);
  const shortest = plan.shortestMinutes * MINUTE;
  return {
    AM: longest([morning], calling, shortest),
    PM: longest(afternoon, calling, shortest),
    EV: longest(evening, calling, shortest),
  };
}

/** The pieces of an interval that lie in none of the others. */
function less(interval: Interval, others: readonly Interval[]): Interval[] {
  return others.reduce<Interval[]>(
    (rest, other) =>
      rest
        .flatMap((piece) =>
          other.from >= other.to || other.to <= piece.from || other.from >= piece.to
            ? [piece]
            : [
                { from: piece.from, to: other.from },
                { from: other.to, to: piece.to },
              ],
        )
        .filter((piece) => piece.from < piece.to),
    [interval],
  );
}

/** The longest unbroken piece of calling hours in a nominal slot, the earlier of equals; null where all are under `shortest`. */
function longest(nominal: readonly Interval[], calling: readonly Interval[], shortest: number): Interval | null {
  let best: Interval | null = null;
  for (const part of nominal) {
    for (const piece of calling) {
      const from = part.from > piece.from ? part.from : piece.from;
      const to = part.to < piece.to ? part.to : piece.to;
      if (to - from >= shortest && (!best || to - from > best.to - best.from)) best = { from, to };
    }
  }
  return best;
}
