import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CAPTURED } from '../ari/captured.testing.ts';
import type { CallSignal } from '../rules/signal.ts';
import { ariDouble, frame, type AriDouble } from './ari-double.testing.ts';
import { openAri, type AriOptions } from './ari-line.ts';
import { faultOf, nothing, settings } from './line.testing.ts';
import { FrameReader } from './web-socket.ts';
import { until } from '../../../testing/until.ts';

const person = { number: '01012345678', context: 'patients', callerNumber: '15881234' };
const said = ({ call, what, extensions, end }: CallSignal) =>
  [call, what, extensions.join('+') || '-', end ?? ''].join(' ').trim();
async function listen(exchange: AriDouble, options: AriOptions = {}) {
  const heard: string[] = [];
  const line = await openAri(
    '127.0.0.1',
    settings(exchange.port),
    { ...nothing, onSignals: (signals) => heard.push(...signals.map(said)) },
    { channel: 'PJSIP/{extension}', personOf: () => Promise.resolve(person), ...options },
  );
  return { line, heard };
}

test('the whole captured session over real HTTP and WebSocket: each request of ours begins as it was said then', async () => {
  for (const pieces of [1, 7, 1_400, 1_000_000]) {
    const exchange = await ariDouble({ password: 'secret', plays: true, pieces });
    const { line, heard } = await listen(exchange, { names: CAPTURED });
    await line.order({
      ...{ kind: 'dial', call: 'ari-1', extension: '1001', channel: 'Local/{extension}@agents' },
      ...{ context: 'patients', number: '01012345678', callerNumber: '15881234', callerName: '' },
    });
    await until(() => heard.length >= 3, 'the end');
    assert.deepEqual(heard, ['ari-1 ringing 1001', 'ari-1 answered 1001', 'ari-1 ended 1001 answered']);
    await until(() => exchange.strange.length > 0, 'the bridge that goes');
    // What that client left to the exchange we say: our names, how long it rings, and that the bridge goes too.
    assert.deepEqual(exchange.beside, [
      '&timeout=25',
      '&bridgeId=fac78935-570d-476a-96c6-127851413724',
      '&channelId=1795313110.10&timeout=60',
    ]);
    assert.deepEqual(exchange.strange, ['DELETE /bridges/fac78935-570d-476a-96c6-127851413724']);
    assert.equal(exchange.requests[0], 'EVENTS /ari/events?app=crm&subscribeAll=true');
    line.close();
    await exchange.stop();
  }
});

test('a wrong password, nobody there, and who is no exchange are told apart', async () => {
  const exchange = await ariDouble({ password: 'secret' });
  assert.equal(await faultOf(openAri('127.0.0.1', settings(exchange.port, 'wrong'), nothing)), 'refused');
  const order = await openAri('127.0.0.1', settings(exchange.port, 'wrong'), nothing, { hears: false });
  const hangUp = { kind: 'hang_up', call: '1.1', ours: null, theirs: null } as const;
  assert.equal(await faultOf(order.order(hangUp)), 'refused');
  await exchange.stop();
  assert.equal(await faultOf(openAri('127.0.0.1', settings(exchange.port), nothing)), 'unreachable');
});

test('an exchange that stops to answer is noticed by the ping, one that goes at once', async () => {
  // What goes at once is not asked meanwhile: on a busy machine it would be late with its answer.
  for (const [how, fault, pingEvery] of [
    ['freeze', 'silent', 50],
    ['drop', 'lost', 60_000],
  ] as const) {
    const exchange = await ariDouble({ password: 'secret' });
    const { promise, resolve } = Promise.withResolvers<string>();
    await openAri('127.0.0.1', settings(exchange.port), { ...nothing, onClosed: resolve }, { pingEvery });
    exchange[how]();
    assert.equal(await promise, fault);
    await exchange.stop();
  }
});

const channel = (id: string, name: string, state = 'Up', number = '') => ({
  ...{ id, name, state, caller: { number } },
  dialplan: { exten: '' },
});
const own = channel('anbu-1', 'PJSIP/1001-1');
const hers = channel('anbu-1-p', 'Local/01012345678@patients-1;1');
const colleague = channel('anbu-1-c', 'PJSIP/1002-3');
const start = (one: typeof own, ...args: string[]) => ({ type: 'StasisStart', args, channel: one });
const gone = (one: typeof own) => ({ type: 'ChannelDestroyed', cause: 16, channel: one });
const left = (one: typeof own) => ({ type: 'StasisEnd', channel: one });
const dialled = (peer: typeof own, dialstatus = '', caller?: typeof own) => ({
  ...{ type: 'Dial', dialstatus, peer },
  ...(caller ? { caller } : {}),
});
const legs = { call: 'anbu-1', ours: 'anbu-1', theirs: 'anbu-1-p' };

