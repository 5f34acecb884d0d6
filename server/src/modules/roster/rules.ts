import { weekdayOf, type CalendarDay } from '../../kernel/calendar-day.ts';
import type { Id } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { ok, refuseFields, type Outcome } from '../../kernel/outcome.ts';
import { minutesOf } from '../../kernel/site-calendar.ts';
import { dayOf, minuteOfDay } from '../../kernel/zoned-time.ts';
import type { Away, Duty, Plan, Shift } from './vocabulary.ts';

/** The shifts of a day: its own ones, else those of the pattern that holds then. `none`: nobody has planned it. */
export function shiftsOn(
  plan: Plan,
  day: CalendarDay,
): { readonly planned: 'own' | 'week' | 'none'; readonly shifts: readonly Shift[]; readonly version: number } {
  const own = plan.days.get(day);
  if (own) return { planned: 'own', ...own };
  const pattern = patternOn(plan, day);
  // A pattern without a shift is how somebody leaves the weekly plan.
  if (!pattern || Object.values(pattern.week).every((shifts) => shifts.length === 0)) {
    return { planned: 'none', shifts: [], version: 0 };
  }
  return { planned: 'week', shifts: pattern.week[weekdayOf(day)], version: 0 };
}

export function patternOn(plan: Plan, day: CalendarDay): Plan['patterns'][number] | null {
  return plan.patterns.find(({ from }) => from <= day) ?? null;
}

/** Away from `from` on, up to but without `to`. */
export function awayAt(absences: readonly Away[], at: Instant): Away | null {
  return absences.find(({ from, to }) => from <= at && (to === null || at < to)) ?? null;
}

/**
 * Whether somebody works at a moment: at one of `sites`, each with its own clock on the wall. Who is away is on no duty, whatever is planned.
 * `unplanned`: the roster says nothing of her day.
 */
export function dutyAt(plan: Plan, sites: ReadonlyMap<Id, { readonly timeZone: string }>, at: Instant): Duty {
  const away = awayAt(plan.absences, at);
  if (away) return { state: 'absent', shift: null, later: false, away };
  let planned = false;
  let later = false;
  for (const [siteId, { timeZone }] of sites) {
    const day = shiftsOn(plan, dayOf(timeZone, at));
    if (day.planned !== 'none') planned = true;
    const minute = minuteOfDay(timeZone, at);
    const here = day.shifts.filter((shift) => shift.siteId === siteId);
    const now = here.find(({ from, to }) => from <= minute && minute < to);
    if (now) return { state: 'on', shift: now, later: true, away: null };
    if (here.some(({ from }) => from > minute)) later = true;
  }
  return { state: planned ? 'off' : 'unplanned', shift: null, later, away: null };
}

/**
 * How many of these work at a moment: those on duty; where the roster has nobody, those who are not away, at least one. Spec: domain §2, after
 * hours: "people by the duty roster, else the active members of the intake team, at least one".
 */
export function countOnDuty(duties: readonly Duty[]): number {
  const on = duties.filter(({ state }) => state === 'on').length;
  if (on > 0) return on;
  return Math.max(1, duties.filter(({ state }) => state !== 'absent').length);
}

/** Reads shifts in order. Refuses by field: roster.shift_backwards, roster.shifts_overlap. */
export function readShifts(
  given: readonly { readonly siteId: Id; readonly from: string; readonly to: string }[],
  field: string,
): Outcome<Shift[]> {
  const shifts = given
    .map((shift, index) => ({ siteId: shift.siteId, from: minutesOf(shift.from), to: minutesOf(shift.to), index }))
    .sort((a, b) => a.from - b.from);
  const errors = shifts.flatMap(({ from, to, index }, place) => {
    const previous = shifts[place - 1];
    if (to <= from) return [{ field: `${field}.${index}.to`, code: 'roster.shift_backwards', params: {} }];
    if (previous && previous.to > from) {
      return [{ field: `${field}.${index}.from`, code: 'roster.shifts_overlap', params: {} }];
    }
    return [];
  });
  return errors.length > 0 ? refuseFields(errors) : ok(shifts.map(({ siteId, from, to }) => ({ siteId, from, to })));
}

/** 570 → `09:30`. */
export function clockText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
