import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldChanges, valueWords, type Names } from './changes.ts';

const NAMES: Names = {
  user: (id) => (id === 'u1' ? '김하늘' : null),
  team: (id) => (id === 't1' ? '상담팀' : null),
  status: (code) => (code === 'NEW' ? '신규 문의' : null),
  role: (code) => (code === 'desk' ? '데스크' : null),
  yes: '예',
  no: '아니요',
  time: (text) => `시각 ${text}`,
};

test('changes of an entry come as pairs, those of persons without values', () => {
  assert.deepEqual(fieldChanges({ role: ['desk', 'admin'], name: null, rows: 5 }), [
    { field: 'role', before: 'desk', after: 'admin' },
    { field: 'name', hidden: true },
    { field: 'rows', before: null, after: 5 },
  ]);
  assert.deepEqual(fieldChanges(null), []);
});

test('a value is said in words; what nobody knows any more stays as it is', () => {
  const table: [field: string, value: unknown, words: string][] = [
    ['ownerId', 'u1', '김하늘'],
    ['ownerId', 'gone', 'gone'],
    ['ownerId', null, '–'],
    ['memberIds', ['u1', 'u2'], '김하늘, u2'],
    ['memberIds', [], '–'],
    ['teamId', 't1', '상담팀'],
    ['status', 'NEW', '신규 문의'],
    ['role', 'desk', '데스크'],
    ['active', false, '아니요'],
    ['actionDueAt', 5, '시각 5'],
    ['rows', 12, '12'],
    ['hours', { mon: [] }, '{"mon":[]}'],
  ];
  for (const [field, value, words] of table) assert.equal(valueWords(field, value, NAMES), words, field);
});