/** A call of ours that both answered; what was asked for until then is left out of the list. */
async function spoken() {
  const exchange = await ariDouble({ password: 'secret' });
  const { line, heard } = await listen(exchange);
  exchange.say(dialled(own));
  exchange.say(start(own, 'agent'));
  await until(() => exchange.requests.some((one) => one.includes('appArgs=patient')), 'her leg');
  exchange.say(dialled(hers));
  exchange.say(dialled(hers, 'ANSWER'));
  exchange.say(start(hers, 'patient'));
  await until(() => exchange.requests.some((one) => one.includes('channel=anbu-1-p')), 'her in the bridge');
  const from = exchange.requests.length;
  return {
    ...{ exchange, line, heard },
    asked: () => exchange.requests.slice(from),
    async end() {
      line.close();
      await exchange.stop();
      assert.deepEqual(exchange.strange, [], 'a real exchange would have refused it');
    },
  };
}

test('hold, go on, record, hang up', async () => {
  const { exchange, line, heard, asked, end } = await spoken();
  await line.order({ ...legs, kind: 'hold' });
  await line.order({ ...legs, kind: 'resume' });
  await line.order({ ...legs, kind: 'record', name: 'anbu-1' });
  await line.order({ ...legs, kind: 'stop_record', name: 'anbu-1' });
  exchange.say({
    type: 'RecordingFinished',
    recording: { name: 'anbu-1', format: 'wav', target_uri: 'bridge:anbu-1-b', state: 'done' },
  });
  await line.order({ ...legs, kind: 'hang_up' });
  exchange.say(gone(own));
  await until(() => asked().includes('DELETE /bridges/anbu-1-b'), 'the end');
  assert.deepEqual(asked(), [
    'POST /bridges/anbu-1-b/removeChannel?channel=anbu-1-p',
    'POST /channels/anbu-1-p/moh',
    'DELETE /channels/anbu-1-p/moh',
    'POST /bridges/anbu-1-b/addChannel?channel=anbu-1-p',
    'POST /bridges/anbu-1-b/record?name=anbu-1&format=wav&ifExists=append',
    'POST /recordings/live/anbu-1/stop',
    'DELETE /channels/anbu-1-p',
    'DELETE /channels/anbu-1',
    'DELETE /channels/anbu-1-p',
    'DELETE /bridges/anbu-1-b',
  ]);
  exchange.say(gone(hers));
  await until(() => heard.includes('anbu-1 ended 1001 answered'), 'its end');
  assert.ok(heard.includes('anbu-1 recorded -'));
  await end();
});

test('a call is given away at once: she goes to the dial plan, our own leg ends, who answers has it', async () => {
  const { exchange, line, heard, asked, end } = await spoken();
  await line.order({ ...legs, kind: 'transfer', extension: '1002', context: 'agents' });
  exchange.say(left(hers));
  await until(() => asked().includes('DELETE /bridges/anbu-1-b'), 'our leg');
  exchange.say(gone(own));
  const other = channel('7.7', 'PJSIP/1002-9');
  exchange.say(dialled(other, 'ANSWER', hers));
  await until(() => heard.includes('anbu-1 moved 1002'), 'the other telephone');
  assert.deepEqual(asked(), [
    'POST /channels/anbu-1-p/continue?context=agents&extension=1002&priority=1',
    'DELETE /channels/anbu-1',
    'DELETE /bridges/anbu-1-b',
  ]);
  await end();
});

const consult = {
  ...legs,
  kind: 'consult',
  extension: '1002',
  channel: 'PJSIP/{extension}',
  context: 'agents',
} as const;
const WAITING = [
  'POST /bridges/anbu-1-b/removeChannel?channel=anbu-1-p',
  'POST /channels/anbu-1-p/moh',
  'POST /channels?endpoint=PJSIP/1002&app=crm&appArgs=consult&channelId=anbu-1-c&timeout=25',
];
const BACK = ['DELETE /channels/anbu-1-p/moh', 'POST /bridges/anbu-1-b/addChannel?channel=anbu-1-p'];

