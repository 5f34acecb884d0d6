import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { HOUR, plus } from '../../kernel/instant.ts';
import { ok } from '../../kernel/outcome.ts';
import { systemActor, type Actor } from '../../platform/db/index.ts';
import { createApiKey, revokeApiKey } from './service/api-keys.ts';
import { withClient } from '../../platform/embedded-postgres/roles.ts';
import { changeUser, createUser, removeFactors, userViews } from './service/users.ts';
import { findMember, listMemberRows } from './store/members.ts';
import { listDemoSignIns } from './store/sign-in.ts';
import { aStage, aVisitor, codeOf, fieldsOf, PASSWORD, type Stage } from './testing.ts';

let stage: Stage;
before(async () => (stage = await aStage()));
after(() => stage.close());

const request = { ...aVisitor, userAgent: 'test' };
const signedIn = async (email: string): Promise<Actor> =>
  (await stage.who.bySession(await stage.signIn(email), request)) ?? assert.fail('nobody');
const byKey = (key: string) => stage.who.byApiKey(key, request);

test('F1 the last active administrator keeps the role', async () => {
  const { organisationId, adminId } = await stage.anOrganisation('last');
  for (const patch of [{ role: 'manager' }, { active: false }] as const) {
    const refused = await stage.try(organisationId, (tx) => changeUser(tx, adminId, patch));
    assert.equal(codeOf(refused), 'identity.last_admin');
  }
  const renamed = await stage.within(organisationId, (tx) => changeUser(tx, adminId, { name: '김원장' }));
  assert.deepEqual([renamed.role, renamed.version], ['admin', 2]);
});

test('F1 two administrators who demote each other at once: one stays', async () => {
  const { organisationId, adminId } = await stage.anOrganisation('both');
  const input = { name: '둘째', email: 'second@both.example', role: 'admin', password: PASSWORD } as const;
  const second = await stage.within(organisationId, (tx) => createUser(tx, input));
  for (let round = 0; round < 5; round++) {
    const outcomes = await Promise.all(
      [adminId, second.id].map((id) => stage.try(organisationId, (tx) => changeUser(tx, id, { role: 'desk' }))),
    );
    assert.deepEqual(outcomes.map(codeOf).sort(), ['identity.last_admin', 'ok']);
    for (const id of [adminId, second.id]) {
      await stage.within(organisationId, (tx) => changeUser(tx, id, { role: 'admin' }));
    }
  }
});

test('F1 a change of rights is audited with both roles, a name without its values', async () => {
  const { organisationId } = await stage.anOrganisation('audited');
  const input = { name: '이상담', email: 'user@audited.example', role: 'desk', password: PASSWORD } as const;
  const { id } = await stage.within(organisationId, (tx) => createUser(tx, input));
  await stage.within(organisationId, async (tx) => {
    const changed = await changeUser(tx, id, { role: 'manager', name: '박상담' });
    assert.partialDeepStrictEqual(tx.auditRecords.at(-1), {
      action: 'identity.user_changed',
      entity: 'user',
      entityId: id,
      changes: { name: null, role: ['desk', 'manager'] },
    });
    return changed;
  });
  const late = await stage.try(organisationId, (tx) => changeUser(tx, id, { name: 'x', version: 1 }));
  assert.equal(codeOf(late), 'request.stale');
});

test('F1 e-mails are shown to those who manage users only', async () => {
  const { organisationId } = await stage.anOrganisation('emails');
  const input = { name: '이상담', email: 'User@emails.example', role: 'consultant', password: PASSWORD } as const;
  await stage.within(organisationId, (tx) => createUser(tx, input));
  const seenBy = async (actor: Actor) => {
    const outcome = await stage.database.inTx(actor, async (tx) =>
      ok(await userViews(tx, await listMemberRows(tx, { after: null, limit: 10 }))),
    );
    return outcome.ok ? outcome.value.map(({ email }) => email) : [];
  };
  assert.deepEqual(await seenBy(await signedIn('admin@emails.example')), [
    'admin@emails.example',
    'user@emails.example',
  ]);
  assert.deepEqual(await seenBy(await signedIn('user@emails.example')), [null, null]);
});

