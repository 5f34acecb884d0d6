import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { instant, MINUTE } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { isOpen } from '../../../kernel/opening-hours.ts';
import { slotOf, slotsOf } from '../../../kernel/slots.ts';
import { dayOf } from '../../../kernel/zoned-time.ts';
import { afterCall } from './after-call.ts';
import { unansweredDays } from './cadence.ts';
import { previewCadence } from './preview.ts';
import type { StatusCode } from '../vocabulary.ts';
import type { EnquiryState } from './state.ts';
import { anEnquiry, at, described, seoul, siteEveryDay } from './testing.ts';

const start = at('09-18 00:00');
const MINUTES_OF_THREE_WEEKS = 21 * 24 * 60;

/** One to eight calls at any minute of three weeks with a long holiday in them. */
const someCalls = fc
  .uniqueArray(fc.integer({ min: 0, max: MINUTES_OF_THREE_WEEKS }), { minLength: 1, maxLength: 8 })
  .map((minutes) => minutes.map((minute) => instant(start + minute * MINUTE)));

const preview = (calls: readonly Instant[]) =>
  previewCadence({
    site: seoul,
    receivedAt: start,
    calls: calls.map((when) => ({ at: when, outcome: 'NO_ANSWER' })),
    now: instant(Math.max(...calls)),
  });

/**
 * The rules once more, slowly and apart: minutes of Seoul's day (UTC+9, no summer time) and the slots of the test's clinic
 * as literals.
 */
function restated(calls: readonly Instant[]): string {
  const DAYS = 24 * 60;
  const minutes = calls.map((when) => Math.floor(when / MINUTE) + 9 * 60).sort((a, b) => a - b);
  const label = (day: number) => new Date(day * DAYS * MINUTE).toISOString().slice(5, 10);
  const windowsOf = (day: number): Record<string, [number, number]> => {
    const weekday = new Date(day * DAYS * MINUTE).getUTCDay();
    if (weekday === 0 || ['09-24', '09-25', '09-26', '10-05', '10-09'].includes(label(day))) return {};
    if (weekday === 6) return { EV: [690, 780], AM: [570, 660] };
    return { EV: [1020, 1110], PM: [840, 960], AM: [570, 660] };
  };
  const slot = (minute: number) => {
    const evening = windowsOf(Math.floor(minute / DAYS))['EV'];
    const clock = minute % DAYS;
    if (evening && clock >= evening[0]) return 'EV';
    return clock < 720 ? 'AM' : 'PM';
  };
  const days = [...new Set(minutes.map((minute) => Math.floor(minute / DAYS)))];
  const u = days.length;
  const last = days[u - 1] ?? 0;
  const of = (day: number) => minutes.filter((minute) => Math.floor(minute / DAYS) === day);
  if (u >= 7) return 'UNREACHED none';
  const status = `NO_ANSWER_${u > 5 ? 5 : u}`;
  const clock = (minute: number) =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const answer = (day: number, name: string, from: number, to: number) =>
    `${status} CALL ${label(day)} ${clock(from)}–${clock(to)} ${name}`;
  const only = of(last);
  const evening = windowsOf(last)['EV'];
  if (u === 1 && only.length === 1 && (only[0] ?? 0) % DAYS < 900 && evening) {
    const from = Math.max(evening[0], ((only[0] ?? 0) % DAYS) + 120);
    if (from < evening[1]) return answer(last, 'EV', from, evening[1]);
  }
  let next = last + 1;
  while (Object.keys(windowsOf(next)).length === 0) next += 1;
  const morning = of(days[0] ?? 0).some((minute) => slot(minute) === 'AM');
  const plan = (morning ? 'PM EV AM EV AM EV' : 'AM EV PM EV AM EV').split(' ')[u - 1] ?? '';
  const exists = windowsOf(next);
  const tried: string[] = only.map(slot);
  const order = ['EV', 'PM', 'AM'].filter((name) => exists[name]);
  const name =
    exists[plan] && !tried.includes(plan) ? plan : (order.find((one) => !tried.includes(one)) ?? order[0] ?? '');
  const [from, to] = exists[name] ?? [0, 0];
  return answer(next, name, from, to);
}

test('a slow re-statement of the three rules agrees at any minutes', () => {
  fc.assert(
    fc.property(someCalls, (calls) => {
      const { status, nextAction } = preview(calls);
      assert.equal(`${status} ${described(nextAction)}`, restated(calls));
    }),
    { numRuns: 3_000 },
  );
});

test('the next call lies in open hours, in another slot where there is one, for at least half an hour unless it is today', () => {
  fc.assert(
    fc.property(someCalls, (calls) => {
      const { status, nextAction } = preview(calls);
      if (!nextAction) return assert.equal(status, 'UNREACHED');
      assert.ok(isOpen(seoul, nextAction.dueAt) && isOpen(seoul, instant(nextAction.windowTo - 1)));
      const day = dayOf('Asia/Seoul', nextAction.dueAt);
      const lastDay = dayOf('Asia/Seoul', instant(Math.max(...calls)));
      if (day === lastDay) return undefined;
      assert.ok(nextAction.windowTo - nextAction.windowFrom >= 30 * MINUTE);
      const tried = new Set(
        calls.filter((when) => dayOf('Asia/Seoul', when) === lastDay).map((when) => slotOf(seoul, when)),
      );
      const untried = (['AM', 'PM', 'EV'] as const).filter((slot) => slotsOf(seoul, day)[slot] && !tried.has(slot));
      assert.ok(untried.length === 0 || (nextAction.slot !== null && untried.includes(nextAction.slot)));
      return undefined;
    }),
    { numRuns: 1_000 },
  );
});

