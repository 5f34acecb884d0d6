import type { HoldReason, Then } from '@anbu/contract';
import { addDays, laterDay, type CalendarDay } from '../kernel/calendar-day.ts';
import { formatInstant, type Instant } from '../kernel/instant.ts';
import { openDayFrom } from '../kernel/opening-hours.ts';
import { dayOf } from '../kernel/zoned-time.ts';
import { appointmentAfter, nextQuarter, openMinutesAfter } from './calendar.ts';
import type { Step } from './fates.ts';
import type { NoteKind } from './notes.ts';
import type { Case } from './practice.ts';
import type { World } from './world.ts';

type Said = { readonly then?: Then; readonly note: NoteKind };
type Place = { readonly world: World; readonly notBefore: Instant | null; readonly ends: Instant | null };

/** Days until the re-contact as domain §4 proposes them. */
const HOLDS: readonly (readonly [HoldReason, number, number])[] = [
  ['SCHEDULE', 3, 12],
  ['BUSY', 14, 9],
  ['FAMILY', 7, 20],
  ['COST', 7, 24],
  ['DISTANCE', 7, 5],
  ['AWAY', 14, 4],
  ['FEAR', 10, 8],
  ['COMPARING', 3, 14],
  ['THINKING', 10, 12],
  ['CLEARANCE', 14, 3],
];
const SOON = HOLDS.filter(([, days]) => days <= 3);

/** What a talk ends with; without `then` the consultation goes on. */
export function thenOf(one: Case, step: Step, place: Place): Said {
  // From there on the way is short: another time.
  if (one.record.status === 'RESCHEDULING')
    return { then: { to: 'BOOKED', appointment: appointment(one, place.world) }, note: 'book' };
  switch (step) {
    case 'book':
      return { then: { to: 'BOOKED', appointment: appointment(one, place.world) }, note: 'book' };
    case 'consult':
      // Said again, it is no change: the talk alone renews the follow-up.
      return one.record.status === 'HOLD' || closedAgain(one)
        ? { then: { to: 'CONSULTING' }, note: 'consult' }
        : { note: 'consult' };
    case 'hold':
      return { then: hold(one, place), note: 'hold' };
    case 'callback':
    case 'callback_open':
      return { then: promise(one, place.world, step === 'callback'), note: 'callback' };
    case 'later':
      return one.record.status === 'HOLD'
        ? { then: hold(one, place), note: 'hold' }
        : { then: { to: 'LATER' }, note: 'later' };
    case 'ineligible':
      return one.record.status === 'NO_SHOW' || one.record.status === 'CANCELLED'
        ? { then: declined(one), note: 'decline' }
        : { then: { to: 'INELIGIBLE' }, note: 'decline' };
    case 'decline':
      return { then: afterBooking(one, place), note: 'decline' };
  }
}

const closedAgain = (one: Case) => ['RESCHEDULING', 'CANCELLED', 'NO_SHOW'].includes(one.record.status);

/** Half of those whose booking came to nothing book again. */
function afterBooking(one: Case, place: Place): Then {
  if (one.record.status === 'RESCHEDULING' || (closedAgain(one) && one.rnd.chance(0.5)))
    return { to: 'BOOKED', appointment: appointment(one, place.world) };
  return declined(one);
}

function declined(one: Case): Then {
  const reasonCode = one.rnd.weighted([
    ['NO_INTENT', 26],
    ['COST', 24],
    ['TREATED_ELSEWHERE', 25],
    ['DISTANCE', 10],
    ['FEAR', 6],
    ['SERVICE_NOT_OFFERED', 4],
    ['OTHER', 5],
  ] as const);
  return {
    to: 'DECLINED',
    reasonCode,
    ...(reasonCode === 'OTHER' ? { reasonText: '가족 사정으로 당분간 어려움' } : {}),
  };
}

function appointment({ rnd, record }: Case, world: World): NonNullable<Then['appointment']> {
  const days = rnd.weighted([
    [1, 18],
    [2, 18],
    [3, 16],
    [4, 12],
    [6, 14],
    [8, 10],
    [11, 8],
    [0, 6],
  ]);
  const startsAt = appointmentAfter(world.site, world.clock, days, rnd);
  const serviceCode = record.interests[0] ?? 'check_up';
  const durationMinutes = serviceCode === 'implant' || serviceCode === 'orthodontics' ? 60 : 30;
  return { startsAt: formatInstant(startsAt), durationMinutes, serviceCode };
}

function hold({ rnd }: Case, { world, notBefore, ends }: Place): Then {
  const today = dayOf(world.site.timeZone, world.clock);
  const [reason, days] = rnd.weighted((ends === null ? HOLDS : SOON).map((row) => [row, row[2]] as const));
  const other = rnd.chance(0.22) ? rnd.weighted(HOLDS.map((row) => [row, row[2]] as const))[0] : reason;
  const proposed = addDays(today, ends === null ? days : 2);
  const wanted =
    notBefore === null ? proposed : laterDay(proposed, addDays(dayOf(world.site.timeZone, notBefore), rnd.int(9)));
  return {
    to: 'HOLD',
    likelihood: rnd.weighted([
      ['H', 25],
      ['M', 48],
      ['L', 27],
    ] as const),
    holdReasons: [...new Set([reason, other])],
    recontactOn: openDayOrSame(world, wanted),
  };
}

function openDayOrSame(world: World, day: CalendarDay): CalendarDay {
  return openDayFrom(world.site, day) ?? day;
}

function promise({ rnd }: Case, world: World, timed: boolean): Then {
  if (!timed) return { to: 'CALLBACK', promiseAt: null, promiseBy: 'us' };
  const hours = rnd.weighted([
    [1, 4],
    [2, 4],
    [4, 3],
    [8, 3],
    [16, 2],
  ]);
  const about = openMinutesAfter(world.site, world.clock, hours * 60);
  const promiseAt = formatInstant(nextQuarter(world.site, about));
  return { to: 'CALLBACK', promiseAt, promiseBy: rnd.chance(0.88) ? 'us' : 'customer' };
}
