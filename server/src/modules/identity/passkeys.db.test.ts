import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, test } from 'node:test';
import { MINUTE } from '../../kernel/instant.ts';
import { must, type Outcome } from '../../kernel/outcome.ts';
import { Database, sql } from '../../platform/db/index.ts';
import { softAuthenticator, type Bent, type SoftAuthenticator } from './authenticator.testing.ts';
import {
  addPasskey,
  askForPasskey,
  dropPasskey,
  hasPasskeys,
  passkeysOf,
  signInByPasskey,
  startPasskey,
} from './service/passkeys.ts';
import { confirmTotp, startTotp } from './service/own-account.ts';
import { signIn } from './service/sign-in.ts';
import { changeUser, createUser } from './service/users.ts';
import { aStage, aVisitor, codeOf, fieldsOf, PASSWORD, type Stage } from './testing.ts';
import { totpCode } from './totp.ts';

let stage: Stage;
let superuser: Database;
before(async () => {
  stage = await aStage();
  superuser = new Database({ url: stage.superuserUrl, poolSize: 1 });
});
after(async () => {
  await superuser.close();
  await stage.close();
});

const as = (token: string) => ({ ...aVisitor, sessionToken: token });
const request = { ...aVisitor, userAgent: 'test' };
const OTHER_KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

/** Her passkey, registered with the session that is given. */
async function register(token: string, authenticator = softAuthenticator(), bent: Bent = {}) {
  const asked = must(await startPasskey(stage.deps, { password: PASSWORD }, as(token)));
  const added = await addPasskey(stage.deps, authenticator.create(asked, bent), as(token));
  return { authenticator, added };
}

/** An organisation whose administrator has a passkey. */
async function withPasskey(slug: string, options: { counts?: boolean } = {}) {
  const organisation = await stage.anOrganisation(slug);
  const email = `admin@${slug}.example`;
  const token = await stage.signIn(email);
  const { authenticator, added } = await register(token, softAuthenticator(options));
  must(added);
  return { organisation, email, token, authenticator };
}

async function attempt(authenticator: SoftAuthenticator, bent: Bent = {}) {
  const asked = must(await askForPasskey(stage.deps));
  return signInByPasskey(stage.deps, authenticator.answer(asked, bent), aVisitor);
}

async function listed(token: string) {
  const actor = (await stage.who.bySession(token, request)) ?? assert.fail('nobody');
  return must(await stage.database.inTx(actor, passkeysOf));
}

async function actionsOf(orgId: string): Promise<string[]> {
  const rows = await stage.read(orgId, (tx) =>
    tx.rows(sql<{ action: string }>`select action from platform.audit_entry order by at, id`),
  );
  return rows.map(({ action }) => action);
}

const paramsOf = (outcome: Outcome<unknown>) => (outcome.ok ? {} : outcome.refusal.params);

test('F2 a passkey is registered under a name, signs in without a password, and shows when it was used', async () => {
  const { authenticator, token } = await withPasskey('first');
  const [before] = await listed(token);
  assert.deepEqual([before?.name, before?.lastUsedAt], ['시험용 열쇠', null]);
  const opened = must(await attempt(authenticator));
  assert.ok(await stage.who.bySession(opened.token, request));
  assert.equal(opened.session.email, 'admin@first.example');
  const [after] = await listed(token);
  assert.ok(after?.lastUsedAt);
});

test('F2 a passkey is both factors: an account with a second step signs in by it without a code, by password with one', async () => {
  const { email, token, authenticator } = await withPasskey('factors');
  const { secret } = must(await startTotp(stage.deps, { password: PASSWORD }, as(token)));
  const actor = (await stage.who.bySession(token, request)) ?? assert.fail('nobody');
  must(await stage.database.inTx(actor, (tx) => confirmTotp(tx, stage.deps.secrets, totpCode(secret, tx.now))));
  assert.equal(codeOf(await signIn(stage.deps, { email, password: PASSWORD }, aVisitor)), 'identity.totp_required');
  assert.equal(codeOf(await attempt(authenticator)), 'ok');
});

test('S8 a challenge is answered once, and within five minutes', async () => {
  const { authenticator } = await withPasskey('once');
  const asked = must(await askForPasskey(stage.deps));
  const answer = authenticator.answer(asked);
  assert.equal(codeOf(await signInByPasskey(stage.deps, answer, aVisitor)), 'ok');
  assert.equal(codeOf(await signInByPasskey(stage.deps, answer, aVisitor)), 'identity.passkey_wrong', 'the same again');
  const anew = authenticator.answer(asked);
  assert.equal(codeOf(await signInByPasskey(stage.deps, anew, aVisitor)), 'identity.passkey_wrong', 'signed anew');
  const spoilt = must(await askForPasskey(stage.deps));
  assert.equal(
    codeOf(await signInByPasskey(stage.deps, authenticator.answer(spoilt, { key: OTHER_KEY }), aVisitor)),
    'identity.passkey_wrong',
  );
  const second = await signInByPasskey(stage.deps, authenticator.answer(spoilt), aVisitor);
  assert.equal(codeOf(second), 'identity.passkey_wrong', 'a wrong answer uses it up too');
  const late = must(await askForPasskey(stage.deps));
  await stage.passTime(5 * MINUTE + 1000);
  assert.equal(
    codeOf(await signInByPasskey(stage.deps, authenticator.answer(late), aVisitor)),
    'identity.passkey_wrong',
  );
  assert.equal(codeOf(await attempt(authenticator, { challenge: 'never-asked' })), 'identity.passkey_wrong');
});

