import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { instant } from '../../kernel/instant.ts';
import { withClient } from '../../platform/embedded-postgres/roles.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { freePort } from '../../platform/embedded-postgres/index.ts';
import { complaint, deliver, field, letter, report, startRemote, type Caught } from './testing/mails.testing.ts';
import { Tokens } from './testing/tokens.testing.ts';
import { aPerson, messageIn } from '../../testing/messages.ts';
import { until } from '../../testing/until.ts';

let app: TestApp;
let remote: Awaited<ReturnType<typeof startRemote>>;
/** A server of a provider that takes no passwords. */
let closed: Awaited<ReturnType<typeof startRemote>>;
let tokens: Tokens;
let way = '';
let port = 0;
let mailbox = '';

before(async () => {
  remote = await startRemote();
  tokens = await Tokens.start('clinic');
  closed = await startRemote((token) => tokens.given.includes(token));
  port = await freePort();
  app = await testApp({
    at: instant(Date.parse('2026-11-26T10:00:00+09:00')),
    outgoingAllow: [remote.port, closed.port, tokens.port].map((one) => `127.0.0.1:${one}`),
    mailListen: { host: '127.0.0.1', port },
  });
  await app.app.startWorkers();
  const added = await post('/channels', {
    ...{ kind: 'smtp', name: '메일', channels: ['email'], sender: 'info@clinic.example' },
    settings: { host: '127.0.0.1', port: remote.port, security: 'none', bounceDomain: 'bounce.example' },
  });
  way = added.id;
  mailbox = (await post('/mailboxes', { kind: 'smtp', name: '반송', address: '@bounce.example' })).id;
  await post('/mailboxes', { kind: 'smtp', name: '대표', address: 'info@clinic.example' });
});
after(async () => {
  await app.stop();
  await Promise.all([remote.close(), closed.close(), tokens.stop()]);
});

const post = async (path: string, body: object = {}) => {
  const made = await app.request('admin', 'POST', path, body);
  assert.ok(made.status < 300, made.text);
  return made.body;
};
let people = 0;

/** A mail of ours that went out, as it arrived, and to whom. */
async function sent(more: object = {}): Promise<{ id: string; personId: string; email: string; mail: Caught }> {
  people += 1;
  const email = `kim${people}@patient.example`;
  const personId = await aPerson(app, { phone: `010-2000-${1000 + people}`, email });
  const { id } = await post('/messages', {
    personId,
    channel: 'email',
    subject: '안내',
    text: '내일 뵙겠습니다',
    ...more,
  });
  await messageIn(app, id, ['sent']);
  const mail = await until(async () => remote.mails.find(({ to }) => to.includes(email)));
  return { id, personId, email, mail };
}
const state = async (id: string) => (await app.request('admin', 'GET', `/messages/${id}`)).body;
const stops = async (address: string) =>
  (await app.request('admin', 'GET', `/suppressions?address=${encodeURIComponent(address)}`)).body.items as {
    reason: string;
    purposes: string[] | null;
    channels: string[];
  }[];
const received = async (of = mailbox) =>
  (await app.request('admin', 'GET', `/mailboxes/${of}/received?limit=100`)).body.items;
const settledAll = () =>
  until(async () =>
    (await app.request('admin', 'GET', '/mailboxes')).body.items.every(
      ({ waiting }: { waiting: number }) => waiting === 0,
    ),
  );

test('R10 a bounce fails its message and stops its dead address; twenty at once are one; nobody forges one', async () => {
  const { id, email, mail } = await sent();
  const forged = mail.from.replace(/.{4}@/, 'dead@');
  await deliver(port, forged, report(forged));
  await settledAll();
  assert.equal((await state(id)).state, 'sent', 'a mark that is not ours is nobody');
  assert.equal((await received())[0].result.code, 'mail.result.unsigned');
  await Promise.all(Array.from({ length: 20 }, () => deliver(port, mail.from, report(mail.from))));
  await settledAll();
  const after = await state(id);
  assert.equal(after.state, 'failed');
  assert.match(after.why.text, /없는 주소입니다.*5\.1\.1/);
  const [stop, ...others] = await stops(email);
  assert.deepEqual([stop?.reason, stop?.purposes, stop?.channels, others.length], ['bounce', null, ['email'], 0]);
  const events = await withClient(app.ownerUrl, async (client) =>
    client.query(
      `select from platform.event where type = 'channels.message_changed' and payload ->> 'messageId' = $1 and payload ->> 'state' = 'failed'`,
      [id],
    ),
  );
  assert.equal(events.rowCount, 1, 'told once');
});

