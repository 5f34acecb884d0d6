import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StatusCode } from '../vocabulary.ts';
import type { Practice } from './practice.ts';
import { previewCadence } from './preview.ts';
import type { PreviewCall } from './preview.ts';
import { at, described, seoul, siteEveryDay } from './testing.ts';

/**
 * Worked out by hand from domain §2 and §3, in site time of 2026; 2 November is a Monday. A call is `11-02 10:00` (nobody
 * answered), with `BUSY`, `VOICEMAIL`, `THIRD_PARTY`, or `→` what the talk led to: `→ talk`, `→ none` (a promise without a
 * time), `→ 11-03 15:00` (a promise). Expected: status, unanswered days, kind, due – end of window, slot.
 */
type Case = readonly [why: string, calls: readonly string[], expected: string, options?: Options];
type Options = {
  readonly site?: Practice;
  readonly status?: StatusCode;
  readonly received?: string;
  readonly now?: string;
};

const weekOne = [
  '11-02 10:00',
  '11-02 17:10',
  '11-03 14:10',
  '11-04 17:10',
  '11-05 09:40',
  '11-06 17:05',
  '11-07 09:40',
];
const newYork = siteEveryDay('America/New_York', [['09:00', '17:00']]);
const shanghai = siteEveryDay('Asia/Shanghai', [['08:00', '22:00']], ['09:00', '20:00']);
const mornings = siteEveryDay('Asia/Seoul', [['09:00', '11:00']]);
const afternoons = siteEveryDay('Asia/Seoul', [['13:00', '16:00']]);
const lateBreak = siteEveryDay('Asia/Seoul', [
  ['10:00', '17:20'],
  ['17:50', '18:30'],
]);

