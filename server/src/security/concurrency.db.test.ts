import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Role } from '@anbu/contract';
import { instant, MINUTE } from '../kernel/instant.ts';
import { sweepAlerts } from '../modules/enquiries/index.ts';
import { Database } from '../platform/db/index.ts';
import { flushAudit } from '../platform/audit/index.ts';
import { flushOutbox } from '../platform/outbox/index.ts';
import { withClient } from '../platform/embedded-postgres/roles.ts';
import { testApp, type TestAnswer, type TestApp } from '../testing/app.ts';
import { succeeded } from './testing.ts';

// A Tuesday, 10:00 at the site.
const TEN = instant(Date.parse('2026-11-17T10:00:00+09:00'));
let app: TestApp;
before(async () => void (app = await testApp({ at: TEN })));
after(() => app.stop());

let next = 1_000;
async function anEnquiry(input: Record<string, unknown> = {}, role: Role = 'manager'): Promise<TestAnswer['body']> {
  const person = { name: `사람 ${next}`, phone: `010-6000-${String(next++)}` };
  return succeeded(await app.request(role, 'POST', '/enquiries', { person, sourceChannel: 'phone', ...input }));
}

const many = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));
const statuses = (answers: readonly TestAnswer[]) => answers.map(({ status }) => status).toSorted();
const times = (count: number, value: number) => Array.from({ length: count }, () => value);

async function count(text: string, ...values: unknown[]): Promise<number> {
  return withClient(app.ownerUrl, async (client) =>
    Number((await client.query<{ count: string }>(text, values)).rows[0]?.count),
  );
}

test('A4 of forty requests for the next enquiry by four consultants no two get the same, and nobody is sent away while there is one', async () => {
  const workers = await people(4);
  await many(24, () => anEnquiry());
  const answers = await many(40, (index) => nextFor(workers[index % 4]!));
  for (const answer of answers) assert.equal(answer.status, 200, answer.text);
  const owners = new Map<string, Set<number>>();
  answers.forEach((answer, index) => {
    const id = answer.body.item?.enquiry.id as string | undefined;
    assert.ok(id, 'there is one for everybody');
    owners.set(id, (owners.get(id) ?? new Set()).add(index % 4));
  });
  for (const [id, users] of owners) assert.equal(users.size, 1, `${id} was given to ${users.size} users`);
});

test('A4 five walk through twenty at once: each is called, by one of them only, and no call meets another', async () => {
  const workers = await people(5);
  const ids = (await many(20, () => anEnquiry())).map(({ id }) => id as string);
  await many(5, async (index) => {
    for (;;) {
      const { item } = succeeded(await nextFor(workers[index]!));
      if (!item) return;
      const body = { outcome: 'NO_ANSWER', version: item.enquiry.version };
      const path = `/enquiries/${item.enquiry.id}/calls`;
      const recorded = await app.request(null, 'POST', path, body, workers[index]);
      assert.equal(recorded.status, 200, recorded.text);
    }
  });
  const called = await count(
    'select count(distinct enquiry_id) from enquiries.call where enquiry_id = any($1::uuid[])',
    ids,
  );
  assert.equal(called, 20);
  const shared = `select count(*) from (select 1 from enquiries.call where enquiry_id = any($1::uuid[])
    group by enquiry_id having count(distinct user_id) > 1) x`;
  assert.equal(await count(shared, ids), 0);
});

/** Consultants of the intake team who are signed in. */
async function people(howMany: number): Promise<Record<string, string>[]> {
  const made = await many(howMany, async () => {
    const email = `consultant${next++}@anbu.example`;
    const user = succeeded(
      await app.request('admin', 'POST', '/users', {
        name: `상담 ${next}`,
        email,
        role: 'consultant',
        password: 'correct horse battery',
      }),
    );
    const signedIn = await app.request(null, 'POST', '/sign-in', { email, password: 'correct horse battery' });
    const cookie = String(signedIn.headers['set-cookie']).split(';')[0]!;
    return { id: user.id as string, headers: { cookie, 'sec-fetch-site': 'same-origin' } };
  });
  const team = succeeded(await app.request('admin', 'GET', `/teams/${app.org.intakeTeamId}`));
  const memberIds = [...team.memberIds, ...made.map(({ id }) => id)];
  succeeded(await app.request('admin', 'PATCH', `/teams/${team.id}`, { memberIds }));
  return made.map(({ headers }) => headers);
}

