import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Id } from '../../../kernel/ids.ts';
import { instant } from '../../../kernel/instant.ts';
import { afterSignal, onlyMatch, proposedOutcome, talkSeconds, type CallCourse } from './call.ts';
import type { CallEnd, CallSignal } from './signal.ts';

const signal = (what: CallSignal['what'], more: Partial<CallSignal> = {}): CallSignal => ({
  call: 'c',
  what,
  direction: 'inbound',
  number: '01012345678',
  extensions: [],
  end: null,
  cause: null,
  recording: null,
  ...more,
});
const ring = (...extensions: string[]) => signal('ringing', { extensions });
const answer = (extension: string) => signal('answered', { extensions: [extension] });
const end = (how: CallEnd) => signal('ended', { end: how, cause: 16 });

/** Each signal a second after the one before. */
const course = (signals: readonly CallSignal[]) =>
  signals.reduce<CallCourse | null>((before, one, second) => afterSignal(before, one, instant(second * 1_000)), null);

const CASES: readonly [
  why: string,
  signals: readonly CallSignal[],
  state: string,
  ringing: string,
  extension: string | null,
][] = [
  ['it rings at one', [ring('1001')], 'ringing', '1001', null],
  ['it rings at two', [ring('1001'), ring('1001', '1002')], 'ringing', '1001 1002', null],
  ['one answers: it rings nowhere', [ring('1001', '1002'), answer('1002')], 'answered', '', '1002'],
  ['a late ring opens nothing', [ring('1001'), answer('1001'), ring('1002')], 'answered', '', '1001'],
  ['twice answered is once', [ring('1001'), answer('1001'), answer('1002')], 'answered', '', '1001'],
  ['answered and over', [ring('1001'), answer('1001'), end('answered')], 'ended', '', '1001'],
  ['nobody answered', [ring('1001'), end('no_answer')], 'missed', '', null],
  ['an end says that it was answered, which was not told', [ring('1001'), end('answered')], 'ended', '', null],
  ['an end says no, but it was answered', [ring('1001'), answer('1001'), end('no_answer')], 'ended', '', '1001'],
  ['an end of which we heard nothing before', [end('no_answer')], 'missed', '', null],
  ['what is over stays over', [ring('1001'), end('no_answer'), answer('1001'), ring('1001')], 'missed', '', null],
];

test('ringing → answered → ended | missed, and never back', () => {
  for (const [why, signals, state, ringing, extension] of CASES) {
    const now = course(signals);
    assert.deepEqual([now?.state, now?.ringing.join(' '), now?.extension], [state, ringing, extension], why);
    assert.equal(now?.endedAt === null, state === 'ringing' || state === 'answered', why);
  }
});

test('what comes twice is the same course: nothing is written', () => {
  const before = course([ring('1001'), answer('1001')]);
  assert.equal(afterSignal(before, answer('1001'), instant(9_000)), before);
  const ringing = course([ring('1001')]);
  assert.equal(afterSignal(ringing, ring('1001'), instant(9_000)), ringing);
});

test('the recording may be named after the end', () => {
  const over = course([ring('1001'), answer('1001'), end('answered')]);
  assert.equal(afterSignal(over, signal('ended', { recording: 'a.wav' }), instant(9_000)).recording, 'a.wav');
});

test('spoken is from the answer to the end', () => {
  assert.equal(talkSeconds(course([ring('1001'), answer('1001'), end('answered')])!), 1);
  assert.equal(talkSeconds(course([ring('1001'), end('no_answer')])!), null);
});

test('what never rang is no attempt', () => {
  const proposed = (['answered', 'busy', 'no_answer', 'failed'] as const).map(proposedOutcome);
  assert.deepEqual(proposed, ['CONNECTED', 'BUSY', 'NO_ANSWER', null]);
});

test('a number of a family is asked about, never guessed', () => {
  const [a, b] = ['a', 'b'] as Id[];
  assert.deepEqual([onlyMatch([]), onlyMatch([a!]), onlyMatch([a!, b!])], [null, a, null]);
});
