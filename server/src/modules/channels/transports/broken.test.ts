import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { newId, type Id } from '../../../kernel/ids.ts';
import { makeOutgoing } from '../../../platform/outgoing/index.ts';
import { startCentre } from '../testing/centre.testing.ts';
import { until } from '../../../testing/until.ts';
import type { FaxPaper } from '../rules/fax-page.ts';
import { HylafaxLine } from './hylafax-line.ts';
import { openMailfax } from './mailfax.ts';
import { openSmpp } from './smpp.ts';
import { Pace, pump, type Going, type Handed, type Parcel } from './index.ts';

// What the other end, or we ourselves, break in the middle: it becomes an answer, and never the end of the process.

const parcel = (more: Partial<Parcel> = {}): Parcel => ({
  ...{ id: newId(), channel: 'sms', to: '+821022832943', subject: null, text: '안녕하세요', html: null },
  ...{ provider: null, leaveUrl: null },
  ...more,
});
const reach = (port: number) => makeOutgoing({ allow: new Set([`127.0.0.1:${port}`]) });

async function listening(t: TestContext, talk: (socket: Socket) => void): Promise<number> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    talk(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

function smppTo(port: number) {
  return openSmpp({
    ...{ settings: { host: '127.0.0.1', port, systemId: 'anbu' }, secrets: { password: 'p' }, sender: '0215881234' },
    ...{ outgoing: reach(port), onReceipts: () => Promise.resolve(), onText: () => Promise.resolve() },
  });
}

test('R3 a way out that throws, or whose answer breaks, holds up no other parcel', async () => {
  const [thrown, broken, fine] = [parcel(), parcel(), parcel()];
  const send = ({ id }: Parcel): Going => {
    if (id === thrown.id) throw new Error('cannot be put into bytes');
    const answer: Promise<Handed> =
      id === broken.id ? Promise.reject(new Error('broke')) : Promise.resolve({ id, kind: 'sent', providerId: null });
    return { begun: answer.then(() => undefined), answer };
  };
  const pace = new Pace({ ratePerSecond: 1_000, window: 1, now: () => performance.now() });
  const pumped = pump([thrown, broken, fine], pace, AbortSignal.timeout(30_000), { send });
  await pumped.begun;
  assert.equal(pumped.left.size, 3);
  await pumped.answered;
  assert.deepEqual(
    new Map(pumped.answers.map(({ id, kind }) => [id, kind])),
    new Map([
      [thrown.id, 'again'],
      [broken.id, 'unknown'],
      [fine.id, 'sent'],
    ]),
  );
});

test('D12 a batch begins to leave when the one before it has; what was not begun in time did not leave', async () => {
  const pace = new Pace({ ratePerSecond: 1_000_000, window: 2, now: () => performance.now() });
  const [first, second] = [[parcel(), parcel(), parcel()], [parcel()]];
  const order: Id[] = [];
  const open: { id: Id; answer: (answer: Handed) => void }[] = [];
  let flushed = 0;
  const way = {
    send: () => assert.fail('it takes parcels by submit'),
    submit({ id }: Parcel, begun: () => void, answer: (answer: Handed) => void) {
      order.push(id);
      begun();
      open.push({ id, answer });
    },
    flush: () => void (flushed += 1),
  };
  const time = new AbortController();
  const never = new AbortController().signal;
  const one = pump(first, pace, time.signal, way);
  const two = pump(second, pace, never, way);
  await until(() => order.length === 2);
  assert.ok(flushed > 0, 'nothing is held back while an answer is waited for');
  time.abort();
  await one.begun;
  assert.deepEqual([...one.left], order, 'the third was not begun');
  assert.deepEqual(one.answers, [{ id: first[2]!.id, kind: 'again', why: 'not_begun', waitMilliseconds: 0 }]);
  assert.equal(two.left.size, 0);
  for (const { id, answer } of open.splice(0)) answer({ id, kind: 'sent', providerId: null });
  await Promise.all([one.answered, two.begun]);
  assert.deepEqual([...two.left], [second[0]!.id]);
});

test('R3 a fax by e-mail whose pages cannot be set did not leave', async (t) => {
  const port = await listening(t, (socket) => {
    socket.write('220 here\r\n');
    socket.on('data', () => socket.write('250 yes\r\n'));
  });
  const way = openMailfax({
    ...{ settings: { host: '127.0.0.1', port, security: 'none', faxDomain: 'fax.example' }, secrets: {}, window: 1 },
    ...{ sender: 'fax@clinic.example', outgoing: reach(port), returnMark: () => '0123456789abcdef0123' },
    keepSecrets: () => Promise.resolve(),
    setPages: () => Promise.reject(new Error('the thread that sets pages ended')),
  });
  await way.open();
  t.after(() => way.close());
  const page: FaxPaper = {
    ...{ language: 'ko', mark: '팩스', from: '안부치과', rows: [], subject: null, text: '', cover: false, notice: '' },
    madeAt: '2026-11-26T01:00:00Z',
  };
  const answer = await way.send(parcel({ channel: 'fax', page })).answer;
  assert.deepEqual([answer.kind, 'why' in answer && answer.why], ['again', 'own_fault']);
});

test('R3 SMPP: what a centre that says good-bye was not told goes again; what it was told and lost is unknown', async (t) => {
  const centre = await startCentre();
  t.after(() => centre.close());
  const way = smppTo(centre.port);
  t.after(() => way.close());
  await way.open();
  centre.behave('silent');
  const told = way.send(parcel());
  await told.begun;
  await until(() => centre.taken.length === 1);
  await centre.goodbye();
  assert.equal((await way.send(parcel()).answer).kind, 'again');
  assert.equal((await told.answer).kind, 'unknown');
  // Another session is no part of what happened to the one before.
  centre.behave('take');
  await way.open();
  assert.equal((await way.send(parcel()).answer).kind, 'sent');
});

test('R13 SMPP: a centre that tears each connection, or speaks another language, at any moment', async (t) => {
  let accepted = 0;
  const port = await listening(t, (socket) => {
    accepted += 1;
    if (accepted % 3 === 0) socket.resetAndDestroy();
    else if (accepted % 3 === 1) setImmediate(() => socket.resetAndDestroy());
    else {
      socket.write(Buffer.alloc(64, 0xff));
      socket.on('data', () => socket.resetAndDestroy());
    }
  });
  const way = smppTo(port);
  for (let tries = 0; tries < 12; tries += 1) await assert.rejects(way.open(), { code: 'unreachable' });
  await way.close();
});

test('R13 a fax server whose list does not end is waited for so long and no longer', async (t) => {
  const lists = await listening(t, (socket) => void socket.write('1 x\n'));
  const port = await listening(t, (socket) => {
    socket.write('220 here\r\n');
    socket.on('data', (data) => {
      const word = data.toString('latin1').split(/\s/)[0];
      if (word === 'USER') socket.write('230 in\r\n');
      if (word === 'PASV') socket.write(`227 there (127,0,0,1,${lists >> 8},${lists & 255})\r\n`);
      if (word === 'LIST') socket.write('150 here it comes\r\n226 that was all\r\n');
    });
  });
  const line = await HylafaxLine.open({ host: '127.0.0.1', port }, 'anbu', 'word', 500);
  await assert.rejects(line.list('sendq'), /does not end/);
  line.close();
});