/** A program's key. */
async function aKey(name: string): Promise<{ id: string; headers: Record<string, string> }> {
  const scopes = ['enquiries.read', 'enquiries.work'];
  const made = succeeded(await app.request('admin', 'POST', '/api-keys', { name, scopes }));
  return { id: made.id, headers: { authorization: `Bearer ${made.key}` } };
}

const nextFor = (headers: Record<string, string>) => app.request(null, 'POST', '/today/next', {}, headers);

test('A2 of twenty calls on one version one is recorded, the others are told that it changed', async () => {
  const { id, version } = await anEnquiry({ ownerId: app.users.consultant });
  const answers = await many(20, () =>
    app.request('consultant', 'POST', `/enquiries/${id}/calls`, { outcome: 'NO_ANSWER', version }),
  );
  assert.deepEqual(statuses(answers), [200, ...times(19, 409)]);
  for (const answer of answers.filter(({ status }) => status === 409)) {
    assert.equal(answer.body.code, 'enquiries.changed');
    assert.equal(answer.body.params.version, version + 1);
  }
  assert.equal(await count('select count(*) from enquiries.call where enquiry_id = $1', id), 1);
  assert.equal(await count('select count(*) from enquiries.act where enquiry_id = $1 and kind = $2', id, 'call'), 1);
});

test('A2 ten different acts at once on one version: one is done, and the enquiry is one version on', async () => {
  const { id, version } = await anEnquiry({ ownerId: app.users.consultant });
  const acts: [string, object, string][] = [
    ['calls', { outcome: 'BUSY' }, 'POST'],
    ['transitions', { to: 'LATER' }, 'POST'],
    ['transitions', { to: 'DECLINED', reasonCode: 'COST' }, 'POST'],
    ['replies', { channel: 'sms', text: '네' }, 'POST'],
    ['assign', { ownerId: app.users.desk }, 'POST'],
    ['next-action', { dueAt: '2026-11-18T11:00:00+09:00', reasonText: '부탁' }, 'PATCH'],
    ['', { campaign: '가을' }, 'PATCH'],
  ];
  const answers = await Promise.all(
    acts.map(([act, body, method]) =>
      app.request('manager', method, `/enquiries/${id}${act && `/${act}`}`, { ...body, version }),
    ),
  );
  assert.deepEqual(
    statuses(answers),
    [200, ...times(6, 409)],
    answers.map(({ text }) => text.slice(0, 200)).join('\n'),
  );
  const after = succeeded(await app.request('manager', 'GET', `/enquiries/${id}`));
  assert.equal(after.version, version + 1);
});

test('A2 of a program, which need not say a version, twenty calls are twenty calls, none is lost', async () => {
  const { id, version } = await anEnquiry({ ownerId: app.users.consultant });
  const { headers } = await aKey('교환기');
  const answers = await many(20, () =>
    app.request(null, 'POST', `/enquiries/${id}/calls`, { outcome: 'NO_ANSWER' }, headers),
  );
  assert.deepEqual(statuses(answers), times(20, 200));
  const after = succeeded(await app.request('manager', 'GET', `/enquiries/${id}`));
  assert.equal(after.attempts.length, 20);
  assert.equal(after.version, version + 20);
  assert.equal(after.status, 'NO_ANSWER_1', 'one day is one unanswered day');
});

test('A2 ten undo at once take back one act each, never one twice', async () => {
  const { id, version } = await anEnquiry({ ownerId: app.users.consultant });
  const { headers } = await aKey('교환기 둘');
  const act = (what: string, body: object) => app.request(null, 'POST', `/enquiries/${id}/${what}`, body, headers);
  for (let done = 0; done < 3; done++) succeeded(await act('calls', { outcome: 'NO_ANSWER' }));
  const same = await many(10, () => act('undo', { version: version + 3 }));
  assert.deepEqual(statuses(same), [200, ...times(9, 409)]);
  const rest = await many(10, () => act('undo', {}));
  assert.equal(rest.filter(({ status }) => status === 200).length, 2);
  assert.equal(
    rest.filter(({ body }) => body.code === 'enquiries.nothing_to_undo').length,
    8,
    rest.map(({ text }) => text).join('\n'),
  );
  const after = succeeded(await app.request('consultant', 'GET', `/enquiries/${id}`));
  assert.deepEqual([after.status, after.attempts.length], ['WAITING', 0]);
  assert.equal(
    await count('select count(*) from enquiries.call where enquiry_id = $1 and voided_at is not null', id),
    3,
  );
});

