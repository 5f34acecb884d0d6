import assert from 'node:assert/strict';
import { test } from 'node:test';
import { format, parametersOf } from './catalogue.ts';
import { messages as en } from './en/index.ts';
import { messages as ko } from './ko/index.ts';
import { messages as zh } from './zh/index.ts';

test('a Korean particle follows the last sound of the word before it', () => {
  const catalogue = { greet: '{name}[을/를] 부릅니다', to: '{place}[으로/로] 갑니다' };
  assert.equal(format(catalogue, 'ko', 'greet', { name: '민준' }), '민준을 부릅니다');
  assert.equal(format(catalogue, 'ko', 'greet', { name: '민지' }), '민지를 부릅니다');
  assert.equal(format(catalogue, 'ko', 'to', { place: '서울' }), '서울로 갑니다');
  assert.equal(
    format(catalogue, 'ko', 'to', { place: '‘인터넷’' }),
    '‘인터넷’으로 갑니다',
    'a closing mark is not spoken',
  );
  assert.equal(format(catalogue, 'ko', 'greet', { name: '민지(딸)' }), '민지(딸)을 부릅니다');
});

test('plural forms and an absent parameter give a sentence, not an error', () => {
  const catalogue = { rows: '{count, plural, one {# row} other {# rows}}, {what}' };
  assert.equal(format(catalogue, 'en', 'rows', { count: 1, what: 'read' }), '1 row, read');
  assert.equal(format(catalogue, 'en', 'rows', { count: 1200 }), '1,200 rows, ');
});

test('a day within an English sentence is written small; what people are called is left alone', () => {
  const catalogue = {
    ...en,
    since: 'Since {when}.',
    first: '{when}: call',
    part: 'Late · {when}. {when}',
    named: 'To {when}',
  };
  for (const [key, when, sentence] of [
    ['since', 'Today 09:30', 'Since today 09:30.'],
    ['since', 'Yesterday', 'Since yesterday.'],
    ['since', 'Nov 22 09:30', 'Since Nov 22 09:30.'],
    ['first', 'Tomorrow 17:00–18:30', 'Tomorrow 17:00–18:30: call'],
    ['part', 'Today', 'Late · Today. Today'],
    ['named', 'Today Dental', 'To Today Dental'],
  ] as const)
    assert.equal(format(catalogue, 'en', key, { when }), sentence);
});

test('words in a row are set apart as each language does', () => {
  const catalogue = { say: '{what}' };
  assert.equal(format(catalogue, 'ko', 'say', { what: ['광고', '설문'] }), '광고, 설문');
  assert.equal(format(catalogue, 'zh', 'say', { what: ['广告', '问卷'] }), '广告、问卷');
});

test('a field and a status are said by their names, and one without a name as it is', () => {
  for (const [catalogue, language, field, status] of [
    [ko, 'ko', '약속 시각을 입력해 주세요.', '신규 문의 → 예약 변경 조율'],
    [en, 'en', 'Please fill in: Promised time', 'New enquiry → Being rescheduled'],
    [zh, 'zh', '请填写约定时间。', '新咨询 → 改约中'],
  ] as const) {
    assert.equal(format(catalogue, language, 'enquiries.field_required', { field: 'then.promiseAt' }), field);
    const refused = format(catalogue, language, 'enquiries.transition_refused', { from: 'NEW', to: 'RESCHEDULING' });
    assert.ok(refused.endsWith(status), refused);
  }
  const plain = { say: '{field} {from}–{to}' };
  assert.equal(format(plain, 'en', 'say', { field: 'x.odd', from: '10:00', to: 'NOWHERE' }), 'x.odd 10:00–NOWHERE');
});

test('how late it is is told as the screens tell it', () => {
  for (const [params, words] of [
    [{ unit: 'minutes', count: 0 }, '지금'],
    [{ unit: 'minutes', count: 59 }, '59분 지남'],
    [{ unit: 'hours', count: 3 }, '3시간 지남'],
    [{ unit: 'days', count: 2 }, '2일 지남'],
  ] as const) {
    assert.equal(format(ko, 'ko', 'enquiries.priority.late', params), words);
    const unit = { minutes: 'time.minutesLate', hours: 'time.hoursLate', days: 'time.daysLate' }[params.unit];
    for (const [catalogue, language] of [
      [ko, 'ko'],
      [en, 'en'],
      [zh, 'zh'],
    ] as const) {
      const expected = params.count === 0 ? 'time.dueNow' : unit;
      const told = format(catalogue, language, 'enquiries.priority.late', params);
      assert.equal(told, format(catalogue, language, expected, { count: params.count }));
    }
  }
});

test('every sentence of every language compiles and names the same parameters as the Korean one', () => {
  for (const [key, source] of Object.entries<string>(ko)) {
    for (const [language, catalogue] of [
      ['ko', ko],
      ['en', en],
      ['zh', zh],
    ] as const) {
      const translated = (catalogue as Record<string, string>)[key];
      assert.ok(translated, `${language} ${key}`);
      format(catalogue, language, key, Object.fromEntries(parametersOf(translated).map((name) => [name, 1])));
      assert.deepEqual(parametersOf(translated), parametersOf(source), `${language} ${key}`);
    }
  }
});
