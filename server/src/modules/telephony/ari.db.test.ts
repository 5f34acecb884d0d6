import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { instant } from '../../kernel/instant.ts';
import { sql } from '../../platform/db/index.ts';
import { testApp, type As, type TestApp } from '../../testing/app.ts';
import { until } from '../../testing/until.ts';
import { ariDouble, type AriDouble } from './line/ari-double.testing.ts';
import type { LineKeeper } from './index.ts';
import { keeperFor } from './line/keeping.testing.ts';

// An exchange over ARI as the program holds it: real HTTP, WebSocket and rows.

let exchange: AriDouble;
let app: TestApp;
let keeper: LineKeeper;
let exchangeId = '';
let personId = '';
before(async () => {
  exchange = await ariDouble({ password: 'secret' });
  const place = `127.0.0.1:${String(exchange.port)}`;
  app = await testApp({ at: instant(Date.parse('2026-11-17T10:00:00+09:00')), outgoingAllow: [place] });
  const line = { kind: 'ari', name: '본원', host: '127.0.0.1', port: exchange.port, username: 'crm' };
  const made = await ok('admin', 'POST', '/telephony/exchanges', {
    ...{ ...line, password: 'wrong', callerNumber: '15881234', recordingAnnounced: true },
    recordingBase: 'https://rec.example/files',
  });
  exchangeId = made.id;
  for (const [role, extension] of [
    ['consultant', '1001'],
    ['desk', '1002'],
  ] as const) {
    await ok('admin', 'PUT', `/telephony/agents/${app.users[role]}`, { telephone: { exchangeId, extension } });
  }
  personId = (await ok('desk', 'POST', '/people', { name: '강민준', phone: '010-2283-2943' })).id;
  keeper = keeperFor(app, exchange.port);
});
after(async () => {
  await keeper.stop();
  await app.stop();
  await exchange.stop();
});

const ok: TestApp['ok'] = (...asked) => app.ok(...asked);
const line = async () =>
  (await ok('admin', 'GET', '/telephony/exchanges')).items.find(({ id }: { id: string }) => id === exchangeId);
const now = async (as: As = 'consultant') => (await ok(as, 'GET', '/telephony/now')).call;
const asked = (part: string) =>
  until(() => Promise.resolve(exchange.requests.findLast((one) => one.includes(part))), part);

test('a wrong password is shown, and is sealed; the right one opens the line', async () => {
  await keeper.tick();
  const failed = await until(async () => (await line()).state === 'failed' && (await line()), 'the refusal');
  assert.equal(failed.error.code, 'telephony.line.refused');
  await ok('admin', 'PATCH', `/telephony/exchanges/${exchangeId}`, { password: 'secret' });
  const stored = await app.db.inTx(app.org.system, async (tx) => ({
    ok: true as const,
    value: await tx.one(sql<{ secrets: string[] }>`select secrets from telephony.exchange where org_id = ${tx.orgId}`),
  }));
  assert.ok(stored.ok && !stored.value.secrets.join().includes('secret'));
  // Other settings are another line: this one is let go and opened anew.
  await keeper.tick(performance.now() + 60_000);
  await keeper.tick(performance.now() + 120_000);
  await until(async () => (await line()).state === 'connected', 'the line');
});

test('A16 a call that ARI refuses is over and says why', async () => {
  exchange.refuse('POST /channels');
  const call = await ok('consultant', 'POST', '/telephony/calls', { personId });
  const said = await until(async () => (await now())?.refused && now(), 'the refusal');
  assert.deepEqual([said.id, said.refused.act, said.refused.why.code], [call.id, 'dial', 'telephony.order.refused']);
  await ok('consultant', 'POST', `/telephony/calls/${String(call.id)}/note`);
});