const cases: readonly Case[] = [
  [
    'before the first call: 30 opening minutes from arrival',
    [],
    'WAITING 0 CALL 11-02 10:30–10:30',
    { received: '11-02 10:00' },
  ],
  ['the lunch break does not count', [], 'WAITING 0 CALL 11-02 14:20–14:20', { received: '11-02 12:50' }],
  [
    'Saturday 12:50: ten minutes, then twenty on Monday',
    [],
    'WAITING 0 CALL 11-09 09:50–09:50',
    { received: '11-07 12:50' },
  ],
  ['Sunday: half an hour after opening', [], 'WAITING 0 CALL 11-09 10:00–10:00', { received: '11-08 11:00' }],
  ['at closing it is closed', [], 'WAITING 0 CALL 11-03 10:00–10:00', { received: '11-02 18:30' }],
  [
    'a new enquiry gets an owner in five minutes',
    [],
    'NEW 0 ASSIGN 11-02 10:05–10:05',
    { received: '11-02 10:00', status: 'NEW' },
  ],

  ['rule 2: the evening of the same day', ['11-02 10:00'], 'NO_ANSWER_1 1 CALL 11-02 17:00–18:30 EV'],
  ['rule 2 until one minute before 15:00', ['11-02 14:59'], 'NO_ANSWER_1 1 CALL 11-02 17:00–18:30 EV'],
  ['at 15:00 rule 2 is over; first plan: AM', ['11-02 15:00'], 'NO_ANSWER_1 1 CALL 11-03 09:30–11:00 AM'],
  ['a first call in the evening: AM', ['11-02 17:30'], 'NO_ANSWER_1 1 CALL 11-03 09:30–11:00 AM'],
  ['a busy line is unanswered', ['11-02 10:00 BUSY'], 'NO_ANSWER_1 1 CALL 11-02 17:00–18:30 EV'],
  ['voicemail is unanswered', ['11-02 15:10 VOICEMAIL'], 'NO_ANSWER_1 1 CALL 11-03 09:30–11:00 AM'],
  ['Saturday: two hours later, inside its EV', ['11-07 10:00'], 'NO_ANSWER_1 1 CALL 11-07 12:00–13:00 EV'],
  ['Saturday: ten minutes of EV are left', ['11-07 10:50'], 'NO_ANSWER_1 1 CALL 11-07 12:50–13:00 EV'],
  [
    'Saturday 11:00 + 2 h is EV’s end: Monday, plan after a morning: PM',
    ['11-07 11:00'],
    'NO_ANSWER_1 1 CALL 11-09 14:00–16:00 PM',
  ],
  ['Saturday 11:40 is EV, no morning: AM', ['11-07 11:40'], 'NO_ANSWER_1 1 CALL 11-09 09:30–11:00 AM'],
  ['Sunday morning counts as AM and has no EV: PM', ['11-08 10:00'], 'NO_ANSWER_1 1 CALL 11-09 14:00–16:00 PM'],
  ['Sunday 13:00 counts as PM: AM', ['11-08 13:00'], 'NO_ANSWER_1 1 CALL 11-09 09:30–11:00 AM'],

  ['second call of day one, morning and evening: PM', weekOne.slice(0, 2), 'NO_ANSWER_1 1 CALL 11-03 14:00–16:00 PM'],
  [
    'second call of day one, afternoon and evening: AM',
    ['11-02 14:30', '11-02 17:10'],
    'NO_ANSWER_1 1 CALL 11-03 09:30–11:00 AM',
  ],
  ['day two after a morning: EV', weekOne.slice(0, 3), 'NO_ANSWER_2 2 CALL 11-04 17:00–18:30 EV'],
  ['day three after a morning: AM', weekOne.slice(0, 4), 'NO_ANSWER_3 3 CALL 11-05 09:30–11:00 AM'],
  ['day four after a morning: EV', weekOne.slice(0, 5), 'NO_ANSWER_4 4 CALL 11-06 17:00–18:30 EV'],
  ['day five after a morning: AM, on Saturday', weekOne.slice(0, 6), 'NO_ANSWER_5 5 CALL 11-07 09:30–11:00 AM'],
  ['day six: EV, over Sunday; the number stays 5', weekOne, 'NO_ANSWER_5 6 CALL 11-09 17:00–18:30 EV'],
  ['day seven ends it', [...weekOne, '11-09 17:20'], 'UNREACHED 7 none'],
  ['first plan, day two: EV', ['11-02 15:30', '11-03 09:40'], 'NO_ANSWER_2 2 CALL 11-04 17:00–18:30 EV'],
  [
    'first plan, day three: PM',
    ['11-02 15:30', '11-03 09:40', '11-04 17:10'],
    'NO_ANSWER_3 3 CALL 11-05 14:00–16:00 PM',
  ],
  [
    'days between do not matter, unanswered days do',
    ['11-02 15:30', '11-04 09:40'],
    'NO_ANSWER_2 2 CALL 11-05 17:00–18:30 EV',
  ],
  [
    'the order of recording does not matter',
    ['11-04 17:10', '11-02 15:30', '11-03 09:40'],
    'NO_ANSWER_3 3 CALL 11-05 14:00–16:00 PM',
  ],

  ['planned EV was tried: PM', ['11-02 15:30', '11-03 17:30'], 'NO_ANSWER_2 2 CALL 11-04 14:00–16:00 PM'],
  [
    'planned EV and PM were tried: AM',
    ['11-02 15:30', '11-03 14:30', '11-03 17:30'],
    'NO_ANSWER_2 2 CALL 11-04 09:30–11:00 AM',
  ],
  [
    'all were tried: the first that exists',
    ['11-02 15:30', '11-03 09:40', '11-03 14:30', '11-03 17:30'],
    'NO_ANSWER_2 2 CALL 11-04 17:00–18:30 EV',
  ],
  ['Friday to Saturday in AM', ['11-06 16:30'], 'NO_ANSWER_1 1 CALL 11-07 09:30–11:00 AM'],
  [
    'Saturday has no PM and both others were tried: EV',
    ['11-06 10:00', '11-06 17:10'],
    'NO_ANSWER_1 1 CALL 11-07 11:30–13:00 EV',
  ],
  ['over a holiday', ['10-08 16:00'], 'NO_ANSWER_1 1 CALL 10-10 09:30–11:00 AM'],
  ['over a long holiday and Sunday', ['09-23 17:30'], 'NO_ANSWER_1 1 CALL 09-28 09:30–11:00 AM'],

  [
    'somebody else answered: the next slot, nothing counted',
    ['11-02 10:00 THIRD_PARTY'],
    'WAITING 0 CALL 11-02 14:00–16:00 PM',
  ],
  [
    'a talk on the same day takes the day away',
    ['11-02 10:00', '11-02 17:10 → talk'],
    'CONSULTING 0 FOLLOW_UP 11-03 17:10–17:10',
  ],
  [
    '24 hours that end on Saturday evening move to Monday',
    ['11-06 18:00 → talk'],
    'CONSULTING 0 FOLLOW_UP 11-09 09:30–09:30',
  ],
  ['a promise: ±10 minutes', ['11-02 10:00 → 11-03 15:00'], 'CALLBACK 0 CALL 11-03 15:00–15:10'],
  ['a promise without a time: EV of today', ['11-02 10:00 → none'], 'CALLBACK 0 CALL 11-02 17:00–18:30 EV'],
  ['EV’s start is not past at its minute', ['11-02 17:00 → none'], 'CALLBACK 0 CALL 11-02 17:00–18:30 EV'],
  ['EV’s start is past: tomorrow', ['11-02 17:01 → none'], 'CALLBACK 0 CALL 11-03 17:00–18:30 EV'],
  ['Saturday’s EV is past: Monday', ['11-07 12:00 → none'], 'CALLBACK 0 CALL 11-09 17:00–18:30 EV'],
  [
    'a promise without a time goes on in EV, though EV was tried',
    ['11-02 10:00 → none', '11-02 17:05'],
    'NO_ANSWER_1 1 CALL 11-03 17:00–18:30 EV',
  ],
  [
    '… each further day',
    ['11-02 10:00 → none', '11-02 17:05', '11-03 17:05'],
    'NO_ANSWER_2 2 CALL 11-04 17:00–18:30 EV',
  ],
  ['… on Saturday in its EV', ['11-06 10:00 → none', '11-06 17:05'], 'NO_ANSWER_1 1 CALL 11-07 11:30–13:00 EV'],
  [
    'back from a promise the count goes on',
    ['11-02 15:30', '11-03 09:40 → 11-04 15:00', '11-04 15:00'],
    'NO_ANSWER_2 2 CALL 11-05 17:00–18:30 EV',
  ],
  [
    'after a talk the day’s only unanswered call: rule 2',
    ['11-02 09:40 → 11-02 14:30', '11-02 14:30'],
    'NO_ANSWER_1 1 CALL 11-02 17:00–18:30 EV',
  ],
  [
    'two unanswered calls around a talk: planned PM was tried',
    ['11-02 09:40', '11-02 10:00 → 11-02 16:00', '11-02 16:00'],
    'NO_ANSWER_1 1 CALL 11-03 17:00–18:30 EV',
  ],
  ['a wrong number is the end of the only number', ['11-02 10:00 WRONG_NUMBER'], 'INVALID 0 none'],

  [
    'an imported third no-answer: the next slot',
    [],
    'NO_ANSWER_3 3 CALL 11-02 14:00–16:00 PM',
    { status: 'NO_ANSWER_3', now: '11-02 10:00' },
  ],
  [
    'imported three and one here: fourth of the first plan',
    ['11-02 14:10'],
    'NO_ANSWER_4 4 CALL 11-03 17:00–18:30 EV',
    { status: 'NO_ANSWER_3' },
  ],
  [
    'imported five and one here in EV: planned EV was tried',
    ['11-02 17:10'],
    'NO_ANSWER_5 6 CALL 11-03 14:00–16:00 PM',
    { status: 'NO_ANSWER_5' },
  ],
  [
    'imported: a morning here is not the first day’s',
    ['11-02 10:00'],
    'NO_ANSWER_2 2 CALL 11-03 17:00–18:30 EV',
    { status: 'NO_ANSWER_1' },
  ],

  // New York 09:00–17:00 every day: AM 09:00–11:00, EV 15:30–17:00, PM 14:00–15:30. Clocks change on 8 March and 1 November.
  [
    'spring: 09:00 of the day with 23 hours',
    ['03-07 15:10'],
    'NO_ANSWER_1 1 CALL 03-08 09:00–11:00 AM',
    { site: newYork },
  ],
  [
    'autumn: 09:00 of the day with 25 hours',
    ['10-31 15:10'],
    'NO_ANSWER_1 1 CALL 11-01 09:00–11:00 AM',
    { site: newYork },
  ],
  [
    'spring: 24 hours later the wall shows one more',
    ['03-07 10:00 → talk'],
    'CONSULTING 0 FOLLOW_UP 03-08 11:00–11:00',
    { site: newYork },
  ],
  [
    'autumn: 24 hours later the wall shows one less',
    ['10-31 16:30 → talk'],
    'CONSULTING 0 FOLLOW_UP 11-01 15:30–15:30',
    { site: newYork },
  ],
  ['spring: rule 2 on the day itself', ['03-08 10:00'], 'NO_ANSWER_1 1 CALL 03-08 15:30–17:00 EV', { site: newYork }],

  [
    'Shanghai: calling limits make the slots',
    ['11-02 08:30'],
    'NO_ANSWER_1 1 CALL 11-02 18:30–20:00 EV',
    { site: shanghai },
  ],
  [
    'Shanghai: next day, after a morning and an evening',
    ['11-02 09:10', '11-02 19:00'],
    'NO_ANSWER_1 1 CALL 11-03 14:00–16:00 PM',
    { site: shanghai },
  ],
  [
    'open mornings only: the only slot again',
    ['11-02 09:10'],
    'NO_ANSWER_1 1 CALL 11-03 09:00–11:00 AM',
    { site: mornings },
  ],
  [
    'open mornings only: a promise without a time takes the next slot',
    ['11-02 09:10 → none'],
    'CALLBACK 0 CALL 11-03 09:00–11:00 AM',
    { site: mornings },
  ],
  [
    'open afternoons only: two hours later',
    ['11-02 13:00'],
    'NO_ANSWER_1 1 CALL 11-02 15:00–16:00 EV',
    { site: afternoons },
  ],
  [
    'open afternoons only: plan AM does not exist, EV',
    ['11-02 13:00', '11-03 14:10'],
    'NO_ANSWER_2 2 CALL 11-04 14:30–16:00 EV',
    { site: afternoons },
  ],
  ['a break in EV: its longer piece', ['11-02 14:55'], 'NO_ANSWER_1 1 CALL 11-02 17:50–18:30 EV', { site: lateBreak }],
];