test('R10 a server that refuses an address while the mail is handed over says as much as a report of it', async () => {
  const personId = await aPerson(app, { phone: '010-2000-0999', email: 'nobody@patient.example' });
  const { id } = await post('/messages', { personId, channel: 'email', subject: '안내', text: '내일 뵙겠습니다' });
  await messageIn(app, id, ['failed']);
  assert.match((await state(id)).why.text, /없는 주소입니다.*5\.1\.1/);
  assert.deepEqual(
    (await stops('nobody@patient.example')).map(({ reason }) => reason),
    ['bounce'],
  );
  const { returned } = (await app.request('consultant', 'GET', `/messages/${id}/returned`)).body;
  assert.deepEqual([returned.action, returned.status, returned.words], ['failed', '5.1.1', 'no such user']);
  const archive = async () => (await app.request('admin', 'GET', `/people/${personId}/timeline`)).body.items;
  const ofMail = await until(async () => (await archive()).find(({ text }: { text: string | null }) => text !== null));
  assert.equal(ofMail.text, '안내\n내일 뵙겠습니다', 'what it is about, and what it says (P7)');
  const polite = await sent();
  assert.deepEqual((await app.request('admin', 'GET', `/messages/${polite.id}/returned`)).body, { returned: null });
});

test('a report without an address of its own is known by what it quotes; what is delayed may still arrive', async () => {
  const { id, email, mail } = await sent();
  const quoted = `Message-ID: ${field(mail.raw, 'Message-ID')}\r\nSubject: x`;
  await deliver(
    port,
    'info@clinic.example',
    report('info@clinic.example', { action: 'delayed', status: '4.4.7', quoted }),
  );
  await settledAll();
  assert.equal((await state(id)).state, 'sent');
  await deliver(port, 'info@clinic.example', report('info@clinic.example', { status: '5.2.2', quoted }));
  await settledAll();
  assert.match((await state(id)).why.text, /가득/);
  assert.deepEqual(await stops(email), [], 'full today is not dead');
});

test('three failures in thirty days that say nothing certain are enough', async () => {
  const { personId, email, mail } = await sent();
  await deliver(port, mail.from, report(mail.from, { status: '5.2.2' }));
  for (const text of ['둘째', '셋째']) {
    assert.deepEqual(await stops(email), []);
    const { id } = await post('/messages', { personId, channel: 'email', subject: '안내', text });
    await messageIn(app, id, ['sent']);
    const { from } = await until(async () =>
      remote.mails.findLast((one) => one.to.includes(email) && field(one.raw, 'Message-ID').includes(id)),
    );
    await deliver(port, from, report(from, { status: '4.4.7' }));
    await settledAll();
  }
  assert.equal((await stops(email))[0]?.reason, 'bounce');
  await deliver(port, mail.from, report(mail.from, { status: '5.7.1' }));
});

test('an absence note is no answer; a complaint ends what sells; a mail to leave is one click', async () => {
  const { id, email, mail, personId } = await sent();
  const answers = [`In-Reply-To: ${field(mail.raw, 'Message-ID')}`, 'Auto-Submitted: auto-replied'];
  await deliver(port, 'info@clinic.example', letter(email, '휴가입니다', answers), email);
  await settledAll();
  assert.equal((await state(id)).state, 'sent');
  const [note] = (await app.request('admin', 'GET', '/inbox?limit=10&state=done')).body.items ?? [];
  assert.ok(note === undefined || note.effect === 'none');

  await deliver(port, 'info@clinic.example', complaint('info@clinic.example', mail.from), 'fbl@provider.example');
  await deliver(
    port,
    'info@clinic.example',
    complaint('info@clinic.example', 'bounce+1@bounce.example'),
    'fbl@provider.example',
  );
  await settledAll();
  assert.deepEqual(
    (await stops(email)).map(({ reason, purposes }) => [reason, purposes]),
    [['complaint', ['marketing', 'renewal', 'survey']]],
  );

  const leave = mail.from.replace('bounce+', 'leave+');
  const asked = letter(email, '', ['Auto-Submitted: auto-generated']);
  await deliver(port, leave, asked, email);
  await deliver(port, leave, asked, email);
  await settledAll();
  const { suppressions } = (await app.request('admin', 'GET', `/people/${personId}/consents`)).body;
  assert.deepEqual(
    suppressions
      .filter(({ reason }: { reason: string }) => reason === 'one_click')
      .map(({ purposes }: { purposes: string[] }) => purposes),
    [['service']],
  );
  assert.equal(
    remote.mails.filter(({ to }) => to.includes(email)).length,
    1,
    'nothing was sent in answer to any of it',
  );
});

