import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { calendarDay } from '../../kernel/calendar-day.ts';
import { newId } from '../../kernel/ids.ts';
import { ok } from '../../kernel/outcome.ts';
import { Database, sql, type Sql, type Tx } from '../../platform/db/index.ts';
import { createApiKey } from './service/api-keys.ts';
import { closeOn } from './service/sites.ts';
import type { CreatedOrganisation } from './service/organisations.ts';
import { insertContract } from './store/contracts.ts';
import { aStage, PASSWORD, type Stage } from './testing.ts';
import { tokenHash } from './tokens.ts';

type Other = CreatedOrganisation & { account: string; session: string; token: string; keyId: string; passkey: string };

let stage: Stage;
let a: CreatedOrganisation;
let b: Other;
let superuser: Database;

before(async () => {
  stage = await aStage();
  superuser = new Database({ url: stage.superuserUrl, poolSize: 1 });
  a = await stage.anOrganisation('org-a');
  const made = await stage.anOrganisation('org-b');
  const token = await stage.signIn('admin@org-b.example');
  const key = await stage.within(made.organisationId, (tx) => createApiKey(tx, { name: 'b', scopes: ['*'] }));
  await stage.within(made.organisationId, async (tx) => {
    await insertContract(tx, {
      id: newId(),
      agencyName: 'b',
      reference: 'b',
      signedOn: calendarDay('2026-01-01'),
      validFrom: calendarDay('2026-01-01'),
      validTo: calendarDay('2099-01-01'),
      timeZone: 'Asia/Seoul',
      recordedBy: made.adminId,
    });
    return ok(null);
  });
  await stage.within(made.organisationId, (tx) => closeOn(tx, made.siteId, calendarDay('2026-12-24'), 'b'));
  const [session] = await superuser.global(
    sql<{ id: string; account: string }>`select id, account_id as account from identity.session`,
  );
  const passkey = newId();
  await superuser.global(sql`
    insert into identity.passkey (id, account_id, credential_id, public_key, counter, transports, name, created_at)
    values (${passkey}, ${session!.account}, 'of-b', '\\x00', 0, '{}', 'b', '2026-01-01')`);
  await superuser.global(sql`
    insert into identity.passkey_challenge (challenge_hash, account_id, expires_at)
    values (${tokenHash('of B')}, ${session!.account}, '2099-01-01')`);
  b = { ...made, token, session: session!.id, account: session!.account, keyId: key.id, passkey };
});
after(async () => {
  await superuser.close();
  await stage.close();
});

const BUSINESS = ['agency_contract', 'organisation', 'site', 'site_closure', 'team', 'team_member', 'member'];
const GLOBAL = [
  'organisation_slug',
  'account',
  'sign_in_guard',
  'session',
  'api_key',
  'demo_sign_in',
  'passkey',
  'passkey_challenge',
];
const VIEWS = ['public_organisation', 'public_site', 'public_member', 'public_team', 'public_team_member'];

/** All rows of B, as a superuser sees them: nothing may change by what A tries. */
async function everythingOfB(): Promise<string> {
  const parts = [];
  for (const name of [...BUSINESS, 'api_key', 'session', 'organisation_slug', 'demo_sign_in']) {
    const table = sql.id('identity', name);
    parts.push(await superuser.global(sql`select * from ${table} where org_id = ${b.organisationId}::uuid`));
  }
  parts.push(await superuser.global(sql`select * from identity.account where id = ${b.account}::uuid`));
  for (const name of ['passkey', 'passkey_challenge']) {
    parts.push(
      await superuser.global(sql`select * from ${sql.id('identity', name)} where account_id = ${b.account}::uuid`),
    );
  }
  return JSON.stringify(parts);
}

const asA = <T>(work: (tx: Tx) => Promise<T>) => stage.read(a.organisationId, work);