function parseCall(text: string, site: Practice): PreviewCall {
  const when = at(text.slice(0, 11), site);
  const rest = text.slice(12);
  if (rest === '→ talk') return { at: when, outcome: 'CONNECTED' as const };
  if (rest === '→ none') return { at: when, outcome: 'CONNECTED' as const, promiseAt: null };
  if (rest.startsWith('→ ')) return { at: when, outcome: 'CONNECTED' as const, promiseAt: at(rest.slice(2), site) };
  const outcome = (['BUSY', 'VOICEMAIL', 'THIRD_PARTY', 'WRONG_NUMBER'] as const).find((word) => word === rest);
  return { at: when, outcome: outcome ?? 'NO_ANSWER' };
}

for (const [why, calls, expected, options = {}] of cases) {
  test(`${why}: ${calls.join(', ') || 'no call'}`, () => {
    const site = options.site ?? seoul;
    const made = calls.map((call) => parseCall(call, site));
    const received = options.received
      ? at(options.received, site)
      : at(calls.toSorted()[0]?.slice(0, 11) ?? '11-02 09:30', site);
    const last = made.reduce((latest, call) => (call.at > latest ? call.at : latest), received);
    const now = options.now ? at(options.now, site) : last;
    const input = { site, receivedAt: received, calls: made, now };
    const preview = previewCadence(options.status ? { ...input, status: options.status } : input);
    assert.equal(`${preview.status} ${preview.unansweredDays} ${described(preview.nextAction, site)}`, expected);
  });
}

test('summer time is in the instants', () => {
  const spring = previewCadence({
    site: newYork,
    receivedAt: at('03-07 09:00', newYork),
    calls: [{ at: at('03-07 15:10', newYork), outcome: 'NO_ANSWER' }],
    now: at('03-07 15:10', newYork),
  });
  assert.equal(new Date(spring.nextAction?.dueAt ?? 0).toISOString(), '2026-03-08T13:00:00.000Z');
  const autumn = previewCadence({
    site: newYork,
    receivedAt: at('10-31 09:00', newYork),
    calls: [{ at: at('10-31 15:10', newYork), outcome: 'NO_ANSWER' }],
    now: at('10-31 15:10', newYork),
  });
  assert.equal(new Date(autumn.nextAction?.dueAt ?? 0).toISOString(), '2026-11-01T14:00:00.000Z');
});