test('C2 a stop word alone by e-mail ends what sells to that address, once; a mail that says more waits for somebody', async () => {
  const { email, personId } = await sent();
  await deliver(port, 'info@clinic.example', letter(email, '수신거부하고 싶은데 예약은 그대로죠?'), email);
  await settledAll();
  assert.deepEqual(await stops(email), []);
  await deliver(port, 'info@clinic.example', letter(email, '수신 거부\n\n-- \n김안부 드림'), email);
  await deliver(port, 'info@clinic.example', letter(email, 'ＳＴＯＰ'), email);
  await settledAll();
  assert.deepEqual(
    (await stops(email)).map(({ reason, purposes, channels }) => [reason, purposes?.toSorted(), channels]),
    [['stop_word', ['marketing', 'renewal', 'survey'], ['email']]],
  );
  const shown = (await app.request('admin', 'GET', '/inbox?limit=50&view=done')).body.items as {
    person: { id: string } | null;
    effect: string;
  }[];
  assert.deepEqual(
    shown.filter(({ person }) => person?.id === personId).map(({ effect }) => effect),
    ['stopped', 'stopped'],
  );
});

test('D12 what a person answers is in the inbox, beside the message that it answers, with its file', async () => {
  const { id, email, mail, personId } = await sent();
  const boundary = ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'];
  const raw = [
    ...[
      `From: 김안부 <${email}>`,
      'To: info@clinic.example',
      'Message-ID: <own@patient.example>',
      'Subject: =?utf-8?B?7JiI7JW9?=',
    ],
    ...[
      `References: <x@y> ${field(mail.raw, 'Message-ID')}`,
      ...boundary,
      '',
      '--b',
      'Content-Type: text/plain; charset=utf-8',
      '',
    ],
    ...[
      '시간을 바꾸고 싶어요',
      '',
      '2026년 11월 26일 (목) 오전 10:00, 안부치과 <info@clinic.example>님이 작성:',
      '> 내일 뵙겠습니다',
      '',
    ],
    ...[
      '--b',
      'Content-Type: text/html; name=a.html',
      'Content-Disposition: attachment; filename=a.html',
      '',
      '<script>alert(1)</script>',
      '--b--',
      '',
    ],
  ].join('\r\n');
  await deliver(port, 'info@clinic.example', raw, email);
  await deliver(port, 'info@clinic.example', raw, email);
  await settledAll();
  const { items } = (await app.request('admin', 'GET', '/inbox?limit=50')).body;
  const mine = items.filter((one: { person: { id: string } | null }) => one.person?.id === personId);
  assert.equal(mine.length, 1, JSON.stringify(items));
  const shown = (await app.request('admin', 'GET', `/inbox/${mine[0].id}`)).body;
  assert.match(JSON.stringify(shown), /시간을 바꾸고 싶어요/);
  assert.doesNotMatch(JSON.stringify(shown), /alert/);
  assert.equal((await state(id)).state, 'replied');
});

test('S4 a mail that nobody can read stays with its error, its original and its next try, and holds up nobody', async () => {
  const { id, mail } = await sent();
  await deliver(port, mail.from, `Subject: ${'x'.repeat(60)}\r\n${'X-A: y\r\n'.repeat(60_000)}\r\nhello`);
  await deliver(port, mail.from, report(mail.from));
  await messageIn(app, id, ['failed']);
  await settledAll();
  const failed = (await app.request('admin', 'GET', `/mailboxes/${mailbox}/received?state=failed`)).body.items;
  assert.deepEqual(
    failed.map(({ result }: { result: { code: string } }) => result.code),
    ['mail.result.unreadable'],
  );
  const original = await app.request('admin', 'GET', `/received-mail/${failed[0].id}/original`);
  assert.match(String(original.headers['content-disposition']), /^attachment/);
  assert.equal((await app.request('consultant', 'GET', `/received-mail/${failed[0].id}/original`)).status, 403);
  await post(`/received-mail/${failed[0].id}/retry`);
  await until(
    async () =>
      (await app.request('admin', 'GET', `/mailboxes/${mailbox}/received?state=failed`)).body.items.length === 1,
  );
  await post(`/received-mail/${failed[0].id}/drop`);
  assert.equal(
    (await app.request('admin', 'POST', `/received-mail/${failed[0].id}/drop`, {})).body.code,
    'mail.not_failed',
  );
});

test('the receiving end takes mail of its own addresses alone, and none that is too large', async () => {
  await assert.rejects(deliver(port, 'someone@elsewhere.example', 'x: y\r\n\r\nz'), /550/);
  await assert.rejects(
    deliver(port, 'info@clinic.example', 'x: y\r\n\r\nz', '', 26 * 1024 * 1024),
    /larger than allowed/,
  );
  const taken = await app.request('other.admin', 'POST', '/mailboxes', {
    kind: 'smtp',
    name: '남',
    address: 'info@clinic.example',
  });
  assert.deepEqual([taken.status, taken.body.code], [409, 'mail.address_taken']);
  const unfit = await app.request('admin', 'POST', '/mailboxes', { kind: 'imap', name: '틀림', address: '@x.example' });
  assert.deepEqual(unfit.body.errors.map(({ field: name }: { field: string }) => name).sort(), [
    'address',
    'host',
    'username',
  ]);
});

