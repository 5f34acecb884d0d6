import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calendarDay, type CalendarMonth } from '../../../kernel/calendar-day.ts';
import { instant, type Instant } from '../../../kernel/instant.ts';
import type { History } from './history.ts';
import { staleAt } from './known.ts';
import type { Measure } from './measures.ts';
import { spansOf } from './spans.ts';

const ZONE = 'Asia/Seoul';
/** `11-17 10:00` of 2026 at the site. */
const at = (text: string): Instant => instant(Date.parse(`2026-${text.replace(' ', 'T')}:00+09:00`));
const RECEIVED = at('11-02 10:00');
const NOW = at('11-20 12:00');
const NO_CLOCK = { windowTo: null, responseSeconds: null, born: false };

type Event = History['events'][number];
type Act = History['acts'][number];
type Call = History['calls'][number];

function anEvent(no: number, to: Event['to'], recorded: string, changes: Partial<Event> = {}): Event {
  const recordedAt = at(recorded);
  return { id: `e${no}`, no, to, validAt: recordedAt, recordedAt, voids: null, ...changes };
}

function aCall(time: string, outcome: Call['outcome'] = 'NO_ANSWER', changes: Partial<Call> = {}): Call {
  const base = { id: `c ${time}`, at: at(time), recordedAt: at(time), voidedAt: null, signed: true };
  return { ...base, direction: 'outbound', outcome, ...changes };
}

function anAct(time: string, changes: Partial<Act> = {}): Act {
  const none = { callId: null, promiseMade: null, promiseEnded: null, promiseResult: null };
  return {
    kind: 'call',
    at: at(time),
    voidedAt: null,
    signed: true,
    before: NO_CLOCK,
    after: NO_CLOCK,
    ...none,
    ...changes,
  };
}

function aHistory(changes: Partial<History> = {}): History {
  return {
    ...{ id: 'x', ownerId: null, channel: 'phone', campaign: null, interests: [], patientKind: 'new', siteId: 's' },
    ...{
      cohortMonth: '2026-11' as CalendarMonth,
      receivedAt: RECEIVED,
      createdAt: RECEIVED,
      qualified: true,
      imported: false,
      version: 1,
    },
    ...{ clocks: NO_CLOCK, calls: [], promises: [], acts: [] },
    events: [anEvent(1, 'NEW', '11-02 10:00')],
    ...changes,
  };
}

/** `bucket since until` of one measure, in order. */
function told(history: History, measure: Measure, now = NOW): string[] {
  return spansOf(history, ZONE, now)
    .filter((span) => span.measure === measure)
    .sort((a, b) => (a.since < b.since ? -1 : 1))
    .map(
      ({ bucket, month, since, until, n }) =>
        `${month} ${bucket} ${since.slice(5)}…${until?.slice(5) ?? ''}${n > 1 ? ` ×${n}` : ''}`,
    );
}

