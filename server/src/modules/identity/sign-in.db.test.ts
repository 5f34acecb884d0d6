import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '../../kernel/ids.ts';
import { HOUR, MINUTE } from '../../kernel/instant.ts';
import { must, type Outcome } from '../../kernel/outcome.ts';
import { Database, sql } from '../../platform/db/index.ts';
import { hashPassword } from './passwords.ts';
import { changePassword, confirmTotp, dropTotp, startTotp, switchOrganisation } from './service/own-account.ts';
import { signIn } from './service/sign-in.ts';
import { changeUser, createUser } from './service/users.ts';
import { findSignInCandidate, insertFailure, insertSession } from './store/sign-in.ts';
import { aStage, aVisitor, codeOf, fieldsOf, PASSWORD, type Stage } from './testing.ts';
import { tokenHash } from './tokens.ts';
import { totpCode } from './totp.ts';
import { somebodyWaits } from '../../testing/locks.ts';

let stage: Stage;
before(async () => (stage = await aStage()));
after(() => stage.close());

const attempt = (email: string, password = PASSWORD, totp?: string) =>
  signIn(stage.deps, { email, password, ...(totp ? { totp } : {}) }, aVisitor);
const request = { ...aVisitor, userAgent: 'test' };
const isIn = async (token: string) => (await stage.who.bySession(token, request)) !== null;
const paramsOf = (outcome: Outcome<unknown>) => (outcome.ok ? {} : outcome.refusal.params);

async function actorOf(token: string) {
  return (await stage.who.bySession(token, request)) ?? assert.fail('nobody');
}

test('S8 the tenth wrong guess locks the e-mail: the right password is refused until the lock ends, then the next lock is twice as long', async () => {
  await stage.anOrganisation('lock');
  const email = 'admin@lock.example';
  for (let guess = 1; guess <= 10; guess++) {
    assert.equal(codeOf(await attempt(email, 'wrong wrong wrong')), 'identity.wrong_credentials', `guess ${guess}`);
  }
  const locked = await attempt(email);
  assert.deepEqual([codeOf(locked), paramsOf(locked)], ['identity.locked', { minutes: 15 }]);
  await stage.passTime(15 * MINUTE + 1000);
  for (let guess = 1; guess <= 10; guess++) await attempt(email, 'wrong wrong wrong');
  assert.deepEqual(paramsOf(await attempt(email)), { minutes: 30 });
  await stage.passTime(30 * MINUTE + 1000);
  assert.equal(codeOf(await attempt(email)), 'ok');
  for (let guess = 1; guess <= 9; guess++) await attempt(email, 'wrong wrong wrong');
  assert.equal(codeOf(await attempt(email)), 'ok', 'a right sign-in forgets the guesses before it');
});

test('S8 of twenty guesses in parallel ten are told wrong, the others only that it is locked', async () => {
  await stage.anOrganisation('parallel');
  const guesses = Array.from({ length: 20 }, () => attempt('admin@parallel.example', 'wrong wrong wrong'));
  const codes = (await Promise.all(guesses)).map(codeOf);
  assert.equal(codes.filter((code) => code === 'identity.wrong_credentials').length, 10);
  assert.equal(codes.filter((code) => code === 'identity.locked').length, 10);
});

test('S8 twenty guesses on twenty connections are counted one after the other', async () => {
  for (let round = 0; round < 5; round++) {
    const email = `round-${round}@counted.example`;
    await Promise.all(Array.from({ length: 3 }, () => insertFailure(stage.database, email, aVisitor.address)));
    const told = await Promise.all(
      Array.from({ length: 20 }, () => insertFailure(stage.database, email, aVisitor.address)),
    );
    assert.equal(told.filter((lockedUntil) => lockedUntil === null).length, 7, email);
  }
});

test('S8 a right guess that was on its way when the lock fell is told only that it is locked', async () => {
  await stage.anOrganisation('way');
  const email = 'admin@way.example';
  const { accountId, passwordHash } = await findSignInCandidate(stage.database, email);
  for (let guess = 1; guess <= 10; guess++) await insertFailure(stage.database, email, aVisitor.address);
  const opened = await insertSession(
    stage.database,
    {
      accountId: accountId ?? assert.fail('nobody'),
      passwordHash: passwordHash ?? assert.fail('nobody'),
      totpStep: null,
    },
    {
      organisationId: null,
      sessionId: newId(),
      tokenHash: tokenHash('on its way'),
      address: null,
      userAgent: null,
    },
  );
  assert.equal(opened.refused, 'locked');
  assert.equal(await isIn('on its way'), false);
});

test('S8 a sign-in that began before a change of the password opens no session after it', async () => {
  await stage.anOrganisation('before');
  const email = 'admin@before.example';
  const changing = new Database({ url: stage.superuserUrl, poolSize: 1 });
  const client = await changing.pool.connect();
  const renewed = await hashPassword('another long one');
  await client.query('begin');
  await client.query('update identity.account set password_hash = $1 where email = $2', [renewed, email]);
  // It checks the password of before, then waits for the account.
  const signingIn = attempt(email);
  await somebodyWaits(stage.superuserUrl);
  await client.query('commit');
  assert.equal(codeOf(await signingIn), 'identity.wrong_credentials');
  assert.equal(codeOf(await attempt(email, 'another long one')), 'ok');
  client.release();
  await changing.close();
});

