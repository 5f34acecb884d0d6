import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { STATUS_CODES, type StatusCode } from '@anbu/contract';
import { instant } from '../../kernel/instant.ts';
import { ok } from '../../kernel/outcome.ts';
import { sql } from '../../platform/db/index.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { overtaken } from '../../testing/locks.ts';
import { receiveEnquiry, recordCall } from './index.ts';

/** The table of domain §1 as it is printed, apart from the program's own. */
const BY_HAND: Record<number, string> = {
  1: '2 8 9 10 11 12 16 18 19 20 21',
  2: '8 9 10 11 12 16 18 19 20 21',
  3: '8 9 10 11 12 16 18 19 20 21',
  4: '8 9 10 11 12 16 18 19 20 21',
  5: '8 9 10 11 12 16 18 19 20 21',
  6: '8 9 10 11 12 16 18 19 20 21',
  7: '8 9 10 11 12 16 18 19 20 21',
  8: '9 10 11 12 16 18 19 20 21',
  9: '8 10 11 12 16 18 19 20 21',
  10: '8 9 11 12 16 18 19 20 21',
  11: '8 9 10 12 16 18 19 20 21',
  12: '13 14 15 16 20 21',
  13: '8 11 12 14 15 16 18 20 21',
  14: '8 9 10 11 12 16 18 20 21',
  15: '8 9 10 11 12 16 18 20 21',
  16: '',
  17: '2 8 9 10 11 12 16 18 19 20 21',
  18: '2 8 10 11 12 16 21',
  19: '2 10 21',
  20: '2 10 21',
  21: '2',
};
const code = (position: number): StatusCode => STATUS_CODES[position - 1]!;
const allowed = (from: StatusCode): StatusCode[] =>
  (BY_HAND[STATUS_CODES.indexOf(from) + 1] ?? '')
    .split(' ')
    .filter(Boolean)
    .map((position) => code(Number(position)));

/** Everything that any transition could need: extra fields of another status are no harm. */
const FULL = {
  reasonText: '시험',
  holdReasons: ['FAMILY'],
  likelihood: 'M',
  recontactOn: '2026-11-24',
  promiseAt: '2026-11-18T15:00:00+09:00',
  promiseBy: 'us',
  invalidKind: 'fake',
  cancelledBy: 'patient',
  evidence: { kind: 'call', text: '연락하지 말아 달라고 하심' },
  appointment: { startsAt: '2026-11-20T10:00:00+09:00', durationMinutes: 30, serviceCode: 'implant' },
};
const bodyFor = (to: StatusCode, visitAt: string) => ({
  ...FULL,
  to,
  ...(to === 'DECLINED' ? { reasonCode: 'NO_INTENT' } : {}),
  ...(to === 'VISITED' ? { visit: { at: visitAt } } : {}),
});

let app: TestApp;
before(async () => {
  app = await testApp({ at: instant(Date.parse('2026-11-17T10:00:00+09:00')) });
});
after(() => app.stop());

let next = 3000;
async function anEnquiryIn(status: StatusCode) {
  const input = {
    person: { name: '하준', phone: `010-3000-${String(next++)}` },
    sourceChannel: 'phone',
    ...(status === 'NEW' ? {} : { ownerId: app.users.consultant }),
    receivedAt: '2026-11-02T09:40:00+09:00',
  };
  const made = await app.request('manager', 'POST', '/enquiries', input);
  assert.equal(made.status, 201, made.text);
  let enquiry = made.body;
  const unanswered = /^NO_ANSWER_(\d)$/.exec(status)?.[1] ?? (status === 'UNREACHED' ? '7' : '0');
  const days = [2, 3, 4, 5, 6, 9, 10];
  for (const day of days.slice(0, Number(unanswered))) {
    const at = `2026-11-${String(day).padStart(2, '0')}T10:00:00+09:00`;
    const called = await app.act('consultant', enquiry.id, 'calls', {
      outcome: 'NO_ANSWER',
      at,
    });
    assert.equal(called.status, 200, called.text);
    enquiry = called.body;
  }
  const way: Partial<Record<StatusCode, StatusCode[]>> = {
    RESCHEDULING: ['BOOKED', 'RESCHEDULING'],
    CANCELLED: ['BOOKED', 'CANCELLED'],
    NO_SHOW: ['BOOKED', 'NO_SHOW'],
  };
  for (const to of way[status] ?? (enquiry.status === status ? [] : [status])) {
    const moved = await app.act('manager', enquiry.id, 'transitions', bodyFor(to, enquiry.receivedAt));
    assert.equal(moved.status, 200, `${status}: ${moved.text}`);
    enquiry = moved.body;
  }
  assert.equal(enquiry.status, status);
  return enquiry;
}

