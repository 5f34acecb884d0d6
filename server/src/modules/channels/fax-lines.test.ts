import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { newId } from '../../kernel/ids.ts';
import { makeOutgoing } from '../../platform/outgoing/index.ts';
import type { FaxPaper } from './rules/fax-page.ts';
import { setPages } from './pages/index.ts';
import { FAX_PASSWORD, FAX_USER, startFaxServer, withoutFax } from './testing/fax-server.testing.ts';
import { until } from '../../testing/until.ts';
import { openHylafax } from './transports/hylafax.ts';
import { HylafaxLine, quoted } from './transports/hylafax-line.ts';
import { Watch } from './transports/hylafax-queue.ts';
import { openMailfax } from './transports/mailfax.ts';
import type { Parcel, Receipt } from './transports/index.ts';

const reach = (...ports: number[]) => makeOutgoing({ allow: new Set(ports.map((port) => `127.0.0.1:${port}`)) });
const page: FaxPaper = {
  ...{ language: 'ko', mark: '팩스', from: '안부치과', rows: [], subject: '예약', text: '내일 뵙겠습니다.' },
  ...{ cover: false, notice: '받는 분께만', madeAt: '2026-11-26T01:00:00Z' },
};
const parcel = (more: Partial<Parcel> = {}): Parcel => ({
  ...{ id: newId(), channel: 'fax', to: '+82312223333', subject: null, text: '', html: null, provider: null },
  ...{ leaveUrl: null, page },
  ...more,
});

