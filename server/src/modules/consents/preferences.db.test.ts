import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DAY, instant, plus } from '../../kernel/instant.ts';
import { must, ok } from '../../kernel/outcome.ts';
import { sql, systemActor, type Tx } from '../../platform/db/index.ts';
import { Keyring } from '../../platform/secrets/index.ts';
import { TEST_KEY, testApp, type TestApp } from '../../testing/app.ts';
import { announceDue, hearStop, unsubscribeLink } from './index.ts';

const START = instant(Date.parse('2026-11-17T10:00:00+09:00'));
let app: TestApp;
before(async () => {
  app = await testApp({ at: START });
});
after(() => app.stop());

const keyring = new Keyring(TEST_KEY);
const deps = {
  secrets: {
    seal: (text: string, purpose: string) => keyring.box(purpose).seal(text),
    open: (sealed: string, purpose: string) => keyring.box(purpose).open(sealed),
  },
  publicUrl: new URL('http://localhost:3000'),
};
let next = 1000;
const aPhone = () => `010-6800-${String(next++)}`;
async function aPerson(phone = aPhone()): Promise<string> {
  const answer = await app.request('consultant', 'POST', '/people', {
    name: `설정고객${String(next++)}`,
    phone,
    email: `p${String(next)}@own.example`,
  });
  assert.equal(answer.status, 201, answer.text);
  return answer.body.id as string;
}
const grant = (id: string, channel = 'sms') =>
  app.request('desk', 'POST', `/people/${id}/consents`, {
    entries: [{ purpose: 'marketing', channel, state: 'granted' }],
    source: 'counter',
    evidence: '동의서',
  });
const verdict = async (personId: string, channel: string, purpose = 'marketing') => {
  const at = new Date(await app.db.now()).toISOString();
  return (await app.request('desk', 'POST', '/gate/judge', { personId, channel, purpose, at })).body.code as string;
};
async function inTx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return must(await app.db.inTx(systemActor(app.org.id, 'test'), async (tx) => ok(await work(tx))));
}
const page = (path: string, form?: string) =>
  app.request(
    null,
    form === undefined ? 'GET' : 'POST',
    `/${path}`,
    form,
    form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' },
  );
const pathOf = async (id: string) => {
  const made = await app.request('desk', 'POST', `/people/${id}/preference-link`);
  assert.equal(made.status, 200, made.text);
  return new URL(made.body.url as string).pathname;
};

test('D12 one tap a switch: on, off, at night, and what a stranger sends changes nothing', async () => {
  const id = await aPerson();
  const path = await pathOf(id);
  const shown = await page(`${path}?lang=en`);
  assert.equal(shown.status, 200, shown.text);
  assert.match(shown.text, /<html lang="en">/);
  assert.doesNotMatch(shown.text, /설정고객|6800/, 'nothing says who she is');
  assert.equal(shown.headers['set-cookie'], undefined);
  const on = await page(path, 'set=marketing+sms+on');
  assert.equal(on.status, 200, on.text);
  assert.match(on.text, /aria-checked="true"/);
  assert.equal(await verdict(id, 'sms'), 'gate.allowed.consent');
  await page(path, 'set=marketing+sms+night+on');
  await page(path, 'set=marketing+sms+on');
  const history = await app.request('desk', 'GET', `/people/${id}/consents/history`);
  assert.equal(history.body.items.length, 2, 'what is on is not switched on again');
  assert.equal(history.body.items[0].source, 'preferences');
  await app.advance(1000);
  await page(path, 'set=marketing+sms+off');
  assert.equal(await verdict(id, 'sms'), 'gate.withdrawn');
  await page(path, 'set=survey+sms+off');
  assert.equal(await verdict(id, 'sms', 'survey'), 'gate.withdrawn');
  assert.equal(await verdict(id, 'sms', 'service'), 'gate.allowed.service', 'refusing an option blocks no service');
  for (const bad of ['set=care+sms+off', 'set=marketing+alimtalk+on', 'set=', 'x=1', 'set=marketing+sms+on+on']) {
    assert.equal((await page(path, bad)).status, 422, bad);
  }
  assert.equal((await page(`${path}x`)).status, 404);
  assert.equal(
    (await page(path.replace('/preferences/', '/unsubscribe/'), 'x=1')).status,
    404,
    'a link of another kind',
  );
  assert.equal((await app.request('other.desk', 'POST', `/people/${id}/preference-link`)).status, 404);
});