test('F1 every relation of the schema is known to these tests, forced under row-level security or without any grant', async () => {
  const rows = await superuser.global(sql<{
    name: string;
    kind: string;
    forced: boolean;
    invoker: boolean;
    granted: boolean;
  }>`
    select c.relname as name, c.relkind::text as kind, c.relrowsecurity and c.relforcerowsecurity as forced,
      coalesce('security_invoker=true' = any (c.reloptions), false) as invoker,
      has_table_privilege('anbu_app', c.oid, 'select, insert, update, delete, truncate, references, trigger') as granted
    from pg_class c where c.relnamespace = 'identity'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') order by 1`);
  const names = (kind: string) => rows.filter((row) => row.kind === kind).map(({ name }) => name);
  assert.deepEqual(names('r'), [...BUSINESS, ...GLOBAL].sort());
  assert.deepEqual(names('v'), [...VIEWS].sort());
  for (const row of rows) {
    if (BUSINESS.includes(row.name)) assert.ok(row.forced, row.name);
    if (GLOBAL.includes(row.name)) assert.ok(!row.granted, row.name);
    if (VIEWS.includes(row.name)) assert.ok(row.invoker, row.name);
  }
});

test('F1 in organisation A no table or view shows a row of B, and without an organisation none shows any', async () => {
  for (const name of [...BUSINESS, ...VIEWS]) {
    const counted = sql<{ own: number; other: number }>`
      select count(*) filter (where org_id = ${a.organisationId}::uuid) as own,
        count(*) filter (where org_id <> ${a.organisationId}::uuid) as other from ${sql.id('identity', name)}`;
    const { own, other } = await asA((tx) => tx.one(counted));
    assert.equal(other, 0, name);
    if (name !== 'site_closure' && name !== 'agency_contract') assert.ok(own > 0, `${name} shows its own`);
    const [nobody] = await stage.database.global(counted);
    assert.deepEqual(nobody, { own: 0, other: 0 }, name);
  }
});

test('F1 the application cannot touch a global table, in any organisation', async () => {
  for (const name of GLOBAL) {
    const table = sql.id('identity', name);
    for (const statement of [sql`select 1 from ${table}`, sql`delete from ${table}`, sql`truncate ${table}`]) {
      await assert.rejects(stage.database.global(statement), /permission denied/, name);
    }
  }
});

test('F1 in organisation A no row of B is written, moved or taken away', async () => {
  const before = await everythingOfB();
  for (const name of BUSINESS) {
    const table = sql.id('identity', name);
    const other = sql`where org_id = ${b.organisationId}::uuid`;
    const touched = await stage
      .try(a.organisationId, async (tx) =>
        ok(await tx.run(sql`delete from ${table} ${other}`).catch((error: Error) => error.message)),
      )
      .catch((error: Error) => error.message);
    const harmless = typeof touched === 'string' || (touched.ok && touched.value === 0) || !touched.ok;
    assert.ok(
      harmless || (touched.ok && /permission denied/.test(String(touched.value))),
      `${name}: ${JSON.stringify(touched)}`,
    );
  }
  assert.equal(
    await asA((tx) => tx.run(sql`update identity.member set role = 'admin' where id = ${b.adminId}::uuid`)),
    0,
  );
  const moved = asA((tx) => tx.run(sql`update identity.organisation set org_id = ${b.organisationId}::uuid`));
  await assert.rejects(moved, /row-level security/);
  const planted = asA((tx) =>
    tx.run(sql`
      insert into identity.member (org_id, id, account_id, name, role, created_at)
      values (${b.organisationId}, ${newId()}, ${b.account}, 'x', 'admin', '2026-01-01')`),
  );
  await assert.rejects(planted, /row-level security/);
  const joined = asA((tx) =>
    tx.run(sql`
      insert into identity.team_member (org_id, team_id, member_id)
      values (${a.organisationId}, ${a.intakeTeamId}, ${b.adminId})`),
  );
  await assert.rejects(joined, /foreign key/);
  assert.equal(await everythingOfB(), before);
});

