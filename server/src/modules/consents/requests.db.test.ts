/** What is asked about data, what is to be confirmed, do-not-call lists and whose law holds. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DAY, instant } from '../../kernel/instant.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { announceDue } from './index.ts';

let app: TestApp;
before(async () => {
  // A Tuesday, 10:00 at the site.
  app = await testApp({ at: instant(Date.parse('2026-11-17T10:00:00+09:00')) });
});
after(() => app.stop());

let next = 1000;
async function aPerson(phone = `010-6800-${String(next++)}`): Promise<string> {
  const answer = await app.request('consultant', 'POST', '/people', { name: `요청고객${String(next++)}`, phone });
  assert.equal(answer.status, 201, answer.text);
  return answer.body.id as string;
}
const list = async (path: string, as: 'desk' | 'other.desk' = 'desk') =>
  (await app.request(as, 'GET', path)).body.items as Record<string, unknown>[];
const judge = async (personId: string, channel: string, purpose: string) =>
  (
    await app.request('desk', 'POST', '/gate/judge', {
      personId,
      channel,
      purpose,
      at: '2026-11-18T03:00:00+09:00',
    })
  ).body.code as string;

test('F4 a request of the counter is somebody’s, late after ten days, and ends with what was given', async () => {
  const personId = await aPerson();
  const ask = (body: object) =>
    app.request('desk', 'POST', '/data-requests', { personId, kind: 'correction', source: 'counter', ...body });
  assert.equal((await ask({})).body.errors[0].field, 'wish', 'what is wrong is said');
  const made = await ask({ wish: '주소가 바뀜' });
  assert.equal(made.status, 201, made.text);
  assert.deepEqual([made.body.dueAt.slice(0, 10), made.body.late, made.body.ownerName], ['2026-11-27', false, null]);
  assert.equal((await ask({ wish: '또' })).body.code, 'consents.request_open');
  assert.equal((await list('/data-requests?owner=none')).length, 1);
  const me = app.users.desk;
  const given = await app.request('desk', 'PUT', `/data-requests/${made.body.id}/owner`, { memberId: me });
  assert.equal(given.status, 200, given.text);
  assert.equal((await list('/data-requests?owner=none')).length, 0);
  assert.equal((await list('/data-requests?owner=me')).length, 1);
  assert.equal((await list('/data-requests', 'other.desk')).length, 0, 'S1');
  const due = async (as: 'desk' | 'consultant' | 'manager' | 'other.manager') => {
    const { near, late } = (await app.request(as, 'GET', '/data-requests/due')).body;
    return [near, late];
  };
  assert.deepEqual(
    [await due('desk'), await due('manager')],
    [
      [0, 0],
      [0, 0],
    ],
    'ten days are time',
  );
  await app.advance(8 * DAY);
  assert.deepEqual(
    [await due('desk'), await due('manager')],
    [
      [1, 0],
      [0, 0],
    ],
    'near its day it is in the bell of whose it is',
  );
  await app.advance(3 * DAY);
  assert.deepEqual(
    [await due('desk'), await due('manager'), await due('consultant'), await due('other.manager')],
    [
      [0, 1],
      [0, 1],
      [0, 0],
      [0, 0],
    ],
    'late it is in that of all who lead',
  );
  assert.equal((await list('/data-requests'))[0]?.['late'], true);
  const done = await app.request('desk', 'POST', `/data-requests/${made.body.id}/answer`, {
    answer: '주소를 고치고 문자로 알림',
    outcome: 'partly',
  });
  assert.deepEqual([done.body.outcome, done.body.late], ['partly', false], done.text);
  assert.deepEqual(
    [await due('desk'), await due('manager')],
    [
      [0, 0],
      [0, 0],
    ],
    'answered, it is in none',
  );
  const again = await app.request('desk', 'PUT', `/data-requests/${made.body.id}/owner`, { memberId: null });
  assert.equal(again.body.code, 'consents.request_settled');
  assert.deepEqual(
    (await list('/data-requests?state=settled')).map(({ answer }) => answer),
    ['주소를 고치고 문자로 알림'],
  );
});

test('rules.md consents to be confirmed are listed by their day; what is announced says so', async () => {
  const personId = await aPerson();
  const said = await app.request('desk', 'POST', `/people/${personId}/consents`, {
    entries: [{ purpose: 'marketing', channel: 'email', state: 'granted' }],
    source: 'counter',
    evidence: '동의서',
    at: '2024-12-10T10:00:00+09:00',
  });
  assert.equal(said.status, 200, said.text);
  await announceDue(app.db);
  const [due] = (await list('/consent-duties')).filter((row) => row['personId'] === personId);
  assert.deepEqual([due?.['state'], String(due?.['dueAt']).slice(0, 10)], ['announced', '2026-12-09']);
  assert.ok((await list('/consent-duties?kind=result_notice')).some((row) => row['personId'] === personId));
});

const BOUNDARY = 'anbu-test-boundary';
const bring = (jurisdiction: string, asOf: string, text: string, as: 'admin' | 'desk' = 'admin') => {
  const parts = Object.entries({ jurisdiction, asOf }).map(
    ([name, value]) => `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const file = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="list.csv"\r\ncontent-type: text/csv\r\n\r\n`;
  const payload = Buffer.from(`${parts.join('')}${file}${text}\r\n--${BOUNDARY}--\r\n`);
  const type = `multipart/form-data; boundary=${BOUNDARY}`;
  return app.request(as, 'POST', '/do-not-call-lists', payload, { 'content-type': type });
};

test('rules.md a do-not-call list: the age is asked of every call that sells, and the newer list takes its place', async () => {
  const personId = await aPerson('+1 212-555-0187');
  assert.equal(await judge(personId, 'phone', 'renewal'), 'gate.registry_missing');
  assert.equal((await bring('US', '2026-11-17', '2125550187', 'desk')).status, 403);
  const first = await bring(
    'US',
    '2026-11-20',
    'number\n"212","5550187"\n212,5550188\n(212) 555-0189\nnobody\n2125550188\n',
  );
  assert.equal(first.status, 200, first.text);
  assert.deepEqual([first.body.numbers, first.body.unread], [3, 1], 'each once, whatever the form');
  assert.equal(await judge(personId, 'phone', 'renewal'), 'gate.registry_listed');
  assert.equal(await judge(personId, 'phone', 'service'), 'gate.allowed.service', 'what informs is not asked');
  assert.equal((await bring('US', '2026-11-19', '2125550100')).body.errors[0].code, 'consents.registry_older');
  assert.equal((await bring('US', '2026-11-21', 'no number here')).body.errors[0].code, 'consents.registry_empty');
  assert.equal((await bring('US', '2027-11-21', '2125550100')).body.errors[0].code, 'consents.list_future');
  const korean = await aPerson('010-6800-9001');
  assert.equal((await bring('KR', '2026-11-22', '01068009001')).status, 200);
  assert.equal((await bring('US', '2026-11-28', '2125550100')).status, 200);
  assert.equal(await judge(korean, 'phone', 'renewal'), 'gate.registry_listed', 'the list of another country stays');
  assert.equal(await judge(personId, 'phone', 'renewal'), 'gate.allowed.service', 'she is not on the newer list');
  const lists = await app.request('admin', 'GET', '/do-not-call-lists');
  assert.deepEqual(
    lists.body.items.map(({ asOf }: { asOf: string }) => asOf),
    ['2026-11-22', '2026-11-28', '2026-11-20'],
  );
});

test('P2 the law of who is unknown is changed by an administrator with a reason', async () => {
  const before = await app.request('admin', 'GET', '/gate/place');
  assert.deepEqual(before.body.now, { jurisdiction: 'KR', timeZone: 'Asia/Seoul' });
  const wish = { jurisdiction: 'US', timeZone: 'America/Chicago', byNumber: false, reason: '미국 지점', revision: 0 };
  const change = (as: 'admin' | 'manager', more: object = {}) =>
    app.request(as, 'PUT', '/gate/place', { ...wish, ...more });
  assert.equal((await change('manager')).status, 403);
  assert.equal((await change('admin', { timeZone: 'Mars/Base' })).body.errors[0].code, 'identity.time_zone_unknown');
  const personId = await aPerson();
  const placed = async () => (await app.request('desk', 'GET', `/people/${personId}/consents`)).body.place;
  assert.equal((await placed()).jurisdiction, 'KR');
  assert.equal((await change('admin')).body.revision, 1);
  assert.equal((await change('admin')).body.code, 'request.stale');
  const { jurisdiction, timeZone } = await placed();
  assert.deepEqual([jurisdiction, timeZone], ['US', 'America/Chicago']);
  const back = await change('admin', { jurisdiction: null, timeZone: null, byNumber: true, revision: 1 });
  assert.deepEqual(back.body.now, { jurisdiction: 'KR', timeZone: 'Asia/Seoul' });
});

test('P2 stops of persons and of numbers are found by what they are and why', async () => {
  const personId = await aPerson();
  for (const body of [
    { personId, reason: 'request' },
    { address: '010-6899-0001', reason: 'complaint' },
  ]) {
    assert.equal((await app.request('desk', 'POST', '/suppressions', body)).status, 201);
  }
  const [own] = await list('/suppressions?of=person');
  assert.match(String(own?.['personName']), /요청고객/);
  assert.deepEqual(
    (await list('/suppressions?of=address')).map(({ address }) => address),
    ['+821068990001'],
  );
  assert.equal((await list('/suppressions?reason=complaint')).length, 1);
  assert.equal((await list('/suppressions?address=010-6899-0001')).length, 1);
});

test('S11 the evidence of a consent is what its bytes say, of the same person, and each look leaves a line', async () => {
  const [personId, other] = [await aPerson(), await aPerson()];
  const send = (content: string, name = 'form.pdf') => {
    const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/pdf\r\n\r\n`;
    const payload = Buffer.from(`${head}${content}\r\n--${BOUNDARY}--\r\n`, 'latin1');
    const type = `multipart/form-data; boundary=${BOUNDARY}`;
    return app.request('desk', 'POST', `/people/${personId}/consent-evidence`, payload, { 'content-type': type });
  };
  assert.equal((await send('<html><script>')).body.errors[0].code, 'consents.evidence_type');
  const brought = await send('%PDF-1.7 signed');
  assert.equal(brought.status, 201, brought.text);
  assert.equal(brought.body.mediaType, 'application/pdf');
  const say = (id: string) =>
    app.request('desk', 'POST', `/people/${id}/consents`, {
      entries: [{ purpose: 'marketing', channel: 'sms', state: 'granted' }],
      source: 'paper',
      evidence: '동의서',
      evidenceFileId: brought.body.id,
    });
  assert.equal((await say(other)).body.errors[0].field, 'evidenceFileId', 'hers, and nobody else’s');
  assert.equal((await say(personId)).status, 200);
  const history = await app.request('desk', 'GET', `/people/${personId}/consents/history`);
  assert.equal(history.body.items[0].evidenceFile.name, 'form.pdf');
  const file = await app.request('desk', 'GET', `/consent-evidence/${brought.body.id}/file`);
  assert.deepEqual([file.status, file.text], [200, '%PDF-1.7 signed']);
  assert.match(String(file.headers['content-disposition']), /^attachment/);
  assert.equal(file.headers['x-content-type-options'], 'nosniff');
  assert.equal((await app.request('other.desk', 'GET', `/consent-evidence/${brought.body.id}/file`)).status, 404);
  const audit = await app.request('admin', 'GET', `/audit?action=consents.evidence_read&limit=5`);
  assert.deepEqual(
    audit.body.items.map(({ personIds }: { personIds: string[] }) => personIds),
    [[personId]],
  );
});
