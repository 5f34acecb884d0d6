import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { test } from 'node:test';
import { instant } from '../../kernel/instant.ts';
import { TEST_KEY, testApp } from '../../testing/app.ts';
import { freePort } from '../../platform/embedded-postgres/index.ts';
import { startPostfix, withoutPostfix } from '../../testing/postfix.ts';
import { startDovecot, withoutDovecot } from './testing/dovecot.testing.ts';
import { field, letter, startRemote } from './testing/mails.testing.ts';
import { Tokens } from './testing/tokens.testing.ts';
import { aPerson, messageIn } from '../../testing/messages.ts';
import { until } from '../../testing/until.ts';

const AT = instant(Date.parse('2026-11-26T10:00:00+09:00'));

test(
  'D12 a mail through Postfix to nobody: the real bounce fails the message and stops the address',
  { skip: withoutPostfix() },
  async (t) => {
    const remote = await startRemote();
    t.after(() => remote.close());
    const port = await freePort();
    // What Postfix sends on goes to the other side; what comes back, to our receiving end.
    const postfix = await startPostfix(remote.port, { 'bounce.example': port });
    t.after(() => postfix.stop());
    const app = await testApp({
      at: AT,
      outgoingAllow: [`127.0.0.1:${postfix.port}`],
      mailListen: { host: '127.0.0.1', port },
    });
    t.after(() => app.stop());
    await app.app.startWorkers();
    await app.request('admin', 'POST', '/channels', {
      ...{ kind: 'smtp', name: '메일', channels: ['email'], sender: 'info@clinic.example' },
      settings: { host: '127.0.0.1', port: postfix.port, security: 'none', bounceDomain: 'bounce.example' },
    });
    await app.request('admin', 'POST', '/mailboxes', { kind: 'smtp', name: '반송', address: '@bounce.example' });
    const personId = await aPerson(app, { email: 'nobody@patient.example' });
    const wish = { personId, channel: 'email', subject: '안내', text: '내일 뵙겠습니다' };
    const { id } = (await app.request('admin', 'POST', '/messages', wish)).body;
    const failed = await until(async () => {
      const { body } = await app.request('admin', 'GET', `/messages/${id}`);
      return body.state === 'failed' && body;
    });
    assert.match(failed.why.text, /없는 주소입니다.*5\.1\.1/);
    const { items } = (await app.request('admin', 'GET', '/suppressions?address=nobody%40patient.example')).body;
    assert.deepEqual(
      items.map(({ reason }: { reason: string }) => reason),
      ['bounce'],
    );
  },
);