/** The calls go through `afterCall`, recorded in the given order, as the service does. */
function recorded(calls: readonly Instant[]): EnquiryState {
  const now = instant(start + (MINUTES_OF_THREE_WEEKS + 1) * MINUTE);
  let state = anEnquiry({ receivedAt: start, statusSince: start });
  for (const when of calls) {
    if (state.status === 'UNREACHED') break;
    const made = afterCall(state, { at: when, outcome: 'NO_ANSWER' }, seoul, now);
    state = made.ok ? made.value.state : assert.fail();
    const { u } = unansweredDays(state, seoul);
    assert.ok(u <= 7, 'no more than seven unanswered days');
    assert.equal(state.status, u === 7 ? 'UNREACHED' : `NO_ANSWER_${Math.min(u, 5)}`);
  }
  return state;
}

test('the order in which calls are recorded does not matter, only the order in which they were made', () => {
  const fewCalls = fc
    .uniqueArray(fc.integer({ min: 0, max: MINUTES_OF_THREE_WEEKS }), { minLength: 2, maxLength: 6 })
    .map((minutes) => minutes.map((minute) => instant(start + minute * MINUTE)));
  fc.assert(
    fc.property(fewCalls, (calls) => {
      const sorted = calls.toSorted((a, b) => a - b);
      const [one, other] = [recorded(calls), recorded(sorted)];
      assert.equal(one.status, other.status);
      assert.deepEqual(one.nextAction, other.nextAction);
    }),
    { numRuns: 500 },
  );
});

/** As `recorded`, with a talk that promised a call-back among the calls; each call belongs to the status that the history shows for it. */
function recordedWithTalk(calls: readonly Instant[], talkAt: Instant, promiseAt: Instant | null): EnquiryState {
  const now = instant(start + (MINUTES_OF_THREE_WEEKS + 1) * MINUTE);
  let state = anEnquiry({ receivedAt: start, statusSince: start, chainSince: start });
  const history: { to: StatusCode; at: Instant }[] = [{ to: 'WAITING', at: start }];
  for (const when of calls) {
    const shown = history.filter((event) => event.at <= when).sort((a, b) => a.at - b.at);
    const statusWhenMade = shown.at(-1)?.to ?? 'WAITING';
    const talk = { to: 'CALLBACK', promiseAt, promiseBy: 'us' };
    const made = afterCall(
      state,
      when === talkAt
        ? { at: when, outcome: 'CONNECTED', then: talk, statusWhenMade }
        : { at: when, outcome: 'NO_ANSWER', statusWhenMade },
      seoul,
      now,
    );
    if (!made.ok) assert.fail(JSON.stringify(made.refusal));
    state = made.value.state;
    history.push(...made.value.events);
  }
  const last = history.toSorted((a, b) => a.at - b.at).at(-1);
  assert.equal(last?.to, state.status, 'the history ends in the status');
  return state;
}

test('P8 a talk recorded late stands where it belongs: before the calls that nobody answered after it', () => {
  const times = fc
    .uniqueArray(fc.integer({ min: 0, max: MINUTES_OF_THREE_WEEKS }), { minLength: 2, maxLength: 6 })
    .map((minutes) => minutes.map((minute) => instant(start + minute * MINUTE)));
  fc.assert(
    fc.property(times, fc.nat(), fc.boolean(), (calls, pick, timed) => {
      const talkAt = calls[pick % calls.length] ?? start;
      const promiseAt = timed ? instant(talkAt + 3 * 24 * 60 * MINUTE) : null;
      const inOrder = recordedWithTalk(
        calls.toSorted((a, b) => a - b),
        talkAt,
        promiseAt,
      );
      const asTold = recordedWithTalk(calls, talkAt, promiseAt);
      assert.equal(asTold.status, inOrder.status);
      assert.deepEqual(asTold.nextAction, inOrder.nextAction);
    }),
    { numRuns: 1_000 },
  );
});

test('a whole cadence worked at its due times ends after seven days, whatever the hours', () => {
  const ranges = fc
    .tuple(fc.integer({ min: 0, max: 46 }), fc.integer({ min: 1, max: 47 }))
    .filter(([from, to]) => to > from)
    .map(([from, to]): [string, string] => [halfHour(from), halfHour(to)]);
  fc.assert(
    fc.property(ranges, fc.constantFrom('Asia/Seoul', 'America/New_York', 'Asia/Shanghai'), (range, zone) => {
      const site = siteEveryDay(zone, [range]);
      let state = anEnquiry({ receivedAt: at('03-05 12:00', site), statusSince: at('03-05 12:00', site) });
      let when = state.receivedAt;
      for (let count = 0; count < 20 && state.status !== 'UNREACHED'; count++) {
        const made = afterCall(state, { at: when, outcome: 'NO_ANSWER' }, site, when);
        state = made.ok ? made.value.state : assert.fail();
        const due = state.nextAction?.dueAt;
        if (due !== undefined && due <= when) return; // a site without any slot: due at once
        when = due ?? when;
      }
      assert.equal(state.status, 'UNREACHED');
      assert.ok(state.calls.length <= 8, 'seven days, two calls on the first');
    }),
    { numRuns: 200 },
  );
});

function halfHour(index: number): string {
  return `${String(Math.floor(index / 2)).padStart(2, '0')}:${index % 2 ? '30' : '00'}`;
}