test('A2 a claim is held by one of twenty', async () => {
  const workers = await people(4);
  const { id, version } = await anEnquiry();
  const claims = (seen: number) =>
    many(20, (index) => app.request(null, 'POST', `/enquiries/${id}/claim`, { version: seen }, workers[index % 4]));
  const answers = await claims(version);
  assert.equal(answers.filter(({ status }) => status === 200).length, 1, 'with the owner it has another version');
  const again = await claims(version + 1);
  const holders = new Set(again.flatMap(({ status }, index) => (status === 200 ? [index % 4] : [])));
  assert.deepEqual([...holders], [answers.findIndex(({ status }) => status === 200) % 4]);
  for (const answer of again.filter(({ status }) => status !== 200))
    assert.equal(answer.body.code, 'enquiries.claimed_by_other', answer.text);
});

test('A1 twenty enquiries of one new person at once: one person, one enquiry, nineteen repetitions of it', async () => {
  const person = { name: '한사람', phone: '010-6999-0001' };
  const answers = await many(20, (index) =>
    app.request(index % 2 ? 'consultant' : 'desk', 'POST', '/enquiries', {
      person,
      sourceChannel: 'internet',
      interests: ['implant'],
    }),
  );
  assert.deepEqual(statuses(answers), times(20, 201), answers.find(({ status }) => status !== 201)?.text);
  assert.equal(new Set(answers.map(({ body }) => body.personId)).size, 1);
  const originals = answers.filter(({ body }) => body.status !== 'INVALID');
  assert.equal(originals.length, 1);
  for (const { body } of answers) if (body.status === 'INVALID') assert.equal(body.originalId, originals[0]!.body.id);
  const found = succeeded(await app.request('desk', 'GET', `/people/${originals[0]!.body.personId}`));
  assert.equal(found.phones.length, 1);
  assert.equal(await count('select open_enquiries as count from people.person where id = $1', found.id), 1);
});

test('A2 two hand-overs of the same thirty at once, in opposite order, wait for each other and lose none', async () => {
  const ids = (await many(30, () => anEnquiry())).map(({ id }) => id as string);
  const [one, two] = await Promise.all([
    app.request('manager', 'POST', '/enquiries/bulk-assign', { ids, ownerId: app.users.consultant }),
    app.request('desk', 'POST', '/enquiries/bulk-assign', { ids: ids.toReversed(), ownerId: app.users.desk }),
  ]);
  assert.deepEqual([one.body.done, two.body.done], [30, 30], `${one.text} ${two.text}`);
  const owners = await count('select count(distinct owner_id) from enquiries.enquiry where id = any($1::uuid[])', ids);
  assert.equal(owners, 1, 'the later one stands for all');
});

test('C3 of twenty edits of one memo and of one person on one version, one each is kept', async () => {
  const person = succeeded(await app.request('desk', 'POST', '/people', { name: '편집' }));
  const memo = succeeded(await app.request('desk', 'POST', `/people/${person.id}/memos`, { text: '처음' }));
  const memos = await many(20, (index) =>
    app.request('desk', 'PATCH', `/memos/${memo.id}`, { text: `${index}`, version: memo.version }),
  );
  assert.equal(memos.filter(({ status }) => status === 200).length, 1);
  assert.deepEqual([...new Set(memos.map(({ status }) => status))].toSorted(), [200, 409]);
  const { version } = succeeded(await app.request('desk', 'GET', `/people/${person.id}`));
  const people = await many(20, (index) =>
    app.request('desk', 'PATCH', `/people/${person.id}`, { name: `편집${index}` }, { 'if-match': `"${version}"` }),
  );
  assert.deepEqual(statuses(people), [200, ...times(19, 412)], people[0]!.text);
});