test(
  'D12 Dovecot: what comes is read as it comes, once, though the worker is killed, the folder counted anew, the password wrong',
  { skip: withoutDovecot() },
  async (t) => {
    const remote = await startRemote();
    t.after(() => remote.close());
    let running: ChildProcess | null = null;
    // Before the database under it goes.
    t.after(() => running?.kill('SIGKILL'));
    const tokens = await Tokens.start('clinic');
    t.after(() => tokens.stop());
    const dovecot = await startDovecot(await freePort(), tokens.url('introspect'));
    t.after(() => dovecot.stop());
    await dovecot.drop(letter('old@patient.example', '예전 편지'));
    const places = [dovecot.port, remote.port, tokens.port].map((port) => `127.0.0.1:${port}`);
    const app = await testApp({ at: AT, outgoingAllow: places });
    t.after(() => app.stop());
    const email = 'kim@patient.example';
    const personId = await aPerson(app, { email });
    const imap = {
      ...{ kind: 'imap', name: '대표 메일', address: 'info@clinic.example', host: '127.0.0.1', port: dovecot.port },
      ...{ security: 'none', username: dovecot.user.name, password: 'wrong' },
    };
    const box = (await app.request('admin', 'POST', '/mailboxes', imap)).body;
    const test = await app.request('admin', 'POST', `/mailboxes/${box.id}/test`, {});
    assert.deepEqual([test.body.ok, test.body.error.code], [false, 'mail.error.unauthorised']);
    const patch = (body: object) => app.request('admin', 'PATCH', `/mailboxes/${box.id}`, body);
    await patch({ password: dovecot.user.password, folder: 'Nowhere' });
    assert.equal(
      (await app.request('admin', 'POST', `/mailboxes/${box.id}/test`, {})).body.error.code,
      'mail.error.folder_missing',
    );
    await patch({ folder: 'INBOX' });
    assert.equal((await app.request('admin', 'POST', `/mailboxes/${box.id}/test`, {})).body.ok, true);

    const worker = () => {
      const program = path.join(import.meta.dirname, 'testing/worker.testing.ts');
      return fork(program, [app.appUrl, TEST_KEY, places.join(',')], {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      });
    };
    const shown = async () =>
      (await app.request('admin', 'GET', '/inbox?limit=50')).body.items as { person: { id: string } | null }[];
    const read = async () => (await app.request('admin', 'GET', '/mailboxes')).body.items[0];
    running = worker();
    await until(async () => (await read()).lastReadAt !== null);
    assert.equal((await shown()).length, 0, 'a new mailbox begins with what comes from now on');

    await app.request('admin', 'POST', '/channels', {
      ...{ kind: 'smtp', name: '메일', channels: ['email'], sender: 'info@clinic.example' },
      settings: { host: '127.0.0.1', port: remote.port, security: 'none' },
    });
    const wish = { personId, channel: 'email', subject: '안내', text: '내일 뵙겠습니다' };
    const { id } = (await app.request('admin', 'POST', '/messages', wish)).body;
    await messageIn(app, id, ['sent']);
    const ours = await until(async () => remote.mails[0]);
    const began = performance.now();
    await dovecot.drop(letter(email, '네, 갈게요', [`In-Reply-To: ${field(ours.raw, 'Message-ID')}`]));
    await until(async () => (await shown()).length === 1);
    const took = performance.now() - began;
    assert.ok(took < 30_000, `told by IDLE, not found by the poll of each minute: ${Math.round(took)} ms`);
    assert.equal((await shown())[0]?.person?.id, personId);
    assert.equal((await app.request('admin', 'GET', `/messages/${id}`)).body.state, 'replied');

    for (let no = 0; no < 30; no += 1) await dovecot.drop(letter(`guest${no}@patient.example`, `편지 ${no}`));
    await until(async () => (await shown()).length > 3);
    running.kill('SIGKILL');
    await once(running, 'exit');
    running = worker();
    await until(async () => (await shown()).length === 31);

    await dovecot.countAnew();
    await dovecot.drop(letter('last@patient.example', '마지막'));
    // What had been there before the mailbox was connected comes with the look back of seven days.
    await until(async () => (await shown()).length >= 33);
    await dovecot.drop(letter('behind@patient.example', '그 뒤'));
    await until(async () => (await shown()).length >= 34);
    assert.equal((await shown()).length, 34, 'each once');

    await patch({ password: 'wrong' });
    const broken = await until(async () => {
      const row = await read();
      return row.failures > 0 && row;
    });
    assert.deepEqual([broken.lastError.code, broken.halted], ['mail.error.unauthorised', false]);
    assert.ok(broken.restUntil !== null, 'it rests: a password is not said again and again');

    // A provider that takes no passwords: the mailbox is read by a token of its own, and what renews it changes each time.
    const { clientId, clientSecret } = tokens.client;
    const byToken = { auth: 'oauth', clientId, tokenUrl: tokens.url('token') };
    const without = await patch(byToken);
    assert.deepEqual([without.status, without.body.errors[0].field], [422, 'refreshToken']);
    await patch({ ...byToken, clientSecret, refreshToken: 'another' });
    const tested = async () => (await app.request('admin', 'POST', `/mailboxes/${box.id}/test`, {})).body;
    assert.equal((await tested()).error.code, 'mail.error.consent_ended');
    await patch({ refreshToken: tokens.refreshToken });
    await dovecot.drop(letter('token@patient.example', '토큰으로'));
    await until(async () => (await shown()).length === 35);
    assert.equal((await tested()).ok, true, 'the next refresh token was kept');
    assert.ok(tokens.given.length >= 2);
    await patch({ clientSecret: 'wrong' });
    assert.equal((await tested()).error.code, 'mail.error.client_refused');
  },
);