test('S8 of one answer on ten connections one is let in', async () => {
  const { authenticator } = await withPasskey('race', { counts: false });
  const answer = authenticator.answer(must(await askForPasskey(stage.deps)));
  const all = await Promise.all(Array.from({ length: 10 }, () => signInByPasskey(stage.deps, answer, aVisitor)));
  assert.equal(all.map(codeOf).filter((code) => code === 'ok').length, 1);
});

test('S8 of two answers with one counter, on two connections, one is let in', async () => {
  const { authenticator } = await withPasskey('twice');
  const answers = [];
  for (let asked = 0; asked < 6; asked++)
    answers.push(authenticator.answer(must(await askForPasskey(stage.deps)), { counter: 5 }));
  const all = await Promise.all(answers.map((answer) => signInByPasskey(stage.deps, answer, aVisitor)));
  assert.equal(all.map(codeOf).filter((code) => code === 'ok').length, 1);
});

test('S8 what does not fit is answered alike: unknown, another signature, site, account, without finger or PIN', async () => {
  const { authenticator } = await withPasskey('alike');
  const answers = [
    await attempt(softAuthenticator(), { userHandle: 'AAAA' }),
    await attempt(authenticator, { key: OTHER_KEY }),
    await attempt(authenticator, { origin: 'https://evil.example' }),
    await attempt(authenticator, { rpId: 'evil.example' }),
    await attempt(authenticator, { verified: false }),
    await attempt(authenticator, { userHandle: 'AAAA' }),
  ];
  for (const outcome of answers) {
    assert.deepEqual(outcome.ok ? outcome : outcome.refusal, {
      code: 'identity.passkey_wrong',
      params: {},
      status: 401,
    });
  }
  assert.equal(codeOf(await attempt(authenticator)), 'ok');
});

test('S8 a counter that goes back was copied: refused and noted; one that stays 0 is fine', async () => {
  const { organisation, authenticator } = await withPasskey('counter');
  must(await attempt(authenticator, { counter: 41 }));
  assert.equal(codeOf(await attempt(authenticator, { counter: 41 })), 'identity.passkey_wrong');
  assert.equal(codeOf(await attempt(authenticator, { counter: 7 })), 'identity.passkey_wrong');
  const actions = await actionsOf(organisation.organisationId);
  assert.equal(actions.filter((action) => action === 'identity.sign_in_failed').length, 2);
  assert.equal(codeOf(await attempt(authenticator, { counter: 42 })), 'ok');
  const copied = await withPasskey('copied', { counts: false });
  assert.equal(codeOf(await attempt(copied.authenticator)), 'ok');
  assert.equal(codeOf(await attempt(copied.authenticator)), 'ok');
});

test('S8 wrong answers lock the account as wrong passwords do; who is locked out by passwords waits with a passkey too', async () => {
  const { authenticator, email } = await withPasskey('locked');
  for (let guess = 1; guess <= 10; guess++) {
    assert.equal(codeOf(await attempt(authenticator, { key: OTHER_KEY })), 'identity.passkey_wrong', `guess ${guess}`);
  }
  assert.equal(codeOf(await signIn(stage.deps, { email, password: PASSWORD }, aVisitor)), 'identity.locked');
  const locked = await attempt(authenticator);
  assert.deepEqual([codeOf(locked), paramsOf(locked)], ['identity.locked', { minutes: 15 }]);
  assert.equal(
    codeOf(await attempt(authenticator, { key: OTHER_KEY })),
    'identity.passkey_wrong',
    'a guesser learns nothing',
  );
  await stage.passTime(15 * MINUTE + 1000);
  assert.equal(codeOf(await attempt(authenticator)), 'ok');
});