const CASES: readonly [why: string, history: History, measure: Measure, spans: readonly string[]][] = [
  [
    'a day has the state at its end: what came and went on it is in no as-of',
    aHistory({
      events: [
        anEvent(1, 'NEW', '11-02 10:00'),
        anEvent(2, 'WAITING', '11-02 10:01'),
        anEvent(3, 'NO_ANSWER_1', '11-03 10:00'),
      ],
    }),
    'state',
    ['2026-11 never_called 11-02…11-03', '2026-11 trying 11-03…'],
  ],
  [
    'a booking that is entered later for an earlier day is in the figures from its entry on, in the month of its day',
    aHistory({
      cohortMonth: '2026-10' as CalendarMonth,
      events: [anEvent(1, 'NEW', '11-02 10:00'), anEvent(2, 'BOOKED', '11-09 10:00', { validAt: at('11-05 18:00') })],
    }),
    'bookings',
    ['2026-11  11-09…'],
  ],
  [
    'what is taken back was there until it was',
    aHistory({
      events: [
        anEvent(1, 'CONSULTING', '11-02 10:00'),
        anEvent(2, 'BOOKED', '11-03 10:00'),
        anEvent(3, 'CONSULTING', '11-06 10:00', { voids: 'e2' }),
      ],
    }),
    'booked',
    ['2026-11 0 11-03…11-06'],
  ],
  [
    'a cancelled booking stays counted, and a second one counts no second time',
    aHistory({
      cohortMonth: '2026-10' as CalendarMonth,
      events: [
        anEvent(1, 'BOOKED', '11-02 10:00'),
        anEvent(2, 'CANCELLED', '11-04 10:00'),
        anEvent(3, 'BOOKED', '11-05 10:00'),
      ],
    }),
    'booked',
    ['2026-10 1 11-02…'],
  ],
  [
    'unreached after a consultation is lost, without one unconnected',
    aHistory({ events: [anEvent(1, 'HOLD', '11-02 10:00'), anEvent(2, 'UNREACHED', '11-10 10:00')] }),
    'state',
    ['2026-11 consulting 11-02…11-10', '2026-11 lost 11-10…'],
  ],
  [
    'what became invalid leaves the month, and comes back',
    aHistory({
      events: [
        anEvent(1, 'NEW', '11-02 10:00'),
        anEvent(2, 'INVALID', '11-03 10:00'),
        anEvent(3, 'CONSULTING', '11-05 10:00'),
      ],
    }),
    'state',
    ['2026-11 never_called 11-02…11-03', '2026-11 invalid 11-03…11-05', '2026-11 consulting 11-05…'],
  ],
  ['an unqualified one is in no month', aHistory({ qualified: false }), 'state', []],
  [
    'neglected from the day on which its time went by, until somebody acts',
    aHistory({
      acts: [
        anAct('11-06 10:00', {
          before: { ...NO_CLOCK, windowTo: at('11-04 11:00') },
          after: { ...NO_CLOCK, windowTo: at('11-25 11:00') },
        }),
      ],
      clocks: { ...NO_CLOCK, windowTo: at('11-25 11:00') },
    }),
    'neglected',
    ['2026-11  11-04…11-06'],
  ],
  [
    'an act that is taken back was an act until then',
    aHistory({
      acts: [
        anAct('11-06 10:00', {
          before: { ...NO_CLOCK, windowTo: at('11-04 11:00') },
          after: { ...NO_CLOCK, windowTo: at('11-25 11:00') },
          voidedAt: at('11-08 10:00'),
        }),
      ],
      clocks: { ...NO_CLOCK, windowTo: at('11-04 11:00') },
    }),
    'neglected',
    ['2026-11  11-04…11-06', '2026-11  11-08…'],
  ],
  [
    'an imported one is neglected from the first day on, though its time is to come; who gets it has not worked on it',
    aHistory({
      imported: true,
      clocks: { ...NO_CLOCK, windowTo: at('11-25 11:00') },
      acts: [anAct('11-03 10:00', { kind: 'assign' }), anAct('11-05 10:00')].map((act) => ({
        ...act,
        before: { ...NO_CLOCK, windowTo: at('11-25 11:00') },
        after: { ...NO_CLOCK, windowTo: at('11-25 11:00') },
      })),
    }),
    'neglected',
    ['2026-11  11-02…11-05'],
  ],
  [
    'the third call connected; the program’s own call is no attempt',
    aHistory({
      calls: [
        aCall('11-03 10:00'),
        aCall('11-03 15:00', 'BUSY'),
        aCall('11-04 10:00', 'NO_ANSWER', { signed: false }),
        aCall('11-05 10:00', 'CONNECTED'),
        aCall('11-06 10:00'),
      ],
    }),
    'attempts',
    ['2026-11 n2 11-03…11-05', '2026-11 c3 11-05…'],
  ],
  [
    'the customer was first',
    aHistory({ calls: [aCall('11-03 10:00'), aCall('11-04 10:00', 'CONNECTED', { direction: 'inbound' })] }),
    'attempts',
    ['2026-11 n1 11-03…11-04'],
  ],
  [
    'two calls of one hour of a weekday count twice',
    aHistory({ calls: [aCall('11-03 10:00'), aCall('11-10 10:30'), aCall('11-10 15:00')] }),
    'tries',
    ['2026-11 tue-10 11-03…11-10', '2026-11 tue-10 11-10… ×2', '2026-11 tue-15 11-10…'],
  ],
  [
    'a promise is due when its window ends, and broken until it is kept after all no more',
    aHistory({
      promises: [{ id: 'p', windowTo: at('11-10 10:10'), madeAt: at('11-03 10:00'), endedAt: null, result: null }],
    }),
    'promises',
    ['2026-11 broken 11-10…'],
  ],
  [
    'one that was replaced before it was due is none',
    aHistory({
      promises: [
        {
          id: 'p',
          windowTo: at('11-10 10:10'),
          madeAt: at('11-03 10:00'),
          endedAt: at('11-04 10:00'),
          result: 'replaced',
        },
      ],
      acts: [anAct('11-04 10:00', { promiseEnded: 'p', promiseResult: 'replaced' })],
    }),
    'promises',
    [],
  ],
  [
    'a second’s more than five minutes is six',
    aHistory({ clocks: { ...NO_CLOCK, responseSeconds: 301 } }),
    'response',
    ['2026-11 6 11-02…'],
  ],
  [
    'beyond two hours to tens',
    aHistory({ clocks: { ...NO_CLOCK, responseSeconds: 7_201 } }),
    'response',
    ['2026-11 130 11-02…'],
  ],
  ['born in a call: no clock', aHistory({ clocks: { ...NO_CLOCK, born: true } }), 'response', []],
];

test('what an enquiry counts as, from which day until which', () => {
  for (const [why, history, measure, spans] of CASES) assert.deepEqual(told(history, measure), [...spans], why);
});

test('A day ends at the midnight of the site: in Los Angeles the same moments are of the day before', () => {
  const history = aHistory({ events: [anEvent(1, 'NEW', '11-03 10:00')], createdAt: at('11-03 10:00') });
  const [span] = spansOf(history, 'America/Los_Angeles', NOW);
  assert.equal(span?.since, calendarDay('2026-11-02'));
});

test('the past of an enquiry is the same whenever it is counted', () => {
  const history = CASES.find(([why]) => why.startsWith('neglected from'))![1];
  const until = (now: Instant) => told(history, 'neglected', now);
  assert.deepEqual(until(at('11-30 10:00')), ['2026-11  11-04…11-06', '2026-11  11-25…'], 'the next one went by, too');
  assert.deepEqual(until(NOW), ['2026-11  11-04…11-06']);
  assert.equal(staleAt(history, NOW), at('11-25 11:00'), 'when to look again');
  assert.equal(staleAt(history, at('11-30 10:00')), null);
});
