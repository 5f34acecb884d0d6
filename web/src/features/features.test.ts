import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { matches } from '../shell/palette-match.ts';
import { byCaller } from './audit/tally.ts';
import { byField, byHeader, isOpen, percentOf, standingOf, stepOf, wholeMapping } from './imports/steps.ts';
import { doneSteps } from './onboarding/steps.ts';
import { deviceName } from './settings/device.ts';
import { breaks, nextPiece, readClock } from './settings/site-hours.ts';
import { askDial, onDialAsked } from './telephony/dial-request.ts';

test('a menu word is found by a part of it or by its initial consonants', () => {
  assert.equal(matches('문의 현황', 'ㅁㅇ'), true);
  assert.equal(matches('문의 현황', '현황'), true);
  assert.equal(matches('Settings', 'SET'), true);
  assert.equal(matches('문의 현황', 'ㅅㅈ'), false);
  assert.equal(matches('anything', ' '), true, 'nothing typed hides nothing');
});

test('the gap between two pieces of a day is its break', () => {
  assert.deepEqual(
    breaks([
      ['14:00', '18:30'],
      ['09:30', '13:00'],
    ]),
    [['13:00', '14:00']],
  );
  assert.deepEqual(nextPiece([['09:30', '13:00']]), ['14:00', '18:30']);
});

test('a time is read however it is typed', () => {
  assert.equal(readClock('930'), '09:30');
  assert.equal(readClock('9'), '09:00');
  assert.equal(readClock('24:00'), '24:00');
  assert.equal(readClock('24:30'), null);
  assert.equal(readClock('9:75'), null);
  assert.equal(readClock('noon'), null);
});

test('a field of an import is taken from one column, and back again it is the same mapping', () => {
  const mapping = { name: '성명', phone: '휴대폰' };
  assert.deepEqual(byField(byHeader(mapping)), mapping);
  assert.deepEqual(byField({ 성명: 'name', 비고: null }), { name: '성명' });
  const fields = ['name', 'status'].map((field) => ({ field, required: false }));
  assert.deepEqual(
    wholeMapping(fields, { name: '성명' }),
    { name: '성명', status: null },
    'what nobody chose is said, too',
  );
});

test('an import stands at the step that people see', () => {
  assert.equal(stepOf({ state: 'running', phase: 'analyse' }), 'mapping');
  assert.equal(stepOf({ state: 'waiting', phase: 'analyse' }), 'check');
  assert.equal(stepOf({ state: 'running', phase: 'apply' }), 'apply');
  assert.equal(percentOf({ done: 412, total: 1820 }), 23);
  assert.equal(percentOf({ done: 412, total: null }), null);
});

test('F6 a list that was only checked may still be applied, and does not say that it is done', () => {
  const checked = { state: 'done', phase: 'analyse' } as const;
  assert.deepEqual([standingOf(checked), isOpen(checked), stepOf(checked)], ['analysed', true, 'check']);
  const applied = { state: 'done', phase: 'apply' } as const;
  assert.deepEqual([standingOf(applied), isOpen(applied)], ['done', false]);
});

test('a step of getting started is done when its work is there', () => {
  const facts = { siteVersion: 1, users: 1, teams: 1, imports: 0, enquiries: 0, visited: [] };
  assert.equal(doneSteps(facts).size, 0);
  assert.deepEqual([...doneSteps({ ...facts, users: 4, enquiries: 1 })], ['team', 'enquiry']);
});

test('a device is named by browser and system', () => {
  assert.equal(deviceName('Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0'), 'Edge · Windows');
  assert.equal(deviceName('curl/8'), null);
});

test('who looked most comes first: people opened, people seen in lists, and acts are counted apart', () => {
  const by = (name: string, action: string, entries: number, lists: number, people: number) => ({
    ...{ userId: name, apiKeyId: null, name, action, entries, lists, people },
  });
  const callers = byCaller([
    by('하늘', 'people.read', 3, 1, 42),
    by('하늘', 'enquiries.call', 5, 0, 5),
    by('하늘', 'enquiries.claim', 9, 0, 9),
    by('도윤', 'people.read', 6, 0, 6),
    by('도윤', 'people.printed', 1, 1, 20),
    by('재민', 'identity.signed_in', 4, 0, 0),
  ]);
  assert.deepEqual(
    callers.map(({ name, opened, listed, printed, changed }) => [name, opened, listed, printed, changed]),
    [
      ['도윤', 6, 0, 20, 0],
      ['하늘', 2, 40, 0, 5],
    ],
  );
});

test('A16 a call asked for before the bar of calls is there is dialled once it is, and only once', () => {
  const dialled: string[] = [];
  askDial('first');
  askDial(undefined);
  const leave = onDialAsked((personId) => dialled.push(personId));
  assert.deepEqual(dialled, ['first']);
  askDial('second');
  leave();
  onDialAsked((personId) => dialled.push(personId))();
  assert.deepEqual(dialled, ['first', 'second']);
});

test('a class is styled by one feature only: what another page brought along would change this one', async () => {
  const folder = import.meta.dirname;
  const owners = new Map<string, Set<string>>();
  for await (const file of glob('*/**/*.css', { cwd: folder })) {
    const [feature = ''] = file.split(path.sep);
    const styles = await readFile(path.join(folder, file), 'utf8');
    for (const [, name = ''] of styles.matchAll(/^(\.[a-z][\w-]*) \{/gm)) {
      owners.set(name, (owners.get(name) ?? new Set()).add(feature));
    }
  }
  assert.ok(owners.size > 100, `only ${owners.size} classes were read`);
  assert.deepEqual(
    [...owners].filter(([, of]) => of.size > 1).map(([name, of]) => `${name}: ${[...of].join(', ')}`),
    [],
  );
});