/** For functions that answer nothing: what counts is what they change. */
async function ran(tx: Tx, call: Sql): Promise<unknown[]> {
  await tx.run(call);
  return [];
}

/**
 * Every function that the application may call, called in A with what an attacker could know of B: ids and e-mails, never a token or a key.
 * What it must give: nothing. Those that give something on purpose say why.
 */
const WITH_IDS_OF_B: Record<string, (tx: Tx) => Promise<unknown[]>> = {
  account_set_language: (tx) => ran(tx, sql`select identity.account_set_language(${b.session}, 'zh')`),
  account_secrets: (tx) => tx.rows(sql`select * from identity.account_secrets(${b.session})`),
  accounts_of_members: (tx) => tx.rows(sql`select * from identity.accounts_of_members(array[${b.adminId}]::uuid[])`),
  api_key_revoke: (tx) => tx.rows(sql`select * from identity.api_key_revoke(${b.keyId})`),
  api_keys: (tx) => tx.rows(sql`select * from identity.api_keys(null, 100)`),
  api_key_find: (tx) => tx.rows(sql`select * from identity.api_key_find(${tokenHash(b.keyId)}, 60)`),
  change_password: (tx) =>
    tx.rows(sql`select 1 where identity.change_password(${tokenHash(b.session)}, ${tokenHash('x')}, 'x') is not null`),
  desks_of: (tx) => tx.rows(sql`select * from identity.desks_of(${b.session})`),
  factors_remove_of_member: (tx) =>
    tx.rows(sql`select 1 where identity.factors_remove_of_member(${b.adminId}) is not null`),
  invitation_accept: (tx) =>
    tx.rows(sql`select 1 where identity.invitation_accept(${b.session}, ${b.organisationId}, null)`),
  invitations_of: (tx) => tx.rows(sql`select * from identity.invitations_of(${b.session})`),
  live_sessions: (tx) =>
    tx.rows(sql`select * from identity.live_sessions(array[${b.session}]::uuid[], array[${b.adminId}]::uuid[])`),
  member_set_password: (tx) => tx.rows(sql`select 1 where identity.member_set_password(${b.adminId}, 'x')`),
  memberships_of: (tx) => tx.rows(sql`select * from identity.memberships_of(${b.session})`),
  passkey_add: (tx) =>
    tx.rows(
      sql`select 1 where identity.passkey_add(${b.session}, ${newId()}, 'x', '\\x00', 0, '{}', 'x', 20) is not null`,
    ),
  passkey_challenge_add_own: (tx) =>
    ran(tx, sql`select identity.passkey_challenge_add_own(${b.session}, ${tokenHash('of A')}, 300)`),
  passkey_challenge_take_own: (tx) =>
    tx.rows(sql`select 1 where identity.passkey_challenge_take_own(${b.session}, ${tokenHash('of B')})`),
  passkey_remove: (tx) => tx.rows(sql`select 1 where identity.passkey_remove(${b.session}, ${b.passkey})`),
  passkeys_of: (tx) => tx.rows(sql`select * from identity.passkeys_of(${b.session})`),
  session_end: (tx) => tx.rows(sql`select 1 where identity.session_end(${tokenHash(b.session)})`),
  session_end_own: (tx) => tx.rows(sql`select 1 where identity.session_end_own(${b.session}, ${b.session})`),
  session_find: (tx) => tx.rows(sql`select * from identity.session_find(${tokenHash(b.session)}, 60)`),
  session_find_in: (tx) => tx.rows(sql`select * from identity.session_find_in(${tokenHash(b.session)}, 60, 'org-b')`),
  session_rotate: (tx) =>
    tx.rows(sql`select 1 where identity.session_rotate(${tokenHash(b.session)}, ${tokenHash('x')}, null) is not null`),
  sessions_end_of_member: (tx) => ran(tx, sql`select identity.sessions_end_of_member(${b.adminId})`),
  sessions_of: (tx) => tx.rows(sql`select * from identity.sessions_of(${b.session})`),
  show_demo_sign_in: (tx) => ran(tx, sql`select identity.show_demo_sign_in(${b.adminId}, 'x')`),
  take_slug: (tx) => tx.rows(sql`select 1 where identity.take_slug('org-b')`),
  totp_confirm: (tx) => tx.rows(sql`select 1 where identity.totp_confirm(${b.session}, 1)`),
  totp_propose: (tx) => tx.rows(sql`select 1 where identity.totp_propose(${b.session}, 'x')`),
  totp_remove: (tx) => tx.rows(sql`select 1 where identity.totp_remove(${b.session})`),
  demo_sign_ins: (tx) => tx.rows(sql`select * from identity.demo_sign_ins()`),
};
const ON_PURPOSE: Record<string, string> = {
  sign_in_begin: 'nobody is signed in yet: the hash that the password is compared with',
  sign_in_failed: 'nobody is signed in yet: counts a guess',
  sign_in_wrong:
    'nobody is signed in yet: counts a guess, and notes it where the account is a member; gives what sign_in_failed gives',
  sign_in_passed: 'nobody is signed in yet: opens the session of whoever gave the right password',
  sign_in_checked: 'the same, while the password is the one that was checked',
  passkey_challenge_add: 'nobody is signed in yet: notes what was asked',
  passkey_challenge_take: 'nobody is signed in yet: whether it was asked, once',
  passkey_find:
    'nobody is signed in yet: the public key that a signature is compared with, by the id that the authenticator keeps',
  passkey_passed: 'nobody is signed in yet: opens the session of whoever gave the right signature',
  account_ensure: 'an existing person joins another organisation: her account’s id',
  api_key_add: 'writes into the organisation of the transaction only, by its own text',
  organisation_by_slug: 'commands and public addresses: an id',
  organisation_ids: 'workers: ids',
  organisations_with_contracts_over: 'the sweep: ids of organisations, which it then goes into',
};

