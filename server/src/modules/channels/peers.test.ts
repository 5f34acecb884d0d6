import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { SMTPServer } from 'smtp-server';
import { newId } from '../../kernel/ids.ts';
import { makeOutgoing } from '../../platform/outgoing/index.ts';
import { testApp } from '../../testing/app.ts';
import { startCentre } from './testing/centre.testing.ts';
import { until } from '../../testing/until.ts';
import { startPostfix, withoutPostfix } from '../../testing/postfix.ts';
import { startKannel, startPerlCentre, submitted, without } from './testing/peers.testing.ts';
import { anSmppWay, aSender, SENDER } from './testing/ways.testing.ts';
import type { HeardText } from './transports/heard.ts';
import { openKannel, textOfKannel } from './transports/kannel.ts';
import { openSmpp } from './transports/smpp.ts';
import { returnAddress } from './rules/returns.ts';
import { openSmtp } from './transports/smtp.ts';
import type { Parcel, Receipt } from './transports/index.ts';

const reach = (...ports: number[]) => makeOutgoing({ allow: new Set(ports.map((port) => `127.0.0.1:${port}`)) });
const parcel = (more: Partial<Parcel>): Parcel => ({
  ...{
    id: newId(),
    channel: 'sms',
    to: '+821023456789',
    subject: null,
    text: '안녕하세요',
    html: null,
    provider: null,
    leaveUrl: null,
  },
  ...more,
});
const LONG = '안부치과입니다. 예약 안내를 드립니다. '.repeat(8);

test(
  'D12 SMPP to the centre of Net::SMPP: Korean, Latin and long texts arrive whole, and their receipts come back',
  { skip: without('libnet-smpp-perl') },
  async (t) => {
    const centre = await startPerlCentre();
    t.after(() => centre.stop());
    const receipts: Receipt[] = [];
    const settings = {
      host: '127.0.0.1',
      port: centre.port,
      systemId: 'anbu',
      systemType: '',
      long: 'parts',
      tls: false,
      idempotencyTag: null,
    };
    const common = {
      sender: '0215881234',
      outgoing: reach(centre.port),
      onReceipts: async (some: readonly Receipt[]) => void receipts.push(...some),
      onText: async () => undefined,
    };
    const way = openSmpp({ ...common, settings, secrets: { password: 'secret' } });
    await way.open();
    t.after(() => way.close());
    const texts = ['안녕하세요 🙂', 'Plain text @ 5 $', LONG];
    const answers = await Promise.all(texts.map((text) => way.send(parcel({ text })).answer));
    assert.deepEqual(
      answers.map(({ kind }) => kind),
      ['sent', 'sent', 'sent'],
    );
    await until(() => receipts.length === 3);
    assert.ok(receipts.every(({ state }) => state === 'delivered'));
    const numbers = answers.flatMap((answer) => (answer.kind === 'sent' ? (answer.providerId ?? []) : []));
    assert.deepEqual(
      receipts.map(({ providerId }) => providerId).sort(),
      numbers.sort(),
      'each names a message by the number of its last part',
    );
    const taken = centre.lines.flatMap((line) => submitted(line) ?? []);
    assert.equal(taken[0]?.text, texts[0]);
    assert.equal(taken[1]?.coding, 0);
    const parts = taken.slice(2);
    assert.ok(parts.length > 1 && parts.every(({ udh }) => udh?.length === 6));
    assert.equal(parts.map(({ text }) => text).join(''), LONG);

    const whole = openSmpp({ ...common, settings: { ...settings, long: 'payload' }, secrets: { password: 'secret' } });
    // The centre serves one session at a time.
    await way.close();
    await whole.open();
    t.after(() => whole.close());
    assert.equal((await whole.send(parcel({ text: LONG })).answer).kind, 'sent');
    await until(() => centre.lines.flatMap((line) => submitted(line) ?? []).at(-1)?.text === LONG);
    await whole.close();
    const stranger = openSmpp({ ...common, settings, secrets: { password: 'wrong' } });
    await assert.rejects(stranger.open(), { code: 'unauthorised' });
  },
);

