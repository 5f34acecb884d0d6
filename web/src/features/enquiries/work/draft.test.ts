import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callBody, EMPTY_DRAFT, fieldsFor, missingFields, transitionBody, type Draft } from './draft.ts';

const site = { zone: 'Asia/Seoul', now: Date.parse('2026-11-20T03:00:00Z'), proposedDay: '2026-11-27' };
const draft = (changes: Partial<Draft>): Draft => ({ ...EMPTY_DRAFT, ...changes });

test('an unanswered call needs its outcome only', () => {
  assert.deepEqual(missingFields(EMPTY_DRAFT, 'WAITING'), { outcome: true });
  assert.deepEqual(missingFields(draft({ outcome: 'NO_ANSWER' }), 'WAITING'), {});
});

test('a connected call after a hold says what then; before one the rules say it', () => {
  assert.deepEqual(missingFields(draft({ outcome: 'CONNECTED' }), 'HOLD'), { to: true });
  assert.deepEqual(missingFields(draft({ outcome: 'CONNECTED' }), 'NO_ANSWER_2'), {});
});

test('each status opens exactly the fields that it requires', () => {
  assert.deepEqual(fieldsFor('WAITING', 'CALLBACK', true), ['promise']);
  assert.deepEqual(fieldsFor('WAITING', 'LATER', true), []);
  assert.deepEqual(fieldsFor('UNREACHED', 'HOLD', true), ['hold'], 'the call is the reason');
  assert.deepEqual(fieldsFor('UNREACHED', 'HOLD', false), ['hold', 'reason']);
  assert.deepEqual(fieldsFor('DO_NOT_CONTACT', 'WAITING', false), ['evidence']);
});

test('a promise without a time is said, not left out', () => {
  const said = draft({ outcome: 'CONNECTED', to: 'CALLBACK', promiseAt: '' });
  assert.deepEqual(missingFields(draft({ outcome: 'CONNECTED', to: 'CALLBACK' }), 'WAITING'), { promiseAt: true });
  assert.deepEqual(missingFields(said, 'WAITING'), {});
  assert.deepEqual(callBody(said, 'WAITING', site, 3).then, { to: 'CALLBACK', promiseAt: null, promiseBy: 'us' });
});

test('a hold takes the proposed day until another is chosen; times are those of the site', () => {
  const hold = draft({
    outcome: 'CONNECTED',
    to: 'HOLD',
    likelihood: 'H',
    holdReasons: ['FAMILY'],
    at: '2026-11-20T09:30',
  });
  const body = callBody(hold, 'WAITING', site, 1);
  assert.equal(body.then?.recontactOn, '2026-11-27');
  assert.equal(body.at, '2026-11-20T00:30:00Z');
  assert.equal(callBody({ ...hold, recontactOn: '2026-12-01' }, 'WAITING', site, 1).then?.recontactOn, '2026-12-01');
});

test('fields of a follow-up that was left again are not sent', () => {
  const left = draft({ outcome: 'BUSY', to: 'BOOKED', startsAt: '2026-11-21T10:00', service: 'implant' });
  assert.equal(callBody(left, 'WAITING', site, 1).then, undefined);
});

test('a change without a call keeps its note as the reason', () => {
  const body = transitionBody(draft({ mode: 'status', to: 'CANCELLED', note: '출장' }), 'BOOKED', site, 4);
  assert.deepEqual(body, { to: 'CANCELLED', cancelledBy: 'patient', reasonText: '출장', version: 4 });
});