test('D12 a pause of 30 days, her language, a copy and the deletion of her data', async () => {
  const id = await aPerson();
  await grant(id);
  const path = await pathOf(id);
  await page(path, 'set=pause');
  await page(path, 'set=pause');
  assert.equal(await verdict(id, 'sms'), 'gate.paused');
  assert.equal(await verdict(id, 'sms', 'service'), 'gate.allowed.service');
  const paused = await app.request('desk', 'GET', `/suppressions?personId=${id}&active=true`);
  assert.deepEqual(
    paused.body.items.map(({ reason }: { reason: string }) => reason),
    ['pause'],
  );
  await page(path, 'set=resume');
  assert.equal(await verdict(id, 'sms'), 'gate.allowed.consent');
  await page(path, 'set=language+zh');
  assert.equal((await app.request('desk', 'GET', `/people/${id}`)).body.language, 'zh');
  await page(path, 'set=copy');
  const again = await page(path, 'set=copy');
  assert.match(again.text, /10일 안에/);
  const requests = await inTx((tx) =>
    tx.rows(sql`select kind from consents.data_request where org_id = ${app.org.id} and person_id = ${id}`),
  );
  assert.deepEqual(requests, [{ kind: 'copy' }]);
  const [open] = (await app.request('desk', 'GET', `/people/${id}/consents`)).body.requests;
  assert.deepEqual([open.kind, open.dueAt.slice(0, 10)], ['copy', '2026-11-27'], 'answered within ten days');
  const answer = (as: 'desk' | 'other.desk') =>
    app.request(as, 'POST', `/data-requests/${open.id}/answer`, { answer: '사본을 이메일로 보냄' });
  assert.equal((await answer('other.desk')).status, 404);
  assert.equal((await answer('desk')).status, 200);
  assert.equal((await answer('desk')).body.code, 'consents.request_settled');
  assert.deepEqual((await app.request('desk', 'GET', `/people/${id}/consents`)).body.requests, []);
});

test('F4 what is wrong is written on the page in her own words, and an empty wish is none', async () => {
  const id = await aPerson();
  const path = await pathOf(id);
  assert.equal((await page(path, 'set=correction&words=')).status, 422);
  const words = encodeURIComponent('이름이 <오타>입니다');
  assert.match((await page(path, `set=correction&words=${words}`)).text, /정정을 요청하셨습니다/);
  const [open] = (await app.request('desk', 'GET', `/people/${id}/consents`)).body.requests;
  assert.deepEqual([open.kind, open.wish, open.source], ['correction', '이름이 <오타>입니다', 'preferences']);
});

test('C3 one click: a GET changes nothing, a POST without a cookie ends it, twice is once; after its time the address is none', async () => {
  const id = await aPerson();
  await grant(id, 'email');
  const now = await app.db.now();
  const { url } = unsubscribeLink(
    deps,
    { orgId: app.org.id, personId: id, purpose: 'marketing', channel: 'email' },
    now,
  );
  const { pathname } = new URL(url);
  assert.ok(url.length < 200, 'it fits a header line');
  const asked = await page(`${pathname}?lang=en`);
  assert.match(asked.text, /Do you want to stop offers by E-mail/);
  assert.equal(await verdict(id, 'email'), 'gate.allowed.consent');
  await app.advance(1000);
  for (let click = 0; click < 2; click += 1) {
    const clicked = await page(pathname, 'List-Unsubscribe=One-Click');
    assert.equal(clicked.status, 200, clicked.text);
    assert.equal(clicked.headers['set-cookie'], undefined);
  }
  assert.equal(await verdict(id, 'email'), 'gate.suppressed');
  const stops = await app.request('desk', 'GET', `/suppressions?personId=${id}`);
  assert.equal(stops.body.items.length, 1);
  await app.advance(1000);
  await page(await pathOf(id), 'set=marketing+email+on');
  assert.equal(await verdict(id, 'email'), 'gate.allowed.consent', 'she may switch it on again herself');
  await app.setClock(plus(now, 402 * DAY));
  assert.equal((await page(pathname)).status, 404);
  await app.setClock(START);
});

