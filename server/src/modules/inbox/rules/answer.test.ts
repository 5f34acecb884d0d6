import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant, plus } from '../../../kernel/instant.ts';
import { choiceOf, choicesIn } from './answer.ts';
import { ANSWERED_WITHIN, openQuestion } from './question.ts';

const asks: readonly (readonly [text: string, choices: string | null])[] = [
  ['내일 11시 예약입니다. 1 확인, 2 변경, 3 취소로 답해 주세요.', '1 confirm 2 change 3 cancel'],
  ['① 예약 확인 ② 예약 변경 ③ 예약 취소', '1 confirm 2 change 3 cancel'],
  ['확인은 1, 변경은 2, 취소는 3을 보내 주세요', '1 confirm 2 change 3 cancel'],
  ['확인하시려면 1번, 취소하시려면 2번', '1 confirm 2 cancel'],
  ['Reply 1 to confirm, 2 to reschedule, 3 to cancel.', '1 confirm 2 change 3 cancel'],
  ['明天11点预约。1 确认 2 改约 3 取消', '1 confirm 2 change 3 cancel'],
  ['１ 확인　２ 변경　３ 취소', '1 confirm 2 change 3 cancel'],
  [
    '12월 1일 (화) 오후 3:00 예약이 있습니다. 답장으로 1 확인, 2 변경, 3 취소를 알려 주세요.\n오시는 길: 3번 출구\n문의 02-1588-1234',
    '1 confirm 2 change 3 cancel',
  ],
  [
    'We expect you at 3:00 PM on Tue, December 1. Reply 1 to confirm, 2 to change.\nHow to find us: exit 3',
    '1 confirm 2 change',
  ],
  ['您预约了12月1日周二15:00。请回复1确认，2改约，3取消。\n到院路线：3号口', '1 confirm 2 change 3 cancel'],
  ['예약 1건이 확인되었습니다', null],
  ['12월 1일 방문해 주세요', null],
  ['1 확인', null],
  ['1 확인 1 취소', null],
  ['상담은 전화로 해 주세요', null],
];
for (const [text, choices] of asks) {
  test(`a message asks: ${text}`, () => {
    const found = choicesIn(text);
    const shown =
      found &&
      [...found]
        .sort()
        .map(([digit, choice]) => `${digit} ${choice}`)
        .join(' ');
    assert.equal(shown, choices);
  });
}

const all = choicesIn('1 확인 2 변경 3 취소')!;
const answers: readonly (readonly [text: string, choice: string | null])[] = [
  ['1', 'confirm'],
  [' １ ', 'confirm'],
  ['②', 'change'],
  ['2.', 'change'],
  ['3번', 'cancel'],
  ['3번이요', 'cancel'],
  ['네', 'confirm'],
  ['예약 확인합니다', 'confirm'],
  ['취소', 'cancel'],
  ['예약 취소할게요', 'cancel'],
  ['변경해주세요', 'change'],
  ['ok', 'confirm'],
  ['确认', 'confirm'],
  ['4', null],
  ['11', null],
  ['1시에 갈게요', null],
  ['취소 말고 변경이요', null],
  ['3시로 바꿔 주세요', null],
  ['', null],
];
for (const [text, choice] of answers) {
  test(`an answer: “${text}”`, () => assert.equal(choiceOf(text, all), choice));
}

test('a word that was not offered chooses nothing', () => {
  assert.equal(choiceOf('취소', choicesIn('1 확인 2 변경')!), null);
});

test('B7 the last message that asked waits for its digit, for two weeks, until it is answered; what asks nothing hides it not', () => {
  const now = instant(Date.parse('2026-11-26T10:00:00+09:00'));
  const asked = (id: string, more = {}) => ({
    id,
    personId: 'p',
    body: '1 확인 2 변경 3 취소',
    state: 'delivered',
    enquiryId: 'e',
    handedAt: plus(now, -60_000),
    ...more,
  });
  for (const [sent, waits, why] of [
    [[], null, 'nothing was written'],
    [[asked('a')], 'a', 'it asks'],
    [[asked('b', { body: '오시는 길: 3번 출구' }), asked('a')], 'a', 'a later one that asks nothing'],
    [[asked('b'), asked('a')], 'b', 'the last one that asks'],
    [[asked('b', { state: 'replied' }), asked('a')], null, 'answered; the one before is meant no more'],
    [[asked('a', { enquiryId: null })], null, 'about no enquiry'],
    [[asked('a', { handedAt: plus(now, 1 - ANSWERED_WITHIN) })], 'a', 'a moment before two weeks are over'],
    [[asked('a', { handedAt: plus(now, -ANSWERED_WITHIN) })], null, 'two weeks are over'],
  ] as const) {
    assert.equal(openQuestion(sent, now)?.message.id ?? null, waits, why);
  }
});