test('F1 a disabled account is answered as if nobody had the passkey; without a membership nobody comes in', async () => {
  const { authenticator } = await withPasskey('gone');
  await superuser.global(sql`update identity.account set disabled = true where email = 'admin@gone.example'`);
  assert.equal(codeOf(await attempt(authenticator)), 'identity.passkey_wrong');

  const organisation = await stage.anOrganisation('left');
  const email = 'user@left.example';
  const user = await stage.within(organisation.organisationId, (tx) =>
    createUser(tx, { name: '이직원', email, password: PASSWORD, role: 'desk', language: 'ko' }),
  );
  const hers = await register(await stage.signIn(email));
  must(hers.added);
  await stage.within(organisation.organisationId, (tx) => changeUser(tx, user.id, { active: false }));
  assert.equal(codeOf(await attempt(hers.authenticator)), 'identity.no_membership');
});

test('S8 a session alone neither adds nor removes a passkey: the password is asked again', async () => {
  const { token, authenticator } = await withPasskey('again');
  const wrong = { password: 'wrong wrong wrong' };
  assert.deepEqual(fieldsOf(await startPasskey(stage.deps, wrong, as(token))), ['password identity.password_wrong']);
  const [passkey] = await listed(token);
  assert.deepEqual(fieldsOf(await dropPasskey(stage.deps, { ...wrong, id: passkey!.id }, as(token))), [
    'password identity.password_wrong',
  ]);
  assert.equal(codeOf(await startPasskey(stage.deps, { password: PASSWORD }, aVisitor)), 'request.unauthenticated');
  must(await dropPasskey(stage.deps, { password: PASSWORD, id: passkey!.id }, as(token)));
  assert.deepEqual(await listed(token), []);
  assert.equal(codeOf(await attempt(authenticator)), 'identity.passkey_wrong');
});

test('S8 what a browser made for another challenge, site or account, or without finger or PIN, is not kept', async () => {
  await stage.anOrganisation('made');
  await stage.anOrganisation('maker');
  const token = await stage.signIn('admin@made.example');
  for (const bent of [
    { origin: 'https://evil.example' },
    { rpId: 'evil.example' },
    { verified: false },
    { challenge: 'x' },
  ]) {
    const { added } = await register(token, softAuthenticator(), bent);
    assert.equal(codeOf(added), 'identity.passkey_invalid', JSON.stringify(bent));
  }
  const asked = must(await startPasskey(stage.deps, { password: PASSWORD }, as(token)));
  const other = await stage.signIn('admin@maker.example');
  const made = softAuthenticator().create(asked);
  assert.equal(codeOf(await addPasskey(stage.deps, made, as(other))), 'identity.passkey_invalid', 'asked of another');
  const door = must(await askForPasskey(stage.deps));
  const atDoor = softAuthenticator().create({ ...asked, challenge: door.challenge });
  assert.equal(codeOf(await addPasskey(stage.deps, atDoor, as(token))), 'identity.passkey_invalid', 'a sign-in’s');
  must(await addPasskey(stage.deps, made, as(token)));
  assert.equal(codeOf(await addPasskey(stage.deps, made, as(token))), 'identity.passkey_invalid', 'answered before');
  const anew = must(await startPasskey(stage.deps, { password: PASSWORD }, as(other)));
  const known = softAuthenticator();
  must(await addPasskey(stage.deps, known.create(anew), as(other)));
  const once = must(await startPasskey(stage.deps, { password: PASSWORD }, as(token)));
  assert.equal(codeOf(await addPasskey(stage.deps, known.create(once), as(token))), 'identity.passkey_known');
});

test('a browser is told which passkeys she has; more than twenty are refused', async () => {
  const { token, authenticator } = await withPasskey('many');
  const asked = must(await startPasskey(stage.deps, { password: PASSWORD }, as(token)));
  assert.deepEqual(asked.excludeCredentials, [{ id: authenticator.id, type: 'public-key', transports: ['usb'] }]);
  for (let more = 2; more <= 20; more++) must((await register(token)).added);
  const full = await startPasskey(stage.deps, { password: PASSWORD }, as(token));
  assert.deepEqual([codeOf(full), paramsOf(full)], ['identity.passkey_limit', { most: 20 }]);
});

test('challenges that nobody answers do not pile up', async () => {
  for (let asked = 0; asked < 30; asked++) await askForPasskey(stage.deps);
  await stage.passTime(6 * MINUTE);
  for (let asked = 0; asked < 5; asked++) await askForPasskey(stage.deps);
  const [left] = await superuser.global(sql<{ n: number }>`select count(*) as n from identity.passkey_challenge`);
  assert.equal(left!.n, 5);
});

test('passkeys are offered where Anbu has a name, not where it is an address', async () => {
  const rows: [string, boolean][] = [
    ['http://localhost:3000', true],
    ['https://crm.example.kr', true],
    ['https://192.0.2.7', false],
    ['https://[2001:db8::7]', false],
  ];
  for (const [url, offered] of rows) assert.equal(hasPasskeys(new URL(url)), offered, url);
  const deps = { ...stage.deps, publicUrl: new URL('https://192.0.2.7') };
  assert.equal(codeOf(await askForPasskey(deps)), 'identity.passkeys_unavailable');
});