/** Between us and hfaxd: `cut` breaks the line instead of giving the answer to the submission. */
async function between(port: number) {
  const state = { cut: false, submissions: 0 };
  const server = createServer((socket) => {
    const there = connect(port, '127.0.0.1');
    let isSubmitted = false;
    socket.on('data', (data: Buffer) => {
      if (data.toString('latin1').includes('JSUBM')) {
        isSubmitted = true;
        state.submissions += 1;
      }
      there.write(data);
    });
    there.on('data', (data: Buffer) => {
      if (isSubmitted && state.cut) socket.destroy();
      else socket.write(data);
    });
    for (const [one, other] of [
      [socket, there],
      [there, socket],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => other.destroy());
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { state, server, port: (server.address() as AddressInfo).port };
}

test(
  'R3 a submission whose answer is lost is looked up by its tag: one job, never two',
  { skip: withoutFax() },
  async (t) => {
    const fax = await startFaxServer({ modems: false });
    t.after(() => fax.stop());
    const line = await between(fax.port);
    t.after(() => line.server.close());
    const receipts: Receipt[] = [];
    const settings = { host: '127.0.0.1', port: line.port, user: FAX_USER, dials: 1, minutes: 30, numbers: 'national' };
    const common = {
      ...{ settings, sender: '0215881234', setPages },
      outgoing: reach(line.port, fax.port),
      onReceipts: async (some: readonly Receipt[]) => void receipts.push(...some),
    };
    const way = openHylafax({ ...common, secrets: { password: FAX_PASSWORD } });
    // PASV names a port of the server itself, which is the same machine.
    await way.open();
    t.after(() => way.close());
    line.state.cut = true;
    const lost = parcel();
    const answer = way.send(lost).answer;
    await until(() => line.state.submissions === 1);
    line.state.cut = false;
    assert.deepEqual(await answer, { id: lost.id, kind: 'sent', providerId: '1' });
    assert.deepEqual(
      await way.send(lost).answer,
      { id: lost.id, kind: 'sent', providerId: '1' },
      'asked before it is said again',
    );
    assert.equal(line.state.submissions, 1);
    await until(() => receipts.some(({ messageId }) => messageId === lost.id));

    const direct = await HylafaxLine.open({ host: '127.0.0.1', port: fax.port }, FAX_USER, FAX_PASSWORD);
    t.after(() => direct.close());
    await direct.must(`JOBFMT ${quoted('%J %e %v')}`);
    assert.deepEqual(await direct.list('sendq'), [`${lost.id} +82312223333 0312223333`]);
    await assert.rejects(openHylafax({ ...common, secrets: { password: 'wrong' } }).open(), { code: 'unauthorised' });
    await assert.rejects(way.state?.() ?? Promise.resolve(), { code: 'fax_no_modem' });
    await fax.stop();
    assert.equal((await way.send(parcel()).answer).kind, 'again', 'nothing left while nobody is there');
  },
);

test("D12 a job that HylaFAX's scheduler forgot is submitted again, and called", { skip: withoutFax() }, async (t) => {
  const fax = await startFaxServer({ modems: false });
  t.after(() => fax.stop());
  const receipts: Receipt[] = [];
  const way = openHylafax({
    ...{ sender: '0215881234', setPages, outgoing: reach(fax.port), secrets: { password: FAX_PASSWORD } },
    settings: { host: '127.0.0.1', port: fax.port, user: FAX_USER, dials: 1, minutes: 30 },
    onReceipts: async (some) => void receipts.push(...some),
  });
  await way.open();
  t.after(() => way.close());
  // Two events in one second are answered by a run in the next one; what comes after it in that second is forgotten.
  await secondBegun();
  await fax.modemReady('ttyA');
  await sleep(100);
  await fax.modemReady('ttyB');
  await sleep(1_300);
  const forgotten = parcel();
  assert.equal((await way.send(forgotten).answer).kind, 'sent');
  const direct = await HylafaxLine.open({ host: '127.0.0.1', port: fax.port }, FAX_USER, FAX_PASSWORD);
  t.after(() => direct.close());
  await direct.must(`JOBFMT ${quoted('%a')}`);
  const state = async () => [...(await direct.list('doneq')), ...(await direct.list('sendq'))].join();
  await until(async () => /^[RSDF]$/.test(await state()), 'its turn', { milliseconds: 60_000 });
});

test('D12 a job that waits while nobody calls is held and submitted again; held by a line that broke it is submitted by the next', async (t) => {
  let state = 'W';
  const orders: string[] = [];
  const port = await aQueue(t, {
    list: (folder) => (folder === 'sendq' ? `7|${state}|0|1|${newId()}|\n` : ''),
    heard: (order) => {
      orders.push(order);
      state = order.startsWith('JSUSP') ? 'T' : 'R';
    },
  });
  const held = new Set<string>();
  const line = await HylafaxLine.open({ host: '127.0.0.1', port }, FAX_USER, FAX_PASSWORD);
  const watch = new Watch(line, () => Promise.resolve(), held);
  t.after(() => watch.stop());
  const looksUntil = (what: () => boolean) => until(() => (watch.lookSoon(), what()));
  await looksUntil(() => orders.length > 0 && held.size === 0);
  assert.deepEqual(orders, ['JSUSP 7', 'JSUBM 7']);
  [state, orders.length] = ['T', 0];
  held.add('7');
  await looksUntil(() => held.size === 0);
  assert.deepEqual(orders, ['JSUBM 7']);
});

/** An hfaxd that lists what it is told to list; orders for jobs are heard and taken. */
async function aQueue(
  t: TestContext,
  { list, heard }: { list(folder: string): string; heard(order: string): void },
): Promise<number> {
  const places: Socket[] = [];
  const lists = createServer((socket) => void places.push(socket));
  await once(lists.listen(0, '127.0.0.1'), 'listening');
  t.after(() => lists.close());
  const place = (lists.address() as AddressInfo).port;
  const answers: Record<string, string> = {
    ...{ USER: '331 word?', PASS: '230 in', JOBFMT: '200 so be it' },
    PASV: `227 there (127,0,0,1,${place >> 8},${place & 255})`,
  };
  const server = createServer((socket) => {
    socket.write('220 here\r\n');
    socket.on('error', () => undefined);
    socket.on('data', async (data) => {
      const order = data.toString('latin1').trim();
      const [verb = '', folder = ''] = order.split(' ');
      if (verb === 'LIST') {
        const there = await until(() => places.shift());
        there.end(list(folder));
        socket.write('150 here it comes\r\n226 that was all\r\n');
        return;
      }
      if (!(verb in answers)) heard(order);
      socket.write(`${answers[verb] ?? '200 taken'}\r\n`);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

async function secondBegun(): Promise<void> {
  await sleep(1_010 - (Date.now() % 1_000));
}

test('R3 a list that breaks off is no list: it throws, and nothing else ends with it', async (t) => {
  let before: Buffer | null = null;
  let broken = Promise.withResolvers<void>();
  const lists = createServer((socket) => {
    if (before) socket.write(before);
    socket.on('error', () => undefined);
    socket.on('close', () => broken.resolve());
    setImmediate(() => socket.resetAndDestroy());
  });
  await once(lists.listen(0, '127.0.0.1'), 'listening');
  t.after(() => lists.close());
  const place = (lists.address() as AddressInfo).port;
  const answers: Record<string, string> = {
    ...{ USER: '331 word?', PASS: '230 in', PASV: `227 there (127,0,0,1,${place >> 8},${place & 255})` },
    LIST: '150 here it comes',
  };
  const server = createServer((socket) => {
    socket.write('220 here\r\n');
    socket.on('error', () => undefined);
    socket.on('data', async (data) => {
      const answer = answers[data.toString('latin1').split(/\s/)[0] ?? ''];
      const isList = answer?.startsWith('150');
      // The list is broken before its answers come: its end is there to be read, and is read in the turn after.
      if (isList) {
        await broken.promise;
        for (let turns = 0; turns < 2; turns += 1) await turn();
      }
      if (answer && !socket.destroyed) socket.write(`${answer}\r\n${isList ? '226 that was all\r\n' : ''}`);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  for (const part of [null, Buffer.from('7 +82312223333 D\n')]) {
    [before, broken] = [part, Promise.withResolvers<void>()];
    const line = await HylafaxLine.open({ host: '127.0.0.1', port }, FAX_USER, FAX_PASSWORD);
    await assert.rejects(line.list('sendq'), Error);
    line.close();
  }
});

test('D12 a fax by e-mail: the page goes as a PDF to number@domain, the mail says nothing of the matter', async (t) => {
  const mails: { to: string; text: string }[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push({ to: envelope.rcptTo[0]?.address ?? '', text: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  const settings = { host: '127.0.0.1', port, security: 'none', faxDomain: 'fax.example', numbers: 'national' };
  const way = openMailfax({
    ...{ settings, secrets: {}, sender: 'fax@clinic.example', window: 1, outgoing: reach(port), setPages },
    keepSecrets: () => Promise.resolve(),
    returnMark: () => '0123456789abcdef0123',
  });
  t.after(async () => {
    await way.close();
    await new Promise<void>((done) => server.close(() => done()));
  });
  await way.open();
  assert.equal((await way.send(parcel({ subject: '임플란트', text: '임플란트 안내' })).answer).kind, 'sent');
  const [mail] = mails;
  assert.equal(mail?.to, '0312223333@fax.example');
  assert.match(mail?.text ?? '', /Content-Type: application\/pdf; name=fax\.pdf/);
  assert.match(mail?.text ?? '', /^Subject: FAX [0-9a-f-]{36}\.0123456789abcdef0123\r?$/m);
  assert.doesNotMatch(mail?.text ?? '', /^Auto-Submitted:/m);
  assert.doesNotMatch(mail?.text ?? '', /임플란트|=EC=9E=84/);
  const pdf = Buffer.from(/JVBERi[A-Za-z0-9+/=\r\n]+/.exec(mail?.text ?? '')?.[0] ?? '', 'base64');
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
});