test('A7 a promise is announced ten minutes before and when it is due, falls to the pool after ten, goes to the leader after thirty: once each, though three processes sweep', async () => {
  await app.setClock(instant(Date.parse('2026-11-18T10:00:00+09:00')));
  const leader = app.users.manager;
  const memberIds = [app.users.consultant, app.users.desk, leader];
  succeeded(await app.request('admin', 'PATCH', `/teams/${app.org.intakeTeamId}`, { memberIds, leaderId: leader }));
  const { id } = await anEnquiry({ ownerId: app.users.consultant });
  const promise = { to: 'CALLBACK', promiseAt: '2026-11-18T11:00:00+09:00', promiseBy: 'us' };
  const promised = succeeded(await app.act('consultant', id, 'calls', { outcome: 'CONNECTED', then: promise }));
  assert.equal(promised.nextAction.dueAt, '2026-11-18T02:00:00.000Z');
  const processes = Array.from(
    { length: 3 },
    () => new Database({ url: app.appUrl, poolSize: 2, flush: [flushAudit, flushOutbox([])] }),
  );
  try {
    const given = async () =>
      withClient(app.ownerUrl, async (client) => {
        const { rows } = await client.query<{ kind: string; user_id: string }>(
          'select kind, user_id from enquiries.alert where enquiry_id = $1 order by kind, user_id',
          [id],
        );
        return rows.map(
          ({ kind, user_id }) => `${kind} ${Object.entries(app.users).find(([, user]) => user === user_id)?.[0]}`,
        );
      });
    const steps: [string, string[]][] = [
      ['10:49:20', []],
      ['10:50:01', ['promise_soon consultant']],
      ['10:59:20', []],
      ['11:00:01', ['promise_due consultant']],
      ['11:09:20', []],
      ['11:10:01', ['pool consultant', 'pool desk', 'pool manager']],
      ['11:29:20', []],
      ['11:30:01', ['escalated manager']],
      ['15:00:00', []],
    ];
    let expected: string[] = [];
    for (const [time, more] of steps) {
      await app.setClock(instant(Date.parse(`2026-11-18T${time}+09:00`)));
      await Promise.all(processes.flatMap((db) => [sweepAlerts(db), sweepAlerts(db)]));
      expected = [...expected, ...more].toSorted();
      assert.deepEqual((await given()).toSorted(), expected, time);
    }
    const alerts = succeeded(await app.request('manager', 'GET', '/alerts')).items;
    const escalated = alerts.find(
      (alert: { kind: string; enquiryId: string }) => alert.kind === 'escalated' && alert.enquiryId === id,
    );
    assert.ok(escalated, 'the leader sees it until she answers');
    assert.equal(escalated.lateSince, escalated.dueAt, 'late is counted from the hour that was promised');
    assert.equal(
      (await app.request('consultant', 'POST', `/alerts/${escalated.id}/acknowledge`)).status,
      404,
      'it is hers',
    );
    assert.equal((await app.request('manager', 'POST', `/alerts/${escalated.id}/acknowledge`)).status, 204);
    const left = succeeded(await app.request('manager', 'GET', '/alerts')).items;
    assert.ok(!left.some((alert: { id: string }) => alert.id === escalated.id));
    const kept = succeeded(await app.request('desk', 'GET', `/enquiries/${id}`));
    assert.equal(kept.ownerId, app.users.consultant, 'the owner stays until somebody claims it');
  } finally {
    await Promise.all(processes.map((db) => db.close()));
  }
});

test('A7 a promise that is called in time raises nothing more', async () => {
  await app.setClock(instant(Date.parse('2026-11-19T10:00:00+09:00')));
  const { id } = await anEnquiry({ ownerId: app.users.consultant });
  const promise = { to: 'CALLBACK', promiseAt: '2026-11-19T11:00:00+09:00', promiseBy: 'us' };
  succeeded(await app.act('consultant', id, 'calls', { outcome: 'CONNECTED', then: promise }));
  await app.advance(51 * MINUTE);
  await sweepAlerts(app.db);
  const then = { to: 'LATER' };
  succeeded(await app.act('consultant', id, 'calls', { outcome: 'CONNECTED', then }));
  await app.advance(20 * MINUTE);
  await sweepAlerts(app.db);
  assert.equal(await count('select count(*) from enquiries.alert where enquiry_id = $1', id), 1);
  assert.equal(await count("select count(*) from enquiries.promise where enquiry_id = $1 and result = 'kept'", id), 1);
  const waiting = succeeded(await app.request('consultant', 'GET', '/alerts')).items;
  assert.ok(
    !waiting.some((alert: { enquiryId: string }) => alert.enquiryId === id),
    'an alert of an action that is done is gone',
  );
});
