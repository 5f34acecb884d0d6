import type { StatusCode } from '@anbu/contract';
import { monthOf, weekdayOf, type CalendarMonth } from '../../../kernel/calendar-day.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { dayOf, minuteOfDay } from '../../../kernel/zoned-time.ts';
import { positionOf, type Known } from './known.ts';

/** Where an enquiry of the cohort stands. `invalid` alone is not counted among the enquiries of its month. */
export const STATES = [
  'never_called',
  'trying',
  'unreached',
  'lost',
  'consulting',
  'booked',
  'visited',
  'ended',
  'invalid',
] as const;
export type State = (typeof STATES)[number];

type Counted = { readonly month: CalendarMonth; readonly bucket: string };

/**
 * What an enquiry counts as, as a table of questions to what was known of it: the month and the bucket of each time that it counts. Figures are
 * sums of these (`figures.ts`), their rows are the enquiries that the same sum is of.
 */
export const MEASURES = {
  /** Of its month of inflow, one of `STATES`. Not the unqualified ones (product A16). */
  state: (known) =>
    known.qualified && known.status ? inCohort(known, stateOf(known.status, known.everConsulted)) : [],
  /** Open, and late; an imported one until somebody here has worked on it. */
  neglected: (known) =>
    isCounted(known) && isOpen(known) && (known.late || (known.imported && !known.worked)) ? inCohort(known, '') : [],
  /** In how many months after the inflow the first booking was made; with a v: a visit without one. */
  booked: (known) =>
    isCounted(known) && known.reached
      ? inCohort(known, `${monthsBetween(known, known.reached.at)}${known.reached.visit ? 'v' : ''}`)
      : [],
  visited: (known) => (isCounted(known) && known.visitedAt !== null ? inCohort(known, '') : []),
  /** Minutes of opening time until the first response, rounded up (beyond two hours to tens), or `none`. */
  response: (known) => (isMeasured(known) ? inCohort(known, responseOf(known.clocks?.responseSeconds ?? null)) : []),
  /** `c3`: connected at the third attempt; `n3`: three attempts and not connected. */
  attempts: (known) => (isMeasured(known) ? attemptsOf(known) : []),
  promises: ({ promises, zone }) => promises.map(({ due, result }) => ({ month: monthAt(zone, due), bucket: result })),
  /** In the month of the first booking; h: after a hold, v: a visit without a booking. */
  bookings: (known) => {
    const { reached, zone } = known;
    if (!isCounted(known) || !reached) return [];
    return [{ month: monthAt(zone, reached.at), bucket: `${reached.afterHold ? 'h' : ''}${reached.visit ? 'v' : ''}` }];
  },
  /** In the month of the first visit, by kind of patient. */
  visits: (known) =>
    isCounted(known) && known.visitedAt !== null
      ? [{ month: monthAt(known.zone, known.visitedAt), bucket: known.patientKind }]
      : [],
  tries: (known) => hoursOf(known, () => true),
  connects: (known) => hoursOf(known, ({ connected }) => connected),
} as const satisfies Record<string, (known: Known) => readonly Counted[]>;
export type Measure = keyof typeof MEASURES;
export const MEASURE_NAMES = Object.keys(MEASURES) as Measure[];

function inCohort({ cohortMonth }: Known, bucket: string): Counted[] {
  return [{ month: cohortMonth, bucket }];
}

/** In L(m). Spec: metrics, cohort. */
function isCounted({ qualified, status }: Known): boolean {
  return qualified && status !== null && status !== 'INVALID';
}

function isOpen({ status }: Known): boolean {
  return status !== null && positionOf(status) <= 15;
}

/** There is a clock of a first response: not born in a call, not of a list from elsewhere. */
function isMeasured(known: Known): boolean {
  return isCounted(known) && !known.imported && known.clocks?.born !== true;
}

function stateOf(status: StatusCode, everConsulted: boolean): State {
  const position = positionOf(status);
  if (position <= 2) return 'never_called';
  if (position <= 9) return 'trying';
  if (position <= 11) return 'consulting';
  if (position <= 15) return 'booked';
  if (status === 'VISITED') return 'visited';
  if (status === 'UNREACHED') return everConsulted ? 'lost' : 'unreached';
  return status === 'INVALID' ? 'invalid' : 'ended';
}

/** Up to so many minutes a response is counted to the minute. */
const EXACT_MINUTES = 120;

function responseOf(seconds: number | null): string {
  if (seconds === null) return 'none';
  const minutes = Math.ceil(seconds / 60);
  return String(minutes <= EXACT_MINUTES ? minutes : Math.ceil(minutes / 10) * 10);
}

function attemptsOf(known: Known): Counted[] {
  const firstConnect = known.calls.find(({ connected }) => connected);
  // The customer was first, or somebody who is no person.
  if (firstConnect && !firstConnect.byUs) return [];
  const until = firstConnect ? known.calls.indexOf(firstConnect) + 1 : known.calls.length;
  const tries = known.calls.slice(0, until).filter(({ byUs }) => byUs).length;
  return tries === 0 ? [] : inCohort(known, `${firstConnect ? 'c' : 'n'}${tries}`);
}

function hoursOf({ calls, zone }: Known, counts: (call: Known['calls'][number]) => boolean): Counted[] {
  return calls
    .filter((call) => call.byUs && counts(call))
    .map(({ at }) => {
      const day = dayOf(zone, at);
      const hour = String(Math.floor(minuteOfDay(zone, at) / 60)).padStart(2, '0');
      return { month: monthOf(day), bucket: `${weekdayOf(day)}-${hour}` };
    });
}

function monthAt(zone: string, at: Instant): CalendarMonth {
  return monthOf(dayOf(zone, at));
}

function monthsBetween({ zone, cohortMonth }: Known, at: Instant): number {
  const month = monthAt(zone, at);
  const number = (of: CalendarMonth) => Number(of.slice(0, 4)) * 12 + Number(of.slice(5, 7));
  return Math.max(0, number(month) - number(cohortMonth));
}
