import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TemplateVariable, VariableType } from '@anbu/contract';
import { calendarDay } from '../../../kernel/calendar-day.ts';
import { htmlOf } from './html.ts';
import { checkBody, checkValues, fill, placesIn, samplesOf, versionToSend } from './template.ts';

const a = (name: string, type: VariableType, sample = '가'): TemplateVariable => ({ name, type, sample });
const own = { personName: '김안부', clinicName: '안부치과' };

test('D12 a template says what it says, in the language of its reader', () => {
  const body = {
    subject: '#{clinicName} 예약',
    text: '#{personName}님, #{day} #{time}에 뵙겠습니다. 비용 #{price}, #{count}회',
  };
  const variables = [a('day', 'day'), a('time', 'time'), a('price', 'money'), a('count', 'number')];
  const values = { day: '2026-11-27', time: '15:30', price: '1200000', count: '12' };
  assert.deepEqual(checkValues(variables, values), []);
  const ko = fill(body, 'ko', variables, values, own);
  assert.equal(ko.subject, '안부치과 예약');
  assert.equal(ko.text, '김안부님, 11월 27일 (금) 오후 3:30에 뵙겠습니다. 비용 1,200,000원, 12회');
  assert.match(fill(body, 'en', variables, values, own).text, /Fri, November 27 3:30.PM.*KRW 1,200,000/);
  assert.match(fill(body, 'zh', variables, values, own).text, /11月27日周五.*1,200,000韩元/);
  const said = { subject: null, text: '#{day}' };
  for (const [language, text] of [
    ['ko', '2024년 12월 10일'],
    ['en', 'December 10, 2024'],
    ['zh', '2024年12月10日'],
  ] as const) {
    const today = calendarDay('2026-11-26');
    const filled = fill(said, language, [a('day', 'day')], { day: '2024-12-10' }, own, today);
    assert.equal(filled.text, text, 'a day of another year is said with its year');
  }
});

test('S5 a value is literal: no second variable, no second header, no markup', () => {
  const body = { subject: '안내 #{x}', text: '#{x} #{y}' };
  const variables = [a('x', 'line'), a('y', 'text')];
  const values = { x: '#{personName}', y: '<script>alert(1)</script>\n#{clinicName}' };
  const filled = fill(body, 'ko', variables, values, own);
  assert.equal(filled.text, '#{personName} <script>alert(1)</script>\n#{clinicName}');
  const evil = fill(body, 'ko', variables, { x: 'a\r\nBcc: b@example.com', y: 'z' }, own);
  assert.equal(evil.subject, '안내 a Bcc: b@example.com');
  const html = htmlOf(filled.text, 'ko', null);
  assert.ok(!html.includes('<script'), html);
  assert.ok(html.includes('&lt;script&gt;'));
  const link = htmlOf('보기: https://a.example/b?c="><img src=x>. 끝', 'ko', null);
  assert.ok(link.includes('<a href="https://a.example/b?c=">') && !link.includes('<img'), link);
});

const VALUES: readonly (readonly [type: VariableType, value: string, fits: boolean, why: string])[] = [
  ['line', '내일 오후', true, 'one line'],
  ['line', 'a\nb', false, 'a second line'],
  ['line', 'a\u2028b', false, 'a line by another sign'],
  ['text', 'a\nb', true, 'several lines'],
  ['money', '120000', true, 'minor units without a sign'],
  ['money', '-1', false, 'no debt'],
  ['money', '1,000', false, 'signs are put in by us'],
  ['number', '1.5', true, 'a fraction'],
  ['day', '2026-02-28', true, 'a day'],
  ['day', '2026-02-30', false, 'no day of any year'],
  ['day', '내일', false, 'no day'],
  ['time', '24:00', false, 'no such minute'],
  ['url', 'https://anbu.example/p/a?b=1#c', true, 'a link'],
  ['url', 'http://anbu.example', false, 'not secured'],
  ['url', 'javascript:alert(1)', false, 'no link'],
  ['url', 'https://a.example/" onclick="x', false, 'leaves its attribute'],
];

test('a value must fit its type', () => {
  for (const [type, value, fits, why] of VALUES) {
    assert.equal(checkValues([a('x', type)], { x: value }).length === 0, fits, `${type} ${value}: ${why}`);
  }
  assert.deepEqual(
    checkValues([a('x', 'line')], { y: '1' }).map(({ field, code }) => [field, code]),
    [
      ['values.y', 'channels.variable_unknown'],
      ['values.x', 'channels.value_missing'],
    ],
  );
});

test('a place that no variable fills is named', () => {
  const body = { subject: null, text: '#{personName} #{nobody} #{} #{a b}' };
  assert.deepEqual(placesIn(body), ['personName', 'nobody', '', 'a b']);
  assert.deepEqual(
    checkBody('bodies.ko', body, []).map(({ params }) => params['name']),
    ['nobody', '', 'a b'],
  );
  assert.deepEqual(samplesOf([a('x', 'line', '예')]), { x: '예' });
});

test('T3 the version that is sent is the latest that is approved, as long as its approval holds', () => {
  const version = (no: number, state: 'draft' | 'approved' | 'withdrawn', until: string | null = null) => ({
    no,
    state,
    expiresOn: until === null ? null : calendarDay(until),
  });
  for (const [versions, no, why] of [
    [[], undefined, 'none is written'],
    [[version(1, 'draft')], undefined, 'none is approved'],
    [[version(1, 'approved'), version(2, 'draft')], 1, 'a draft waits'],
    [[version(2, 'approved'), version(1, 'approved')], 2, 'the latest'],
    [[version(2, 'withdrawn'), version(1, 'approved')], 1, 'taken back'],
    [[version(1, 'approved', '2026-11-26')], 1, 'its last day'],
    [[version(1, 'approved', '2026-11-25')], undefined, 'over'],
    [[version(2, 'approved', '2026-11-25'), version(1, 'approved')], 1, 'over: the one before still holds'],
  ] as const) {
    assert.equal(versionToSend(versions, calendarDay('2026-11-26'))?.no, no, why);
  }
});
