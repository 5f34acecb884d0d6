import assert from 'node:assert/strict';
import { test } from 'node:test';
import { governedReading, labelKey, proposalsFor } from './labels.ts';
import { isSlipOf } from './similar.ts';

test('A3 governed names in any language and spelling are taken as they are; others are only proposed', () => {
  const table: readonly (readonly [string, string | null])[] = [
    ['예약완료', 'BOOKED'],
    [' 2차 부재 ', 'NO_ANSWER_2'],
    ['no_answer_2', 'NO_ANSWER_2'],
    ['No Answer 2', 'NO_ANSWER_2'],
    ['已预约', 'BOOKED'],
    ['전화주기로', 'CALLBACK'],
    ['노쇼', 'NO_SHOW'],
    ['결번', 'INVALID'],
    ['연락 거부', 'DO_NOT_CONTACT'],
    ['INVALID', null],
    ['부재', null],
    ['안받음', null],
    ['', null],
  ];
  for (const [label, code] of table) assert.equal(governedReading(label)?.code ?? null, code, label);
  assert.equal(governedReading('중복')?.invalidKind, 'duplicate');
  assert.equal(labelKey('부재 3'), labelKey('부재3'));
});

test('A3 a stop word changes no status by itself: 수신거부 is asked, and it is said why', () => {
  for (const label of ['수신거부', '수신 거부', 'opted out', '拉黑']) {
    assert.equal(governedReading(label), null, label);
    const [proposal] = proposalsFor(label);
    assert.deepEqual(
      [proposal?.code, proposal?.confidence, proposal?.why.code],
      ['DO_NOT_CONTACT', 0.5, 'imports.why.stop_word'],
    );
  }
});

test('A3 home-made labels are proposed from their words, in three languages, with numbers, brackets and slips of the hand', () => {
  const table: readonly (readonly [label: string, code: string, least: number, most: number])[] = [
    ['3차부재(문자)', 'NO_ANSWER_3', 0.9, 1],
    ['2부재', 'NO_ANSWER_2', 0.9, 1],
    ['부재 1회', 'NO_ANSWER_1', 0.9, 1],
    ['두번째 부재', 'NO_ANSWER_2', 0.9, 1],
    ['第一次未接通', 'NO_ANSWER_1', 0.9, 1],
    ['两次未接', 'NO_ANSWER_2', 0.9, 1],
    ['no answer x2', 'NO_ANSWER_2', 0.9, 1],
    ['NA3', 'NO_ANSWER_3', 0.9, 1],
    ['6차 부재', 'NO_ANSWER_5', 0.5, 0.7],
    ['부재 7회', 'UNREACHED', 0.5, 0.7],
    // A number of calls, and nobody who answered: neither says all of it.
    ['3차', 'NO_ANSWER_3', 0.5, 0.7],
    ['2nd call', 'NO_ANSWER_2', 0.5, 0.7],
    ['안받음', 'NO_ANSWER_1', 0.4, 0.6],
    ['부재', 'NO_ANSWER_1', 0.4, 0.6],
    ['부재(6/3)', 'NO_ANSWER_1', 0.4, 0.6],
    ['未接', 'NO_ANSWER_1', 0.4, 0.6],
    ['voicemail', 'NO_ANSWER_1', 0.4, 0.6],
    ['5회이상부재', 'UNREACHED', 0.9, 1],
    ['취소', 'CANCELLED', 0.6, 0.8],
    ['변경', 'RESCHEDULING', 0.6, 0.8],
    ['Cancelled by patient', 'CANCELLED', 0.6, 0.8],
    ['타병원', 'DECLINED', 0.6, 0.7],
    ['비용문제', 'HOLD', 0.6, 0.7],
    ['대상아님', 'INELIGIBLE', 0.9, 1],
    ['已到院', 'VISITED', 0.9, 1],
    ['考虑中', 'HOLD', 0.9, 1],
    ['thinking', 'HOLD', 0.9, 1],
    ['예약완뇨', 'BOOKED', 0.5, 0.7],
    ['노쑈', 'NO_SHOW', 0.5, 0.7],
    ['무효(중복)', 'INVALID', 0.6, 0.8],
    ['', 'NEW', 0.4, 0.6],
  ];
  for (const [label, code, least, most] of table) {
    const [first] = proposalsFor(label);
    assert.equal(first?.code, code, label);
    assert.ok(first.confidence >= least && first.confidence <= most, `${label} ${first.confidence}`);
  }
  assert.deepEqual(proposalsFor('가족상의')[0]?.holdReasons, ['FAMILY']);
  assert.deepEqual(
    proposalsFor('비용문제').map(({ code }) => code),
    ['HOLD', 'DECLINED'],
    'both are said, the likelier first',
  );
  assert.equal(proposalsFor('무효(중복)')[0]?.invalidKind, 'duplicate');
});

test('A3 words that leave it open propose nothing, and words of two meanings in one label nothing sure', () => {
  for (const label of ['종료', '상담완료', '완납', '임플란트', '김지현', 'national', '무효', 'VIP']) {
    assert.deepEqual(proposalsFor(label), [], label);
  }
  const torn = proposalsFor('예약취소 후 재통화');
  assert.deepEqual(torn.map(({ code }) => code).sort(), ['CALLBACK', 'CANCELLED']);
  assert.ok(torn.every(({ confidence }) => confidence < 0.5));
});

test('A3 a slip of the hand is one letter of a Hangul syllable, never a number', () => {
  assert.ok(isSlipOf('부재', '부제'));
  assert.ok(isSlipOf('cancelled', 'canclled'));
  assert.ok(!isSlipOf('1차부재', '2차부재'));
  assert.ok(!isSlipOf('예약', '내원'));
});