test('A16 an order that is refused half way leaves her as she was: in the call, or waiting with music', async () => {
  const { exchange, line, asked } = await spoken();
  const took = async (order: Parameters<typeof line.order>[0], refused: string) => {
    const from = asked().length;
    if (refused !== '') exchange.refuse(refused);
    assert.equal(await faultOf(line.order(order)), refused === '' ? 'open' : 'refused');
    return asked().slice(from);
  };
  const [leave = '', wait = '', ask = ''] = WAITING;
  const hold = { ...legs, kind: 'hold' } as const;
  assert.deepEqual(await took(hold, leave), [leave], 'nothing was done, nothing is taken back');
  assert.deepEqual(await took(hold, wait), [leave, wait, ...BACK]);
  const noColleague = [leave, wait, ask, 'DELETE /channels/anbu-1-c'];
  assert.deepEqual(await took(consult, ask), [...noColleague, ...BACK]);
  assert.deepEqual(await took(hold, ''), [leave, wait]);
  assert.deepEqual(await took({ ...legs, kind: 'resume' }, BACK[1]!), [...BACK, wait], 'she goes on waiting');
  const again = await took(consult, ask);
  assert.deepEqual(again, [leave, wait, ask], 'who waited before goes on waiting');
  line.close();
  await exchange.stop();
  assert.deepEqual(exchange.strange, [`422 ${leave}`], 'that she is out already is no failure');
});

test('a colleague is asked first; who asks and goes has given it away', async () => {
  const { exchange, line, heard, asked, end } = await spoken();
  await line.order(consult);
  exchange.say(dialled(colleague));
  exchange.say(start(colleague, 'consult'));
  await until(() => asked().includes('POST /bridges/anbu-1-b/addChannel?channel=anbu-1-c'), 'the colleague');
  await line.order({ ...legs, kind: 'complete' });
  exchange.say(gone(own));
  await until(() => heard.includes('anbu-1 moved 1002'), 'the move');
  exchange.say(gone(colleague));
  await until(() => asked().includes('DELETE /bridges/anbu-1-b'), 'the end');
  assert.deepEqual(asked(), [
    ...WAITING,
    'POST /bridges/anbu-1-b/addChannel?channel=anbu-1-c',
    'DELETE /channels/anbu-1',
    ...BACK,
    'DELETE /channels/anbu-1-p',
    'DELETE /bridges/anbu-1-b',
  ]);
  await end();
});

test('a colleague who does not answer, or goes: she is back by herself', async () => {
  for (const answers of [true, false]) {
    const { exchange, line, heard, asked, end } = await spoken();
    await line.order(consult);
    exchange.say(dialled(colleague));
    if (answers) {
      exchange.say(start(colleague, 'consult'));
      await until(() => asked().includes('POST /bridges/anbu-1-b/addChannel?channel=anbu-1-c'), 'the colleague');
    }
    exchange.say(gone(colleague));
    await until(() => heard.includes('anbu-1 resumed -'), 'that she is back');
    await until(() => asked().includes(BACK[1] ?? ''), 'she');
    assert.deepEqual(asked().slice(-2), BACK);
    await end();
  }
});

test('a call is given while the other telephone rings: who answers has it', async () => {
  const { exchange, line, heard, asked, end } = await spoken();
  await line.order(consult);
  exchange.say(dialled(colleague));
  await line.order({ ...legs, kind: 'complete' });
  exchange.say(gone(own));
  exchange.say(start(colleague, 'consult'));
  await until(() => heard.includes('anbu-1 moved 1002'), 'the move');
  await until(() => asked().includes(BACK[1] ?? ''), 'she');
  assert.ok(!asked().includes('DELETE /channels/anbu-1-p'), 'she was not hung up');
  await end();
});