test(
  'D12 HTTP to Kannel: Korean and long texts reach the centre behind it, it reports at the address of the message, and brings what people answer',
  { skip: without('kannel') },
  async (t) => {
    const centre = await startCentre();
    t.after(() => centre.close());
    centre.receipts('after');
    const reports: URL[] = [];
    const listener = http.createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://anbu');
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const header = (name: string) => [request.headers[name] ?? []].flat()[0];
        const text = textOfKannel({ query: url.searchParams, body: Buffer.concat(chunks), header });
        if (url.pathname === '/post') posted.push(...(text ? [text] : []));
        else reports.push(url);
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"taken":true}');
      });
    });
    await once(listener.listen(0, '127.0.0.1'), 'listening');
    t.after(() => listener.close());
    const { port } = listener.address() as AddressInfo;
    const posted: HeardText[] = [];
    const postUrl = `http://127.0.0.1:${port}/post?id=%I&at=%T&from=%p&to=%P`;
    const kannel = await startKannel(centre.port, postUrl);
    t.after(() => kannel.stop());
    const settings = { url: `http://127.0.0.1:${kannel.port}/cgi-bin/sendsms`, user: 'anbu', smsc: 'centre' };
    const common = {
      settings,
      sender: '0215881234',
      outgoing: reach(kannel.port),
      receiptUrl: (id: string) => `http://127.0.0.1:${port}/r?id=${id}&state=%d`,
    };
    const way = openKannel({ ...common, secrets: { password: 'secret' } });
    assert.equal(await way.state?.(), null, 'it knows us, and nothing was sent');
    const short = parcel({ text: '내일 오후 3시 예약입니다' });
    const long = parcel({ text: LONG, to: '+821099998888' });
    assert.equal((await way.send(short).answer).kind, 'sent');
    assert.equal((await way.send(long).answer).kind, 'sent');
    const of = (digits: string) => centre.taken.filter(({ to }) => to.endsWith(digits)).map(({ text }) => text);
    await until(() => of('1023456789').length === 1 && of('1099998888').join('') === LONG);
    assert.deepEqual(of('1023456789'), [short.text]);
    const told = (id: string) =>
      reports.filter((url) => url.searchParams.get('id') === id).map((url) => url.searchParams.get('state'));
    await until(() => told(short.id).includes('1'));
    assert.ok(told(short.id).includes('8'), 'accepted, then delivered');
    for (const text of ['네, 확인했습니다', 'Yes, see you @ 5', LONG]) {
      assert.ok((await centre.say('821055556666', text)).every((status) => status === 0));
      await until(() => posted.at(-1)?.text === text);
    }
    assert.match(posted[0]?.from ?? '', /821055556666$/);
    assert.equal(new Set(posted.map(({ externalId }) => externalId)).size, 3, 'each has a number of its own');
    const stranger = openKannel({ ...common, secrets: { password: 'wrong' } });
    await assert.rejects(async () => stranger.state?.(), { code: 'unauthorised' });
    assert.deepEqual(await stranger.send(short).answer, {
      id: short.id,
      kind: 'again',
      why: 'unauthorised',
      waitMilliseconds: null,
    });
  },
);

/** By the number that they come from: rules.md, as people write them. */
const STOPS: readonly (readonly [from: string, texts: readonly string[]])[] = [
  ['8210', ['수신거부', '수 신 거 부', '【수신거부】', '그만 보내세요', 'ＳＴＯＰ', 's t o p']],
  [
    '1212555',
    [
      'STOP',
      'Q U I T',
      'ＥＮＤ',
      'revoke',
      'OPT OUT',
      'ＣＡＮＣＥＬ',
      'U N S U B S C R I B E',
      'please stop texting me',
    ],
  ],
  ['86138', ['T', 'ＴＤ', 'Ｒ', 'n', '退订', '退 订', '不要再发了']],
];
/** reliability.md, C2: so soon a stop word is in effect. */
const IN_EFFECT_MILLISECONDS = 5_000;

test(
  'C2 every stop word of rules.md, spaced and full-width, stops its number within five seconds: over SMPP and through Kannel, to the commit',
  { skip: without('libnet-smpp-perl') || without('kannel'), timeout: 300_000 },
  async (t) => {
    const perl = await startPerlCentre();
    t.after(() => perl.stop());
    const behind = await startCentre();
    t.after(() => behind.close());
    const app = await testApp({ outgoingAllow: [`127.0.0.1:${perl.port}`] });
    t.after(() => app.stop());
    await app.server.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.server.address() as AddressInfo;
    await aSender(app);
    await anSmppWay(app, perl.port, { settings: { idempotencyTag: null } });
    const gateway = await app.request('admin', 'POST', '/channels', {
      ...{ kind: 'kannel', name: '게이트웨이', channels: ['sms'], sender: SENDER },
      ...{ settings: { url: 'http://127.0.0.1:9/cgi-bin/sendsms', user: 'anbu' }, secrets: { password: 'word' } },
    });
    await app.app.startWorkers();
    await until(() => perl.lines.includes('bound'));
    const stopsOf = async (number: string) =>
      (await app.request('admin', 'GET', `/suppressions?address=${encodeURIComponent(`+${number}`)}`)).body
        .items as object[];
    const took = new Map<string, number>();
    let no = 0;
    const number = (from: string) => `${from}${String((no += 1)).padStart(from === '8210' ? 8 : 4, '2')}`;
    for (const [from, texts] of STOPS) {
      for (const text of texts) {
        const sender = from === '86138' ? `${number(from)}0000` : number(from);
        // The centre hears that it was taken once it is committed.
        took.set(`SMPP ${text}`, await perl.say(sender, text));
        assert.equal((await stopsOf(sender)).length, 1, `${sender} ${text}`);
      }
    }
    const postUrl = `http://127.0.0.1:${port}${gateway.body.receivePath}&id=%I&at=%T&from=%p&to=%P`;
    const kannel = await startKannel(behind.port, postUrl);
    t.after(() => kannel.stop());
    await until(() => behind.isBound());
    for (const [from, text] of [
      ['821077770001', '수 신 거 부'],
      ['12125557001', 'ＳＴＯＰ'],
      ['8613877770001', '退订'],
    ] as const) {
      const began = performance.now();
      await behind.say(from, text);
      await until(async () => (await stopsOf(from)).length === 1, undefined, { pause: 5 });
      took.set(`Kannel ${text}`, performance.now() - began);
    }
    const slowest = Math.max(...took.values());
    t.diagnostic(
      `in effect after: ${[...took].map(([what, milliseconds]) => `${what} ${Math.round(milliseconds)} ms`).join(', ')}`,
    );
    assert.ok(slowest <= IN_EFFECT_MILLISECONDS, `${Math.round(slowest)} ms`);
  },
);

