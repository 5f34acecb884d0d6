import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Jurisdiction } from '@anbu/contract';
import { isStopMail, stopWordOf } from './stop-words.ts';
import { quickest } from '../../../testing/quickest.ts';

const CASES: readonly (readonly [country: Jurisdiction, text: string, stops: boolean, why: string])[] = [
  // rules.md, United States
  ...['STOP', 'QUIT', 'END', 'REVOKE', 'OPT OUT', 'CANCEL', 'UNSUBSCRIBE'].flatMap(
    (word) =>
      [
        ['US', word, true, 'the word'],
        ['US', word.toLowerCase(), true, 'small'],
        ['US', [...word].join(' '), true, 'spaced'],
        ['US', ` ${word}. `, true, 'with a full stop'],
        [
          'US',
          word.replace(/[A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
          true,
          'full-width',
        ],
      ] as const,
  ),
  ['US', 'Stop!!', true, 'mixed case'],
  ['US', '"STOP"', true, 'in quotes'],
  ['US', 'stop stop STOP', true, 'more than once'],
  ['US', 'STOP please', true, 'with a courtesy'],
  ['US', 'Please stop texting me', true, 'free text'],
  ['US', 'please stop.', true, 'free text'],
  ['US', "Don't text me anymore", true, 'free text'],
  ['US', 'do not contact me again', true, 'free text'],
  ['US', 'Take me off your list', true, 'free text'],
  ['US', 'No more messages', true, 'free text'],
  ['US', 'I want to opt-out', true, 'free text'],
  ['US', 'I revoke my consent', true, 'free text'],
  ['US', "I'll stop by tomorrow", false, 'a visit'],
  ['US', 'please stop by the pharmacy for me', false, 'an errand'],
  ['US', 'The bleeding does not stop', false, 'an emergency'],
  ['US', 'Please cancel my appointment on Friday', false, 'the appointment'],
  ['US', 'Can we move it to the end of the week?', false, 'end of the week'],
  ['US', 'Please don’t call before 9', false, 'a wish about the hour'],
  ['US', '2', false, 'an answer'],
  ['US', 'N', false, 'no stop word here'],
  ['US', '수신거부', true, 'in any language'],
  // Korea
  ['KR', '수신거부', true, 'the word'],
  ['KR', '수신 거부', true, 'spaced'],
  ['KR', '수 신 거 부', true, 'spaced out'],
  ['KR', '[수신거부]', true, 'in brackets'],
  ['KR', '수신거부요', true, 'spoken'],
  ['KR', '수신거부합니다', true, 'formal'],
  ['KR', '거부', true, 'short'],
  ['KR', '그만', true, 'short'],
  ['KR', '그만 보내세요', true, 'free text'],
  ['KR', '문자 보내지 마세요', true, 'free text'],
  ['KR', '광고 문자 그만 좀 보내주세요', true, 'free text'],
  ['KR', '더 이상 연락하지 마세요', true, 'free text'],
  ['KR', '앞으로 문자 안 받을게요', true, 'free text'],
  ['KR', '광고 싫어요', true, 'free text'],
  ['KR', 'ＳＴＯＰ', true, 'full-width'],
  ['KR', 's t o p', true, 'spaced'],
  ['KR', '취소', false, 'the appointment'],
  ['KR', '예약 취소할게요', false, 'the appointment'],
  ['KR', '취소해 주세요', false, 'the appointment'],
  ['KR', 'cancel', false, 'the appointment, in English'],
  ['KR', '치료 그만 받고 싶어요', false, 'the treatment: a person reads it'],
  ['KR', '피가 그만 나게 하려면요?', false, 'a question'],
  ['KR', '네', false, 'yes'],
  ['KR', 'N', false, 'no stop word here'],
  ['KR', '1', false, 'an answer'],
  ['KR', '문자 잘 받았습니다', false, 'thanks'],
  ['KR', '전화 주세요', false, 'a wish'],
  // China
  ...[
    'T',
    'TD',
    'R',
    'N',
    '退订',
    'Ｔ',
    'ＴＤ',
    'Ｒ',
    'Ｎ',
    't',
    'td',
    'r',
    'n',
    ' T ',
    'T D',
    '退 订',
    '【退订】',
  ].map((word) => ['CN', word, true, 'the word'] as const),
  ['CN', '不要再发了', true, 'free text'],
  ['CN', '请勿打扰', true, 'free text'],
  ['CN', '停止发送短信', true, 'free text'],
  ['CN', '取消预约', false, 'the appointment'],
  ['CN', '好的', false, 'yes'],
  ['CN', 'No', false, 'a word, not the letter'],
  ['CN', '不用谢', false, 'a courtesy'],
];

test('C2 stop words of rules.md, spaced, full-width, mixed case and as free text that means it', () => {
  for (const [country, text, stops, why] of CASES) {
    const said = stopWordOf(text, country);
    assert.equal(said !== null, stops, `${country} “${text}”: ${why}`);
    if (said) assert.equal(said.scope, country === 'US' ? 'number' : 'advertising', text);
  }
});

const MAILS: readonly (readonly [country: Jurisdiction, subject: string, text: string, stops: boolean, why: string])[] =
  [
    ['KR', '수신거부', '', true, 'the subject alone'],
    ['KR', '[수신 거부]', '수신거부 부탁드립니다', true, 'both'],
    ['KR', 'Re: 안부치과 소식', '수 신 거 부', true, 'the text, spaced, under our subject'],
    ['KR', 'Re: 안부치과 소식', 'ＳＴＯＰ\n\n-- \n김안부 드림\n010-2345-6789', true, 'a signature says nothing'],
    ['US', 'Unsubscribe', '\n', true, 'as mail programs write it'],
    ['CN', 'Re: 通知', '退订', true, 'Chinese'],
    ['KR', '수신거부', '내일 3시 예약은 그대로 갈게요', false, 'says more: somebody reads it'],
    ['KR', 'Re: 수신거부 안내', '고맙습니다', false, 'our own subject'],
    ['KR', '문의', '수신거부가 무슨 뜻인가요? 이제 그만 보내라는 건가요?', false, 'a question'],
    ['KR', '예약', '취소', false, 'the appointment'],
    ['US', 'Re: your visit', 'Please stop texting me, but mail is fine', false, 'free text is read by somebody'],
    ['KR', '', '', false, 'nothing was said'],
  ];

test('C2 a mail is a stop where the word stands alone in it', () => {
  for (const [country, subject, text, stops, why] of MAILS)
    assert.equal(isStopMail(subject, text, country), stops, `${country} “${subject}” “${text}”: ${why}`);
});

test('C2 ten thousand letters are read in no time', async () => {
  const took = await quickest(1_000, () => {
    stopWordOf('please '.repeat(2_000), 'US');
    stopWordOf('제발좀'.repeat(4_000), 'KR');
  });
  assert.ok(took < 1_000, `${took} ms`);
});