test('F1 a new account needs a good first password', async () => {
  const { organisationId } = await stage.anOrganisation('first');
  const refusedWith = async (password: string | undefined) =>
    fieldsOf(
      await stage.try(organisationId, (tx) =>
        createUser(tx, { name: 'x', email: 'x@first.example', role: 'desk', password }),
      ),
    );
  assert.deepEqual(await refusedWith(undefined), ['password identity.password_needed']);
  assert.deepEqual(await refusedWith('short'), ['password identity.password_short']);
  assert.deepEqual(await refusedWith('x@first.example'), ['password identity.password_common']);
});

test('F1 an address belongs to one organisation', async () => {
  await stage.anOrganisation('taken');
  await assert.rejects(
    stage.anOrganisation('taken', { admin: { name: 'x', email: 'x@y.example' } }),
    /identity.slug_taken/,
  );
  await assert.rejects(stage.anOrganisation('Not Good'), /identity.slug_invalid/);
});

test('S8 the sign-in page shows sign-ins of a demo only, and a shown password opens no real organisation', async () => {
  const real = await stage.anOrganisation('real', {
    admin: { name: 'x', email: 'real@real.example', password: PASSWORD, shownOnSignIn: true },
  });
  assert.deepEqual(await listDemoSignIns(stage.database), []);
  await stage.anOrganisation('demo', {
    demo: true,
    admin: { name: '김데모', email: 'demo@demo.example', password: PASSWORD, shownOnSignIn: true },
  });
  const shown = { name: '김데모', role: 'admin', email: 'demo@demo.example', password: PASSWORD } as const;
  assert.deepEqual(await listDemoSignIns(stage.database), [shown]);
  const joined = await stage.try(real.organisationId, (tx) => createUser(tx, { ...shown, role: 'agent' }));
  assert.equal(codeOf(joined), 'identity.demo_account');
});

test('F5 a key is shown once, does what its scopes say, and is nobody’s once revoked or over', async () => {
  const { organisationId } = await stage.anOrganisation('keys');
  const admin = await signedIn('admin@keys.example');
  const made = await stage.database.inTx(admin, (tx) =>
    createApiKey(tx, { name: '연동', scopes: ['people.read', 'people.read'], expiresAt: plus(tx.now, HOUR) }),
  );
  if (!made.ok) return assert.fail(codeOf(made));
  assert.match(made.value.key, new RegExp(`^anbu_${made.value.prefix}_[0-9a-f]{64}$`));
  const actor = await byKey(made.value.key);
  assert.deepEqual([actor?.kind, actor?.orgId, [...actor!.permissions]], ['api_key', organisationId, ['people.read']]);
  assert.equal(await byKey(`${made.value.key.slice(0, -1)}${made.value.key.endsWith('0') ? '1' : '0'}`), null);
  await stage.passTime(HOUR + 1000);
  assert.equal(await byKey(made.value.key), null, 'over');
  const second = await stage.within(organisationId, (tx) => createApiKey(tx, { name: 'x', scopes: ['*'] }));
  assert.ok((await byKey(second.key))?.permissions.has('users.manage'));
  await stage.within(organisationId, (tx) => revokeApiKey(tx, second.id));
  assert.equal(await byKey(second.key), null, 'revoked');
});