test('S8 twenty right sign-ins in parallel are all let in', async () => {
  await stage.anOrganisation('busy');
  const codes = (await Promise.all(Array.from({ length: 20 }, () => attempt('admin@busy.example')))).map(codeOf);
  assert.deepEqual(new Set(codes), new Set(['ok']));
});

test('S8 an unknown e-mail is answered like a known one, lock included, and takes as long', async () => {
  await stage.anOrganisation('equal');
  const guessing = (email: string) => {
    const answers: unknown[] = [];
    const times: number[] = [];
    const guess = async () => {
      const start = performance.now();
      const outcome = await attempt(email, 'wrong wrong wrong');
      times.push(performance.now() - start);
      answers.push(outcome.ok ? 'ok' : outcome.refusal);
    };
    return { answers, guess, quickest: () => Math.min(...times.slice(0, 9)) };
  };
  const known = guessing('admin@equal.example');
  const unknown = guessing('nobody@equal.example');
  // In turn: what a machine has to do besides is of both.
  for (let no = 1; no <= 12; no++) for (const { guess } of [known, unknown]) await guess();
  assert.deepEqual(unknown.answers, known.answers);
  const ratio = unknown.quickest() / known.quickest();
  assert.ok(ratio > 1 / 3 && ratio < 3, `${unknown.quickest()} ms and ${known.quickest()} ms`);
});

test('S8 a disabled account is answered as if nobody had it', async () => {
  await stage.anOrganisation('gone');
  const owner = new Database({ url: stage.superuserUrl, poolSize: 1 });
  await owner.global(sql`update identity.account set disabled = true where email = 'admin@gone.example'`);
  await owner.close();
  assert.equal(codeOf(await attempt('admin@gone.example')), 'identity.wrong_credentials');
});

test('S8 sessions rotate: a sign-in ends the session that the browser had', async () => {
  await stage.anOrganisation('rotate');
  const first = await stage.signIn('ADMIN@rotate.example ');
  const second = await stage.signIn('admin@rotate.example', { sessionToken: first });
  assert.deepEqual([await isIn(first), await isIn(second)], [false, true]);
  assert.equal(await isIn('no token of ours'), false);
});

test('S8 a new password ends all other sessions and gives this one a new token', async () => {
  await stage.anOrganisation('renew');
  const email = 'admin@renew.example';
  const [other, mine] = [await stage.signIn(email), await stage.signIn(email)];
  const visitor = { ...aVisitor, sessionToken: mine };
  const wrong = await changePassword(stage.deps, { current: 'wrong wrong wrong', next: 'another long one' }, visitor);
  assert.deepEqual(fieldsOf(wrong), ['current identity.password_wrong']);
  const common = await changePassword(stage.deps, { current: PASSWORD, next: 'qwertyuiop' }, visitor);
  assert.deepEqual(fieldsOf(common), ['next identity.password_common']);
  const changed = must(await changePassword(stage.deps, { current: PASSWORD, next: 'another long one' }, visitor));
  assert.deepEqual([await isIn(other), await isIn(mine), await isIn(changed.token)], [false, false, true]);
  assert.equal(codeOf(await attempt(email)), 'identity.wrong_credentials');
  assert.equal(codeOf(await attempt(email, 'another long one')), 'ok');
});

test('S8 a stolen session cannot guess the password without end', async () => {
  await stage.anOrganisation('stolen');
  const token = await stage.signIn('admin@stolen.example');
  const visitor = { ...aVisitor, sessionToken: token };
  const guess = () => changePassword(stage.deps, { current: 'wrong wrong wrong', next: 'another long one' }, visitor);
  for (let count = 1; count <= 10; count++) assert.equal(codeOf(await guess()), 'request.invalid');
  assert.equal(codeOf(await guess()), 'identity.locked');
});

test('S8 a disabled user is out at once, and a change of role ends her sessions', async () => {
  const { organisationId } = await stage.anOrganisation('out');
  const user = { name: '이상담', email: 'user@out.example', role: 'consultant', password: PASSWORD } as const;
  const { id } = await stage.within(organisationId, (tx) => createUser(tx, user));
  const first = await stage.signIn(user.email);
  assert.equal((await actorOf(first)).permissions.has('enquiries.work'), true);
  await stage.within(organisationId, (tx) => changeUser(tx, id, { role: 'analyst' }));
  assert.equal(await isIn(first), false);
  const second = await stage.signIn(user.email);
  assert.equal((await actorOf(second)).permissions.has('enquiries.work'), false);
  await stage.within(organisationId, (tx) => changeUser(tx, id, { active: false }));
  assert.equal(await isIn(second), false);
  assert.equal(codeOf(await attempt(user.email)), 'identity.no_membership');
});

