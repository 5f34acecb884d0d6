import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actsOn, type ActedCall, type CallAct } from './acts.ts';
import type { RecordingState } from './recording.ts';

const ours = { externalId: 'anbu-1', ownLeg: 'anbu-1', personLeg: '1.2' };
const theirs = { externalId: '1.1', ownLeg: '1.3', personLeg: '1.1' };
const given = { externalId: '1.1', ownLeg: '1.1-r-1001', personLeg: '1.1' };
const ALL: readonly CallAct[] = ['hang_up', 'hold', 'transfer', 'consult', 'record'];
const WITHOUT_RECORD: readonly CallAct[] = ['hang_up', 'hold', 'transfer', 'consult'];

const CASES: readonly [
  why: string,
  kind: 'ami' | 'ari' | 'webhook',
  call: Partial<ActedCall>,
  recording: RecordingState,
  acts: readonly CallAct[],
][] = [
  ['an exchange that only tells', 'webhook', ours, 'none', []],
  ['it rings', 'ami', { ...ours, state: 'ringing' }, 'none', ['hang_up']],
  ['it is over', 'ami', { ...ours, state: 'ended' }, 'none', []],
  ['both channels are known', 'ami', theirs, 'none', ALL],
  ['her channel is not known', 'ami', { ...ours, personLeg: null }, 'none', ['hang_up']],
  ['a call of ours over ARI', 'ari', { ...ours, personLeg: null }, 'none', ALL],
  ['the dial plan gave it to us', 'ari', given, 'none', ALL],
  ['the colleague who was asked has it', 'ari', { ...ours, ownLeg: 'anbu-1-c' }, 'none', ALL],
  ['it was sent to the dial plan', 'ari', { ...ours, ownLeg: '7.7' }, 'none', ['hang_up']],
  ['a telephone of ours dialled by the dial plan', 'ari', { ...theirs, ownLeg: '1.1' }, 'none', ['hang_up']],
  ['the dial plan kept it', 'ari', theirs, 'none', ['hang_up']],
  ['she waits', 'ami', { ...theirs, heldAt: 1 }, 'none', ['hang_up', 'resume']],
  ['a colleague is asked', 'ari', { ...ours, heldAt: 1, consulted: '1002' }, 'none', ['complete', 'return']],
  ['it is recorded', 'ami', theirs, 'on', [...WITHOUT_RECORD, 'stop_record']],
  ['she must agree first', 'ami', theirs, 'needs_consent', WITHOUT_RECORD],
  ['she refused', 'ami', theirs, 'refused', WITHOUT_RECORD],
  ['callers are not told', 'ami', theirs, 'not_announced', WITHOUT_RECORD],
];

test('what can be done with a call: by how the exchange speaks, how far it is, and what she said', () => {
  for (const [why, kind, call, recording, acts] of CASES) {
    const whole = { ...ours, state: 'answered', heldAt: null, consulted: null, ...call } as const;
    assert.deepEqual(actsOn(whole, kind, recording), acts, why);
  }
});