test('F5 nobody gives a key what she may not do herself, and it never outlives her rights', async () => {
  const { organisationId } = await stage.anOrganisation('scopes');
  const input = { name: '이매니저', email: 'm@scopes.example', role: 'admin', password: PASSWORD } as const;
  const { id } = await stage.within(organisationId, (tx) => createUser(tx, input));
  const maker = await signedIn(input.email);
  const lesser = { ...maker, permissions: new Set(['people.read', 'api-keys.manage'] as const) };
  const refused = await stage.database.inTx(lesser, (tx) => createApiKey(tx, { name: 'x', scopes: ['users.manage'] }));
  assert.equal(codeOf(refused), 'identity.scope_not_yours');
  const unknown = await stage.database.inTx(maker, (tx) => createApiKey(tx, { name: 'x', scopes: ['everything'] }));
  assert.equal(codeOf(unknown), 'identity.scope_unknown');

  const made = await stage.database.inTx(maker, (tx) => createApiKey(tx, { name: 'x', scopes: ['*'] }));
  if (!made.ok) return assert.fail(codeOf(made));
  const key = (await byKey(made.value.key)) ?? assert.fail('nobody');
  const byAKey = await stage.database.inTx(key, (tx) => createApiKey(tx, { name: 'x', scopes: ['people.read'] }));
  assert.equal(codeOf(byAKey), 'identity.person_needed');
  await stage.within(organisationId, (tx) => changeUser(tx, id, { role: 'adjuster' }));
  assert.deepEqual([...((await byKey(made.value.key))?.permissions ?? [])], ['people.read']);
  await stage.within(organisationId, (tx) => changeUser(tx, id, { active: false }));
  assert.equal(await byKey(made.value.key), null);
});

test('F1 a transaction of another organisation does not find the user', async () => {
  const a = await stage.anOrganisation('find-a');
  const b = await stage.anOrganisation('find-b');
  const found = await stage.database.inTx(systemActor(a.organisationId, 'test'), async (tx) =>
    ok(await findMember(tx, b.adminId)),
  );
  assert.deepEqual(found, ok(null));
  const changed = await stage.try(a.organisationId, (tx) => changeUser(tx, b.adminId, { name: 'x' }));
  assert.equal(codeOf(changed), 'request.not_found');
});

test('F2 an administrator takes lost factors from a colleague for a reason; not her own, not those of an account of another organisation', async () => {
  const { organisationId, adminId } = await stage.anOrganisation('lost');
  const email = 'lost@lost.example';
  const { id } = await stage.within(organisationId, (tx) =>
    createUser(tx, { name: '잃은이', email, role: 'desk', password: PASSWORD }),
  );
  const admin = await signedIn('admin@lost.example');
  const hers = await signedIn(email);
  const lines: unknown[] = [];
  const remove = async (member: typeof id) =>
    codeOf(
      await stage.database.inTx(admin, async (tx) => {
        const outcome = await removeFactors(tx, member, '기기를 잃어버림');
        lines.push(...tx.auditRecords);
        return outcome;
      }),
    );
  assert.deepEqual([await remove(id), await remove(adminId)], ['identity.factors_none', 'identity.factors_own']);
  const give = (secret: string) =>
    withClient(stage.superuserUrl, (client) =>
      client.query('update identity.account set totp_secret = $2, totp_confirmed = true where email = $1', [
        email,
        secret,
      ]),
    );
  await give('x');
  assert.ok(hers.sessionId);
  assert.equal(await remove(id), 'ok');
  assert.partialDeepStrictEqual(lines, [
    { action: 'identity.factors_removed', entity: 'user', entityId: id, reason: '기기를 잃어버림' },
  ]);
  await withClient(stage.superuserUrl, async (client) => {
    const { rows } = await client.query(
      `select a.totp_secret, a.totp_confirmed, (select count(*)::int from identity.session s where s.account_id = a.id) as sessions
       from identity.account a where a.email = $1`,
      [email],
    );
    assert.deepEqual(rows, [{ totp_secret: null, totp_confirmed: false, sessions: 0 }]);
  });
  const { organisationId: other } = await stage.anOrganisation('lost-too');
  await stage.within(other, (tx) => createUser(tx, { name: '잃은이', email, role: 'desk', password: PASSWORD }));
  await give('y');
  assert.equal(await remove(id), 'identity.factors_elsewhere');
});
