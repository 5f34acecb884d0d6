import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answered, tagOf, whereToShow } from './decide.ts';

test('A8 a reminder is shown once a browser: on the page where somebody looks, else as a notification', () => {
  const table = [
    ['promise_due', { isNew: true, isSeen: false }, 'notification', 'every tab is closed or behind'],
    ['promise_due', { isNew: true, isSeen: true }, 'page', 'the strip of the page tells it'],
    ['promise_due', { isNew: false, isSeen: false }, 'nowhere', 'sent twice by a worker that was killed'],
    ['test', { isNew: true, isSeen: true }, 'notification', 'who tries it looks at the page'],
    ['test', { isNew: false, isSeen: true }, 'nowhere', 'a test comes once too'],
  ] as const;
  for (const [kind, state, where, why] of table) assert.equal(whereToShow({ kind }, state), where, why);
});

test('A8 stages of one enquiry share a notification', () => {
  assert.equal(tagOf({ id: '1', enquiryId: 'e' }), tagOf({ id: '2', enquiryId: 'e' }));
  assert.notEqual(tagOf({ id: '1', enquiryId: null }), tagOf({ id: '2', enquiryId: null }));
});

test('A8 what was answered elsewhere disappears here, what waits and a test stay', () => {
  const shown = [{ data: { alertId: 'a' } }, { data: { alertId: 'b' } }, { data: { alertId: null } }, { data: null }];
  assert.deepEqual(answered(shown, new Set(['b'])), [{ data: { alertId: 'a' } }]);
});