test('F1 in organisation A no function gives or changes anything of B without what only the person herself holds', async () => {
  const callable = await superuser.global(sql<{ name: string; path: string[] | null; definer: boolean }>`
    select p.proname as name, p.proconfig as path, p.prosecdef as definer from pg_proc p
    where p.pronamespace = 'identity'::regnamespace and has_function_privilege('anbu_app', p.oid, 'execute') order by 1`);
  const known = [...Object.keys(WITH_IDS_OF_B), ...Object.keys(ON_PURPOSE)].sort();
  assert.deepEqual(
    callable.map(({ name }) => name),
    known,
    'a new function needs its line here',
  );
  for (const { name, path, definer } of callable) {
    assert.ok(definer, name);
    assert.deepEqual(path, ['search_path=""'], `${name} looks nowhere but where it says`);
  }
  const open = await superuser.global(sql`
    select 1 from pg_proc p, aclexplode(p.proacl) as g where p.pronamespace = 'identity'::regnamespace and g.grantee = 0`);
  assert.equal(open.length, 0, 'nobody else may call them');
  const before = await everythingOfB();
  for (const [name, call] of Object.entries(WITH_IDS_OF_B)) {
    assert.deepEqual(await asA(call), [], name);
    assert.equal(await everythingOfB(), before, name);
  }
});

test('F1 an existing account that joins another organisation keeps its password and stays its own', async () => {
  const before = await everythingOfB();
  const rows = await asA((tx) =>
    tx.rows(sql<{ created: boolean }>`
      select created from identity.account_ensure(${newId()}, 'admin@org-b.example', ${'a hash of A'}, 'zh')`),
  );
  assert.deepEqual(rows, [{ created: false }]);
  assert.equal(await everythingOfB(), before);
  assert.ok(await stage.signIn('admin@org-b.example'), PASSWORD);
});