test('a call that the dial plan gives us rings at its telephones; the first that answers has it', async () => {
  const exchange = await ariDouble({ password: 'secret' });
  const { line, heard } = await listen(exchange);
  const caller = channel('9.1', 'PJSIP/kt-1', 'Ring', '01012345678');
  exchange.say({ type: 'ChannelCreated', channel: caller });
  exchange.say(start(caller, 'in', '1001', '1002', 'x\r\n'));
  await until(() => exchange.requests.length >= 3, 'the telephones');
  const [first, second] = [channel('9.1-r-1001', 'PJSIP/1001-1'), channel('9.1-r-1002', 'PJSIP/1002-1')];
  for (const one of [first, second]) exchange.say(dialled(one));
  exchange.say(dialled(second, 'ANSWER'));
  exchange.say(start(second, 'ring'));
  exchange.say(gone(first));
  await until(() => exchange.requests.length >= 8, 'both in the bridge');
  exchange.say(gone(caller));
  await until(() => exchange.requests.includes('DELETE /bridges/9.1-b'), 'the end');
  exchange.say(gone(second));
  await until(() => heard.length >= 4, 'the end of the call');
  assert.deepEqual(exchange.requests.slice(1), [
    'POST /channels?endpoint=PJSIP/1001&app=crm&appArgs=ring&callerId=01012345678&channelId=9.1-r-1001&timeout=25',
    'POST /channels?endpoint=PJSIP/1002&app=crm&appArgs=ring&callerId=01012345678&channelId=9.1-r-1002&timeout=25',
    'DELETE /channels/9.1-r-1001',
    'POST /channels/9.1/answer',
    'POST /bridges?type=mixing&bridgeId=9.1-b',
    'POST /bridges/9.1-b/addChannel?channel=9.1',
    'POST /bridges/9.1-b/addChannel?channel=9.1-r-1002',
    'DELETE /channels/9.1-r-1002',
    'DELETE /bridges/9.1-b',
  ]);
  assert.deepEqual(heard, [
    '9.1 ringing 1001',
    '9.1 ringing 1001+1002',
    '9.1 answered 1002',
    '9.1 ended 1001+1002 answered',
  ]);
  line.close();
  await exchange.stop();
});

test('nobody is left in a call that cannot be joined, or whose telephone rang for nothing', async () => {
  const exchange = await ariDouble({ password: 'secret' });
  const { line } = await listen(exchange);
  exchange.refuse('/bridges?');
  exchange.say(dialled(own));
  exchange.say(start(own, 'agent'));
  await until(() => exchange.requests.includes('DELETE /channels/anbu-1'), 'the hang-up');
  const caller = channel('9.1', 'PJSIP/kt-1', 'Ring', '01012345678');
  exchange.say({ type: 'ChannelCreated', channel: caller });
  exchange.say(start(caller, 'in', '1001'));
  exchange.say(dialled(channel('9.1-r-1001', 'PJSIP/1001-1')));
  exchange.say(gone(channel('9.1-r-1001', 'PJSIP/1001-1')));
  await until(() => exchange.requests.includes('DELETE /channels/9.1'), 'the end of her waiting');
  line.close();
  await exchange.stop();
});

test('calls of others are left alone: what is not in our application is only heard', async () => {
  const exchange = await ariDouble({ password: 'secret' });
  const { line, heard } = await listen(exchange);
  const caller = channel('9.1', 'PJSIP/kt-1', 'Ring', '01012345678');
  exchange.say({ type: 'ChannelCreated', channel: caller });
  exchange.say(dialled(channel('9.2', 'PJSIP/1001-1'), '', caller));
  exchange.say(dialled(channel('9.2', 'PJSIP/1001-1'), 'ANSWER', caller));
  exchange.say(gone(channel('9.2', 'PJSIP/1001-1')));
  exchange.say(gone(caller));
  await until(() => heard.length >= 3, 'the call');
  assert.deepEqual(exchange.requests.slice(1), []);
  line.close();
  await exchange.stop();
});

test('frames: cut anywhere, joined from parts, and what no server may send', () => {
  const long = 'ㄱ'.repeat(300);
  const bytes = Buffer.concat([frame(1, Buffer.from('a')), frame(9, Buffer.alloc(0)), frame(1, Buffer.from(long))]);
  for (const size of [1, 3, 1_000]) {
    const reader = new FrameReader();
    const read: string[] = [];
    for (let from = 0; from < bytes.length; from += size) {
      read.push(
        ...reader.push(bytes.subarray(from, from + size)).map(({ op, body }) => `${String(op)} ${body.toString()}`),
      );
    }
    assert.deepEqual(read, ['1 a', '9 ', `1 ${long}`]);
  }
  const parts = new FrameReader();
  assert.deepEqual(parts.push(Buffer.from([0x01, 1, 0x61, 0x00, 1, 0x62])), []);
  assert.equal(parts.push(Buffer.from([0x80, 1, 0x63]))[0]?.body.toString(), 'abc');
  for (const bad of [
    [0x81, 0x81, 1, 2, 3, 4, 5],
    [0xc1, 1, 0x61],
    [0x81, 127, 0, 0, 0, 1, 0, 0, 0, 0],
  ]) {
    assert.throws(() => new FrameReader().push(Buffer.from(bad)), RangeError);
  }
});