for (const from of STATUS_CODES) {
  test(`A2 from ${from} a person who may do all reaches exactly what the domain says`, async () => {
    const enquiry = await anEnquiryIn(from);
    assert.deepEqual([...enquiry.allowedTransitions].sort(), allowed(from).sort());
    for (const to of STATUS_CODES) {
      const answer = await app.act('manager', enquiry.id, 'transitions', bodyFor(to, enquiry.receivedAt));
      if (allowed(from).includes(to)) {
        assert.equal(answer.status, 200, `${from} → ${to}: ${answer.text}`);
        assert.equal(answer.body.status, to);
        const undone = await app.act('manager', enquiry.id, 'undo');
        assert.equal(undone.status, 200, undone.text);
        assert.equal(undone.body.status, from);
      } else {
        assert.equal(answer.status, 409, `${from} → ${to}: ${answer.text}`);
        assert.equal(answer.body.code, 'enquiries.transition_refused');
        assert.deepEqual([...answer.body.params.allowed].sort(), allowed(from).sort());
      }
    }
  });
}

const REQUIRED: readonly [from: StatusCode, to: StatusCode, without: string, field: string][] = [
  ['WAITING', 'CALLBACK', 'promiseAt', 'promiseAt'],
  ['WAITING', 'CALLBACK', 'promiseBy', 'promiseBy'],
  ['WAITING', 'HOLD', 'likelihood', 'likelihood'],
  ['WAITING', 'HOLD', 'holdReasons', 'holdReasons'],
  ['WAITING', 'HOLD', 'recontactOn', 'recontactOn'],
  ['WAITING', 'BOOKED', 'appointment', 'appointment'],
  ['WAITING', 'VISITED', 'visit', 'visit'],
  ['WAITING', 'DECLINED', 'reasonCode', 'reasonCode'],
  ['WAITING', 'INVALID', 'invalidKind', 'invalidKind'],
  ['WAITING', 'DO_NOT_CONTACT', 'evidence', 'evidence'],
  ['DO_NOT_CONTACT', 'WAITING', 'evidence', 'evidence'],
  ['DECLINED', 'WAITING', 'reasonText', 'reasonText'],
  ['INELIGIBLE', 'CONSULTING', 'reasonText', 'reasonText'],
];
for (const [from, to, without, field] of REQUIRED) {
  test(`A2 ${from} → ${to} without ${without} names the field`, async () => {
    const enquiry = await anEnquiryIn(from);
    const body: Record<string, unknown> = bodyFor(to, enquiry.receivedAt);
    delete body[without];
    const answer = await app.act('manager', enquiry.id, 'transitions', body);
    assert.equal(answer.status, 422, answer.text);
    assert.equal(answer.body.code, 'enquiries.field_required');
    assert.equal(answer.body.params.field, field);
  });
}

test('A2 only a supervisor takes an ineligible or invalid one back to waiting; another gets 403', async () => {
  for (const from of ['INELIGIBLE', 'INVALID'] as const) {
    const enquiry = await anEnquiryIn(from);
    const body = bodyFor('WAITING', enquiry.receivedAt);
    const refused = await app.act('consultant', enquiry.id, 'transitions', body);
    assert.equal(refused.status, 403, refused.text);
    const done = await app.act('manager', enquiry.id, 'transitions', body);
    assert.equal(done.status, 200, done.text);
  }
});

test('A2 a stale version is refused and nothing is changed', async () => {
  const enquiry = await anEnquiryIn('WAITING');
  const path = `/enquiries/${enquiry.id}/transitions`;
  const first = await app.request('manager', 'POST', path, { to: 'LATER', version: enquiry.version });
  assert.equal(first.status, 200, first.text);
  const second = await app.request('manager', 'POST', path, { to: 'INELIGIBLE', version: enquiry.version });
  assert.equal(second.status, 409);
  assert.equal(second.body.code, 'enquiries.changed');
});

test('A2 an act that began first and came second is written after the one that it follows', async () => {
  const { id } = await anEnquiryIn('WAITING');
  const then = { to: 'CALLBACK', promiseAt: FULL.promiseAt, promiseBy: 'us' };
  const promised = () => app.act('consultant', id, 'calls', { outcome: 'CONNECTED', then });
  await overtaken(app, app.org.actor('consultant'), promised, (tx) =>
    recordCall(tx, id, { outcome: 'CONNECTED', direction: 'outbound', then: { to: 'CONSULTING' } }),
  );
  const history = await app.db.inTx(app.org.system, async (tx) =>
    ok(
      await tx.one(sql<{ acts: boolean; promise: boolean }>`
        select (select array_agg(a.at order by a.version_after) = array_agg(a.at order by a.at) from enquiries.act a where a.enquiry_id = ${id}) as acts,
          (select ended_at > made_at from enquiries.promise p where p.enquiry_id = ${id}) as promise`),
    ),
  );
  assert.deepEqual(history, ok({ acts: true, promise: true }));
});

test('A1 of two that arrive at once the one that began first repeats the other where that one was first', async () => {
  const body = { person: { name: '두번', phone: '010-4555-0001' }, sourceChannel: 'internet', interests: ['implant'] };
  let first = '';
  const receive = async () => void (first = (await app.ok('desk', 'POST', '/enquiries', body)).id);
  const second = await overtaken(app, app.org.actor('desk'), receive, (tx) => receiveEnquiry(tx, body), 120);
  assert.deepEqual([second.status, second.originalId], ['INVALID', first]);
});
