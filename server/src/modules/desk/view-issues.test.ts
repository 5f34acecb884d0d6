import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Permission, ViewIssue, ViewQuery } from '@anbu/contract';
import { issuesOf } from './view-issues.ts';

const there = { user: new Set(['u1', 'u2']), channel: new Set(['phone']), sticker: new Set(['vip']) };
const gone = (parameter: string, value: string): ViewIssue => ({ parameter, value, code: 'gone' });
const shut = (parameter: string, value: string): ViewIssue => ({ parameter, value, code: 'not_permitted' });

const CASES: readonly (readonly [why: string, query: ViewQuery, allowed: Permission[], issues: ViewIssue[]])[] = [
  ['what is there is no issue', { owner: 'u1,u2', sourceChannel: 'phone' }, ['people.read'], []],
  ['a colleague who left is named, the other one stays', { owner: 'u1,u9' }, ['people.read'], [gone('owner', 'u9')]],
  ['me and nobody are never gone', { owner: 'me,none' }, ['people.read'], []],
  ['a channel out of use', { sourceChannel: 'phone,fax' }, ['people.read'], [gone('sourceChannel', 'fax')]],
  ['codes of the program are not judged', { status: 'HOLD', late: 'true' }, [], []],
  ['a list that nobody told is not judged', { interest: 'implant' }, [], []],
  ['who may not read people may not ask for an age', { ageFrom: '30', sticker: 'vip' }, [], [shut('ageFrom', '30')]],
  ['nor for a name', { q: '김' }, [], [shut('q', '김')]],
];

for (const [why, query, allowed, issues] of CASES) {
  test(`A12 ${why}`, () => {
    assert.deepEqual(
      issuesOf('enquiries', query, there, (permission) => allowed.includes(permission)),
      issues,
    );
  });
}

test('A12 a view of people is judged by its own filters', () => {
  const query = { sticker: 'vip,gold', owner: 'u9', birthMonth: '5', everVisited: 'true' };
  const issues = (allowed: Permission[]) =>
    issuesOf('people', query, there, (permission) => allowed.includes(permission));
  assert.deepEqual(issues(['people.read', 'enquiries.read']), [gone('sticker', 'gold'), gone('owner', 'u9')]);
  assert.deepEqual(issues(['people.read']), [
    gone('sticker', 'gold'),
    shut('owner', 'u9'),
    shut('everVisited', 'true'),
  ]);
});