test('D12 a provider that takes no passwords: a mail goes by a token, and what renews it is kept sealed', async () => {
  const { clientId, clientSecret } = tokens.client;
  const settings = { port: closed.port, auth: 'oauth', user: 'clinic', clientId, tokenUrl: tokens.url('token') };
  const change = (body: object) => app.request('admin', 'PATCH', `/channels/${way}`, body);
  const without = await change({ settings: { ...settings, user: null, tokenUrl: 'http://inside.example/' } });
  assert.deepEqual(without.body.errors.map(({ field: name }: { field: string }) => name).sort(), [
    'secrets.refreshToken',
    'settings.tokenUrl',
    'settings.user',
  ]);
  const tested = async () => (await app.request('admin', 'POST', `/channels/${way}/test`, {})).body;
  await change({ settings, secrets: { clientSecret, refreshToken: 'another' } });
  assert.equal((await tested()).error.code, 'channels.why.consent_ended');
  assert.match((await tested()).error.text, /리프레시 토큰/);
  await change({ secrets: { clientSecret: 'wrong' } });
  assert.equal((await tested()).error.code, 'channels.why.client_refused');
  const { refreshToken } = tokens;
  const changed = await change({ secrets: { clientSecret, refreshToken } });
  assert.doesNotMatch(changed.text, new RegExp(`"${refreshToken}"|a secret`), 'it is shown to nobody');
  assert.equal((await tested()).ok, true);
  const personId = await aPerson(app, { phone: '010-2000-0998', email: 'token@patient.example' });
  const { id } = await post('/messages', { personId, channel: 'email', subject: '안내', text: '내일 뵙겠습니다' });
  await messageIn(app, id, ['sent']);
  assert.ok(
    closed.mails.some(({ to }) => to.includes('token@patient.example')),
    'it went that way',
  );
  assert.equal((await tested()).ok, true, 'the next refresh token was kept each time');
});

test('D12 R10 a fax by e-mail: what its provider writes settles it, by the mark that it quotes; nobody else does', async () => {
  const sender = 'fax@clinic.example';
  await post('/senders', { channel: 'fax', value: sender, name: '팩스', registeredOn: '2020-01-02' });
  await post('/channels', {
    ...{ kind: 'mailfax', name: '메일 팩스', channels: ['fax'], sender },
    settings: { host: '127.0.0.1', port: remote.port, security: 'none', faxDomain: 'fax.example', numbers: 'national' },
  });
  const faxes = (await post('/mailboxes', { kind: 'smtp', name: '팩스', address: sender })).id;
  const personId = await aPerson(app, { name: '김팩스', phone: '010-2000-0777' });
  await post(`/people/${personId}/phones`, { phone: '031-222-3333', label: '팩스' });
  const faxed = async (text: string) => {
    const { id } = await post('/messages', { personId, channel: 'fax', subject: '안내', text });
    await messageIn(app, id, ['sent']);
    const mail = await until(async () => remote.mails.find(({ raw }) => raw.includes(id)));
    assert.deepEqual(mail.to, ['0312223333@fax.example']);
    return { id, subject: field(mail.raw, 'Subject'), number: field(mail.raw, 'Message-ID') };
  };
  const says = async (subject: string, text: string, more: string[] = []) => {
    await deliver(port, sender, letter('noreply@faxer.example', text, more, { to: sender, subject }));
    await settledAll();
    return (await received(faxes))[0].result.code as string;
  };
  const [one, two] = [await faxed('첫째'), await faxed('둘째')];
  const forged = one.subject.replace(/.{4}$/, 'dead');
  assert.equal(await says(`Fax sent successfully: ${forged}`, ''), 'mail.result.received', 'no mark of ours');
  assert.equal(await says(`Fax queued: ${one.subject}`, 'It will be sent.'), 'mail.result.fax_sent');
  assert.equal(await says(`Re: ${one.subject}`, 'Your account ends.'), 'mail.result.received', 'for somebody to read');
  assert.equal((await state(one.id)).state, 'sent');
  assert.equal(await says(`Fax sent successfully: ${one.subject}`, 'Pages: 1'), 'mail.result.fax_delivered');
  assert.equal((await state(one.id)).state, 'delivered');
  const answers = [`In-Reply-To: ${two.number}`];
  assert.equal(await says('팩스 발송 실패', '사유: 통화중', answers), 'mail.result.fax_failed');
  const failed = await state(two.id);
  assert.deepEqual([failed.state, failed.why.code], ['failed', 'channels.why.fax_busy']);
  assert.equal(await says(`Fax sent: ${two.subject}`, ''), 'mail.result.fax_delivered');
  assert.equal((await state(two.id)).state, 'failed', 'what is settled stays so (R10)');
});