test('click to call over ARI: two legs and a bridge; she waits, goes on, is given to a colleague who was asked, and it is recorded', async () => {
  const call = await ok('consultant', 'POST', '/telephony/calls', { personId });
  const id = `anbu-${String(call.id)}`;
  await asked(`channelId=${id}&`);
  const channel = (name: string, leg: string) => ({
    ...{ id: leg, name, state: 'Up', caller: { number: '' }, dialplan: { exten: '' } },
  });
  const own = channel('PJSIP/1001-1', id);
  const hers = channel('Local/01022832943@from-internal-1;1', `${id}-p`);
  const colleague = channel('PJSIP/1002-2', `${id}-c`);
  const dial = (peer: object, dialstatus = '') => exchange.say({ type: 'Dial', dialstatus, peer });
  const start = (one: object) => exchange.say({ type: 'StasisStart', args: [], channel: one });
  dial(own);
  start(own);
  await asked('endpoint=Local/01022832943@from-internal&app=crm&appArgs=patient&callerId=15881234');
  dial(hers);
  dial(hers, 'ANSWER');
  start(hers);
  await asked(`addChannel?channel=${id}-p`);
  const spoken = await until(async () => (await now())?.state === 'answered' && now(), 'the answer');
  assert.deepEqual(spoken.acts, ['hang_up', 'hold', 'transfer', 'consult', 'record']);

  const path = `/telephony/calls/${String(call.id)}`;
  const steer = (act: string) => ok('consultant', 'POST', `${path}/steer`, { act });
  assert.equal((await app.request('desk', 'POST', `${path}/steer`, { act: 'hold' })).status, 403);
  assert.equal(
    (await app.request('consultant', 'POST', `${path}/steer`, { act: 'resume' })).body.code,
    'telephony.not_now',
  );
  exchange.refuse('moh');
  await steer('hold');
  const refused = await until(async () => (await now())?.refused, 'the refusal');
  assert.deepEqual([refused.act, refused.why.code], ['hold', 'telephony.order.refused']);
  assert.equal(exchange.requests.at(-1), `POST /bridges/${id}-b/addChannel?channel=${id}-p`);
  await steer('hold');
  await until(async () => (await now())?.heldAt, 'that she waits');
  // The first one had taken her out of the bridge, and brought her back when it was refused: nothing is strange to the second.
  assert.deepEqual(exchange.strange, []);
  assert.equal((await now()).refused, null);
  await steer('resume');
  await until(async () => (await now())?.heldAt === null, 'that she does not');
  await steer('record');
  await until(async () => (await now())?.recording === 'on', 'the recording');
  await ok('consultant', 'POST', `${path}/consult`, { extension: '1002' });
  const consulting = await until(async () => (await now())?.consulted === '1002' && now(), 'the question');
  assert.deepEqual(consulting.acts, ['complete', 'return']);
  dial(colleague);
  start(colleague);
  await asked(`addChannel?channel=${id}-c`);
  await steer('complete');
  exchange.say({ type: 'ChannelDestroyed', cause: 16, channel: own });
  await until(async () => (await now('desk'))?.id === call.id, 'the colleague’s bar');
  assert.equal(await now(), null, 'it left the first one');
  exchange.say({ type: 'ChannelDestroyed', cause: 16, channel: hers });
  await asked(`DELETE /bridges/${id}-b`);
  exchange.say({ type: 'ChannelDestroyed', cause: 16, channel: colleague });
  await until(async () => (await now('desk'))?.state === 'ended', 'the end');
  exchange.say({ type: 'RecordingFinished', recording: { name: id, format: 'wav', target_uri: `bridge:${id}-b` } });
  await until(async () => (await now('desk'))?.recording === 'linked', 'the link');
  const heard = await ok('desk', 'POST', `${path}/recording`);
  assert.equal(heard.url, `https://rec.example/files/${id}.wav`);
});

test('a refusal during the call stops the recording at the exchange', async () => {
  await until(async () => (await line()).state === 'connected', 'the line');
  await ok('desk', 'POST', `/telephony/calls/${String((await now('desk')).id)}/note`);
  const call = await ok('consultant', 'POST', '/telephony/calls', { personId });
  const id = `anbu-${String(call.id)}`;
  const own = { id, name: 'PJSIP/1001-1', state: 'Up', caller: { number: '' }, dialplan: { exten: '' } };
  const hers = { ...own, id: `${id}-p`, name: 'Local/01022832943@from-internal-2;1' };
  await asked(`channelId=${id}&`);
  for (const leg of [own, hers]) {
    for (const dialstatus of ['', 'ANSWER']) exchange.say({ type: 'Dial', dialstatus, peer: leg });
    exchange.say({ type: 'StasisStart', args: [], channel: leg });
    await asked(`addChannel?channel=${leg.id}`);
  }
  await until(async () => (await now())?.state === 'answered', 'the answer');
  const path = `/telephony/calls/${String(call.id)}`;
  await ok('consultant', 'POST', `${path}/steer`, { act: 'record' });
  await until(async () => (await now())?.recording === 'on', 'the recording');
  await ok('consultant', 'POST', `${path}/recording-word`, { word: 'refused' });
  await asked(`POST /recordings/live/${id}/stop`);
  assert.equal((await now()).recording, 'refused');
  const again = await app.request('consultant', 'POST', `${path}/steer`, { act: 'record' });
  assert.deepEqual([again.status, again.body.code], [409, 'telephony.recording_refused']);
  exchange.say({ type: 'RecordingFinished', recording: { name: id, format: 'wav', target_uri: `bridge:${id}-b` } });
  for (const channel of [own, hers]) exchange.say({ type: 'ChannelDestroyed', cause: 16, channel });
  await until(async () => (await now())?.state === 'ended', 'the end');
  assert.equal((await app.request('consultant', 'POST', `${path}/recording`)).status, 404, 'what ran is not linked');
});
