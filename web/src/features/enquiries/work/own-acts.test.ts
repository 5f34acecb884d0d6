import assert from 'node:assert/strict';
import { test } from 'node:test';
import { followAct, forgetAct, lastAct, rememberAct } from './own-acts.ts';

test('the last recorded act is taken back first, then the one before; what is too late is passed over', () => {
  const now = Date.parse('2026-11-24T10:20:00Z');
  const act = (enquiryId: string, until: string) => ({
    enquiryId,
    name: enquiryId,
    what: '1차 부재',
    until,
    version: 1,
  });
  rememberAct(act('a', '2026-11-24T10:25:00Z'));
  rememberAct(act('b', '2026-11-24T10:19:00Z'));
  assert.equal(lastAct(now)?.enquiryId, 'a', 'b can no longer be taken back');
  rememberAct(act('c', '2026-11-24T10:30:00Z'));
  assert.equal(lastAct(now)?.enquiryId, 'c');
  followAct({ id: 'c', version: 3 });
  assert.equal(lastAct(now)?.version, 3, 'another own act moved it on');
  assert.equal(forgetAct('c')?.name, 'c');
  assert.equal(forgetAct('c'), null);
  assert.equal(lastAct(now)?.enquiryId, 'a');
});