test('C2 a stop word ends what sells to that number for all who share it, with one confirmation; in the United States everything', async () => {
  const phone = aPhone();
  const [one, other] = [await aPerson(phone), await aPerson(phone)];
  const e164 = `+82${phone.replaceAll('-', '').slice(1)}`;
  await grant(one);
  const hear = (from: string, text: string) => inTx(async (tx) => must(await hearStop(tx, from, text)));
  assert.equal(await hear(e164, '취소할게요'), null, 'the appointment');
  const first = await hear(e164, '수신 거부');
  assert.deepEqual([first?.scope, first?.confirm], ['advertising', true]);
  const second = await hear(e164, '그만 보내세요');
  assert.deepEqual([second?.suppressionId, second?.confirm], [first?.suppressionId, false]);
  for (const id of [one, other]) {
    assert.equal(await verdict(id, 'sms'), 'gate.number_stopped');
    assert.equal(await verdict(id, 'sms', 'service'), 'gate.allowed.service');
  }
  const american = await aPerson('+1 650 253 0000');
  const stopped = await hear('+16502530000', 'STOP');
  assert.equal(stopped?.scope, 'number');
  assert.equal(await verdict(american, 'sms', 'service'), 'gate.number_stopped');
  assert.match((await page(await pathOf(one))).text, /disabled/);
});

test('rules.md the result of a consent is told within 14 days, and two years later it is asked again, each once', async () => {
  const id = await aPerson();
  await grant(id);
  await announceDue(app.db);
  const events = () =>
    inTx((tx) =>
      tx.rows(sql<{ type: string }>`
      select type from platform.event where org_id = ${app.org.id} and person_id = ${id} and type like 'consents.%due' order by type`),
    );
  assert.deepEqual(await events(), [{ type: 'consents.result_notice_due' }]);
  const dates = await inTx((tx) =>
    tx.rows(sql<{ kind: string; due: string }>`
    select kind, to_char(due_at at time zone 'Asia/Seoul', 'YYYY-MM-DD HH24:MI') as due from consents.duty
    where org_id = ${app.org.id} and person_id = ${id} order by kind`),
  );
  assert.deepEqual(
    dates.map(({ kind, due }) => [kind, due.slice(0, 10)]),
    [
      ['reconfirmation', '2028-11-17'],
      ['result_notice', '2026-12-01'],
    ],
  );
  await app.setClock(instant(Date.parse('2028-10-18T09:00:01+09:00')));
  await announceDue(app.db);
  await announceDue(app.db);
  assert.deepEqual(await events(), [{ type: 'consents.reconfirmation_due' }, { type: 'consents.result_notice_due' }]);
  const confirmed = await app.request('desk', 'POST', `/people/${id}/consents`, {
    entries: [{ purpose: 'marketing', channel: 'sms', state: 'granted' }],
    source: 'reconfirmation',
    evidence: '계속 받겠다고 하심',
  });
  assert.equal(confirmed.body.lines[0].confirmBy, '2030-10-18');
  const states = await inTx((tx) =>
    tx.rows(sql<{ state: string }>`
    select state from consents.duty where org_id = ${app.org.id} and person_id = ${id} and kind = 'reconfirmation' order by due_at`),
  );
  assert.deepEqual(states, [{ state: 'done' }, { state: 'waiting' }]);
  await app.setClock(START);
});
