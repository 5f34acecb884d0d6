import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant } from '../../../kernel/instant.ts';
import { needsConsent, recordingState, type RecordedCall, type RecordingState } from './recording.ts';

test('the stricter end wins: ours as the exchange says, or hers by her number', () => {
  for (const [number, consent, expected] of [
    ['+821022832943', false, false],
    ['+821022832943', true, true],
    // California, Massachusetts, Connecticut, Washington.
    ['+14155553100', false, true],
    ['+16175553100', false, true],
    ['+12035553100', false, true],
    ['+12065553100', false, true],
    // New York, Texas.
    ['+12125553100', false, false],
    ['+15125553100', false, false],
    ['+12125553100', true, true],
    // 415 of no number of the plan; China.
    ['+1415555', false, false],
    ['+8614155553100', false, false],
    [null, false, false],
  ] as const) {
    assert.equal(needsConsent({ consent }, number), expected, String(number));
  }
});

const NOW = instant(1_000);
const plain: RecordedCall = {
  number: '+821022832943',
  recording: 'a.wav',
  recordingOn: false,
  recordingWord: null,
  recordingUntil: instant(2_000),
};
const california = { number: '+14155553100' };
const CASES: readonly [Partial<RecordedCall>, { announced?: boolean; consent?: boolean }, RecordingState][] = [
  [{}, {}, 'linked'],
  [{ recording: null, recordingUntil: null }, {}, 'none'],
  [{}, { announced: false }, 'not_announced'],
  [{ recordingUntil: instant(1_000) }, {}, 'expired'],
  [{ recording: null, recordingUntil: instant(1_000) }, {}, 'expired'],
  [{ recordingOn: true }, {}, 'on'],
  [california, {}, 'needs_consent'],
  [{ ...california, recordingWord: 'agreed' }, {}, 'linked'],
  [{ recordingWord: 'agreed' }, { consent: true }, 'linked'],
  [{}, { consent: true }, 'needs_consent'],
  // A yes makes no announcement superfluous; a no comes before all.
  [{ ...california, recordingWord: 'agreed' }, { announced: false }, 'not_announced'],
  [{ recordingWord: 'refused', recordingOn: true }, {}, 'refused'],
];

test('a recording is made and heard only where she was told, agreed where she must, and did not refuse', () => {
  for (const [call, rule, expected] of CASES) {
    const state = recordingState({ ...plain, ...call }, { announced: true, consent: false, ...rule }, NOW);
    assert.equal(state, expected, JSON.stringify({ call, rule }));
  }
});