const MARK = '0123456789abcdef0123';

type Mail = {
  readonly from: string;
  readonly to: readonly string[];
  readonly text: string;
  readonly envelopeId: unknown;
};

test(
  'D12 e-mail through Postfix: signed with the list headers, one recipient each, and a real bounce names its message',
  { skip: withoutPostfix() },
  async (t) => {
    const mails: Mail[] = [];
    const remote = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onRcptTo: ({ address }, _session, done) =>
        done(address.startsWith('nobody') ? new Error('550 no such user') : null),
      onData(stream, { envelope }, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
          const args = envelope.mailFrom === false ? {} : envelope.mailFrom.args;
          mails.push({
            from,
            to: envelope.rcptTo.map(({ address }) => address),
            text: Buffer.concat(chunks).toString(),
            envelopeId: args,
          });
          done();
        });
      },
    });
    const listening = remote.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    t.after(() => new Promise<void>((done) => remote.close(() => done())));
    const postfix = await startPostfix((listening.address() as AddressInfo).port);
    t.after(() => postfix.stop());
    const dkimKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString();
    const settings = {
      host: '127.0.0.1',
      port: postfix.port,
      security: 'none',
      user: null,
      bounceDomain: 'bounce.example',
      fromName: '안부치과',
      dkimDomain: 'clinic.example',
      dkimSelector: 'anbu',
    };
    const way = openSmtp({
      settings,
      secrets: { dkimKey },
      sender: 'info@clinic.example',
      window: 4,
      outgoing: reach(postfix.port),
      keepSecrets: () => Promise.resolve(),
      returnMark: () => MARK,
    });
    await way.open();
    t.after(() => way.close());
    const good = parcel({
      channel: 'email',
      to: 'kim@patient.example',
      subject: '예약 안내\u2028',
      text: '내일 뵙겠습니다',
      html: '<p>내일 뵙겠습니다</p>',
      leaveUrl: 'https://anbu.example/p/u/1',
    });
    const bad = parcel({ channel: 'email', to: 'nobody@patient.example', subject: '안내', text: '없는 사람' });
    assert.equal((await way.send(good).answer).kind, 'sent');
    assert.equal((await way.send(bad).answer).kind, 'sent', 'the relay took it');
    await until(
      () => mails.some(({ to }) => to.includes('kim@patient.example')) && mails.some(({ from }) => from === ''),
    );
    const arrived = mails.find(({ to }) => to.includes('kim@patient.example'));
    assert.deepEqual(
      [arrived?.to, arrived?.from],
      [['kim@patient.example'], returnAddress('bounce', { messageId: good.id, mark: MARK }, 'bounce.example')],
    );
    const signature = /DKIM-Signature:[^]*?(?=\r\n\S)/.exec(arrived?.text ?? '')?.[0].toLowerCase() ?? '';
    for (const header of ['list-unsubscribe', 'list-unsubscribe-post', 'from', 'subject'])
      assert.match(signature.replace(/\s/g, ''), new RegExp(`[=:]${header}[:;]`), header);
    assert.match(arrived?.text ?? '', /List-Unsubscribe-Post: List-Unsubscribe=One-Click/);
    const bounce = mails.find(({ from }) => from === '');
    assert.deepEqual(
      bounce?.to,
      [returnAddress('bounce', { messageId: bad.id, mark: MARK }, 'bounce.example')],
      'it comes back to the address of its message',
    );
    assert.match(bounce?.text ?? '', /multipart\/report/);
    assert.match(bounce?.text ?? '', new RegExp(`Original-Envelope-Id: ${bad.id}.${MARK}`));
    assert.match(bounce?.text ?? '', /Status: 5\.\d\.\d/);
  },
);
