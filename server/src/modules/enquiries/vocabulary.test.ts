import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STANDARD_PRESETS } from '@anbu/contract';
import {
  ACTION_KINDS,
  CALL_OUTCOMES,
  DECLINED_REASONS,
  HOLD_REASONS,
  isOpenStatus,
  noAnswerNumber,
  noAnswerStatus,
  STATUSES,
} from './vocabulary.ts';

test('there are 21 statuses in their order, 1–15 open, each named in three languages', () => {
  assert.deepEqual(
    STATUSES.map(({ position }) => position),
    Array.from({ length: 21 }, (_, index) => index + 1),
  );
  assert.equal(new Set(STATUSES.map(({ code }) => code)).size, 21);
  for (const { code, position, names, open } of STATUSES) {
    assert.equal(isOpenStatus(code), position <= 15, code);
    assert.equal(open, position <= 15);
    assert.ok(names.ko && names.en && names.zh);
  }
});

test('no-answer numbers end at five', () => {
  assert.deepEqual([1, 5, 6].map(noAnswerStatus), ['NO_ANSWER_1', 'NO_ANSWER_5', 'NO_ANSWER_5']);
  assert.equal(noAnswerNumber('NO_ANSWER_4'), 4);
  assert.equal(noAnswerNumber('LATER'), null);
});

test('the lists of words are those of the domain', () => {
  assert.equal(
    HOLD_REASONS.map(({ code }) => code).join(' '),
    'SCHEDULE BUSY FAMILY COST DISTANCE AWAY FEAR COMPARING THINKING CLEARANCE',
  );
  assert.equal(HOLD_REASONS.map(({ code }) => STANDARD_PRESETS.hold[code]).join(' '), '3 14 7 7 7 14 10 3 10 14');
  assert.equal(DECLINED_REASONS.join(' '), 'NO_INTENT COST DISTANCE TREATED_ELSEWHERE FEAR SERVICE_NOT_OFFERED OTHER');
  assert.equal(ACTION_KINDS.join(' '), 'ASSIGN CALL FOLLOW_UP GUIDE CONFIRM SAME_DAY CHECK_ARRIVAL REBOOK');
  assert.equal(CALL_OUTCOMES.length, 7);
});
