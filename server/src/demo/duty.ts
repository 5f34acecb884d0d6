import type { WeekShifts } from '@anbu/contract';
import { addDays, WEEKDAYS, weekdayOf, type CalendarDay } from '../kernel/calendar-day.ts';
import type { Id } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import { must, ok } from '../kernel/outcome.ts';
import { dayOf } from '../kernel/zoned-time.ts';
import { markAbsent, planWeek } from '../modules/roster/index.ts';
import type { Actor, Database } from '../platform/db/index.ts';
import type { Clinic } from './clinic.ts';

const DAY: readonly [string, string][] = [
  ['09:30', '13:00'],
  ['14:00', '18:30'],
];
const LATE: readonly [string, string][] = [
  ['13:00', '14:00'],
  ['14:30', '20:30'],
];

/** The roster from this week on: two days off for each, one of them late on Wednesday, and somebody on leave next week (F9). */
export async function planDuty(db: Database, { manager, desk, clinician, consultants, siteId }: Clinic, now: Instant) {
  const monday = mondayOf(dayOf('Asia/Seoul', now));
  const staff = [...consultants, desk, manager, clinician];
  must(
    await db.inTx(manager, async (tx) => {
      for (const [place, user] of staff.entries()) {
        must(await planWeek(tx, idOf(user), monday, { shifts: weekOf(siteId, place) }));
      }
      const last = consultants.at(-1);
      const leave = { from: addDays(monday, 7), to: addDays(monday, 8), kind: 'leave' } as const;
      if (last) must(await markAbsent(tx, { userId: idOf(last), ...leave }));
      // Nobody is signed in yet whom it could be told.
      tx.events.length = 0;
      return ok(null);
    }),
  );
}

/** Days off move on from one to the next, so that on every day most are there. */
function weekOf(siteId: Id, place: number): WeekShifts {
  const free = [(place * 2) % 7, (place * 2 + 3) % 7];
  const shifts = WEEKDAYS.map((name, index) => {
    const pieces = free.includes(index) ? [] : name === 'wed' && place % 2 === 1 ? LATE : DAY;
    return [name, pieces.map(([from, to]) => ({ siteId, from, to }))];
  });
  return Object.fromEntries(shifts) as WeekShifts;
}

function mondayOf(day: CalendarDay): CalendarDay {
  return addDays(day, -WEEKDAYS.indexOf(weekdayOf(day)));
}

function idOf({ userId }: Actor): Id {
  if (userId === null) throw new Error('who works is a user');
  return userId;
}