test('S8 a session ends after twelve idle hours, and after seven days however busy', async () => {
  await stage.anOrganisation('limits');
  const idle = await stage.signIn('admin@limits.example');
  await stage.passTime(12 * HOUR - MINUTE);
  assert.equal(await isIn(idle), true);
  await stage.passTime(12 * HOUR + MINUTE);
  assert.equal(await isIn(idle), false);
  const busy = await stage.signIn('admin@limits.example');
  for (let passed = 0; passed < 7 * 24 - 8; passed += 8) {
    await stage.passTime(8 * HOUR);
    assert.equal(await isIn(busy), true, `${passed} h`);
  }
  await stage.passTime(8 * HOUR + MINUTE);
  assert.equal(await isIn(busy), false);
});

test('S8 the second factor: asked only after the right password, a code opens once, and who switches it on or off gives the password again', async () => {
  await stage.anOrganisation('totp');
  const email = 'admin@totp.example';
  const token = await stage.signIn(email);
  const actor = await actorOf(token);
  const within = <T>(work: Parameters<typeof stage.database.inTx<T>>[1]) => stage.database.inTx(actor, work);
  assert.equal(
    codeOf(await within((tx) => confirmTotp(tx, stage.deps.secrets, '000000'))),
    'identity.totp_not_started',
  );
  const visitor = { ...aVisitor, sessionToken: token };
  const stolen = await startTotp(stage.deps, { password: 'wrong wrong wrong' }, visitor);
  assert.deepEqual(fieldsOf(stolen), ['password identity.password_wrong']);
  assert.equal(codeOf(await startTotp(stage.deps, { password: PASSWORD }, aVisitor)), 'request.unauthenticated');
  const { secret } = must(await startTotp(stage.deps, { password: PASSWORD }, visitor));
  assert.equal(codeOf(await attempt(email)), 'ok', 'what is not confirmed is not asked');
  const now = () => stage.database.now();
  must(await within(async (tx) => confirmTotp(tx, stage.deps.secrets, totpCode(secret, tx.now))));
  const again = await startTotp(stage.deps, { password: PASSWORD }, visitor);
  assert.equal(codeOf(again), 'identity.totp_already_on');

  assert.equal(codeOf(await attempt(email, 'wrong wrong wrong')), 'identity.wrong_credentials');
  assert.equal(codeOf(await attempt(email)), 'identity.totp_required');
  const used = totpCode(secret, await now());
  assert.equal(codeOf(await attempt(email, PASSWORD, used)), 'identity.wrong_credentials', 'the code of the set-up');
  await stage.passTime(60_000);
  const code = totpCode(secret, await now());
  const both = await Promise.all([attempt(email, PASSWORD, code), attempt(email, PASSWORD, code)]);
  assert.deepEqual(both.map(codeOf).sort(), ['identity.wrong_credentials', 'ok']);
  assert.equal(codeOf(await attempt(email, 'wrong wrong wrong', code)), 'identity.wrong_credentials');

  const wrong = await dropTotp(stage.deps, { password: 'wrong wrong wrong' }, visitor);
  assert.deepEqual(fieldsOf(wrong), ['password identity.password_wrong']);
  const dropped = must(await dropTotp(stage.deps, { password: PASSWORD }, visitor));
  assert.deepEqual([await isIn(token), await isIn(dropped.token)], [false, true]);
  assert.equal(codeOf(await attempt(email)), 'ok');
});

test('F1 one account works for several organisations, one at a time, and sees each by its own role', async () => {
  const a = await stage.anOrganisation('several-a');
  const b = await stage.anOrganisation('several-b');
  const email = 'admin@several-a.example';
  const added = { name: '김외주', email, role: 'agent' } as const;
  await stage.within(b.organisationId, (tx) => createUser(tx, added));
  const again = await stage.try(b.organisationId, (tx) => createUser(tx, added));
  assert.equal(codeOf(again), 'identity.already_member');

  const token = await stage.signIn(email, {}, b.organisationId);
  const inB = await actorOf(token);
  assert.deepEqual([inB.orgId, inB.permissions.has('users.manage')], [b.organisationId, false]);
  const switched = must(await switchOrganisation(stage.deps, a.organisationId, { ...aVisitor, sessionToken: token }));
  const inA = await actorOf(switched.token);
  assert.deepEqual([inA.orgId, inA.permissions.has('users.manage')], [a.organisationId, true]);
  assert.equal(await isIn(token), false, 'the token of the other organisation is over');

  const c = await stage.anOrganisation('several-c');
  const foreign = { ...aVisitor, sessionToken: switched.token };
  assert.equal(codeOf(await switchOrganisation(stage.deps, c.organisationId, foreign)), 'identity.no_membership');
  const wished = { email, password: PASSWORD, organisationId: c.organisationId };
  assert.equal(codeOf(await signIn(stage.deps, wished, aVisitor)), 'identity.no_membership');
});
