import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { authenticator, signIn } from '../modules/identity/index.ts';
import { Database, sql } from '../platform/db/index.ts';
import { withClient } from '../platform/embedded-postgres/roles.ts';
import { anOrganisation, commandLine, type CommandLine } from './run.testing.ts';

let line: CommandLine;
let db: Database;
before(async () => {
  line = await commandLine();
  db = new Database({ url: line.database.appUrl, poolSize: 2 });
  await anOrganisation(line);
});
after(async () => {
  await db.close();
  await line.stop();
});

const OLD = 'long enough to keep';
const NEW = 'another one to keep';
const EMAIL = 'kim@demo.example';
const visitor = { address: '127.0.0.1', userAgent: null, language: 'ko', sessionToken: null } as const;
const secrets = { seal: (text: string) => text, open: (text: string) => text };

async function attempt(password: string): Promise<string> {
  const outcome = await signIn({ database: db, secrets }, { email: EMAIL, password }, visitor);
  return outcome.ok ? 'ok' : outcome.refusal.code;
}

type Users = { items: { email: string; role: string; active: boolean }[] };
type Keys = { items: { id: string; prefix: string; name: string; revokedAt: string | null }[] };

test('F1 users are made, listed, disabled and enabled from the command line, the last administrator is not', async () => {
  const person = ['--email', EMAIL, '--name', '김상담', '--role', 'consultant'];
  await line.json(['user', 'create', '--org', 'demo', ...person], `${OLD}\n`);
  const { items } = (await line.json(['user', 'list', '--org', 'demo'])) as Users;
  assert.deepEqual(
    items.map(({ email, role, active }) => [email, role, active]),
    [
      ['admin@demo.example', 'admin', true],
      [EMAIL, 'consultant', true],
    ],
  );
  assert.equal(await attempt(OLD), 'ok');
  const out = await line.anbu(['user', 'disable', '--org', 'demo', '--email', ' KIM@demo.example ']);
  assert.equal(out.code, 0, out.err);
  assert.equal(await attempt(OLD), 'identity.no_membership');
  const shown = await line.anbu(['user', 'list', '--org', 'demo']);
  assert.match(shown.out, /kim@demo\.example +consultant +disabled +김상담/);
  await line.json(['user', 'enable', '--org', 'demo', '--email', EMAIL]);
  assert.equal(await attempt(OLD), 'ok');
  const last = await line.anbu(['user', 'disable', '--org', 'demo', '--email', 'admin@demo.example']);
  assert.deepEqual([last.code, last.err.includes('administrator')], [1, true], last.err);
});

test('S8 a password that was forgotten is set from standard input: sessions end, the lock opens, the audit says so', async () => {
  const opened = await signIn({ database: db, secrets }, { email: EMAIL, password: OLD }, visitor);
  assert.ok(opened.ok);
  for (let guess = 0; guess < 10; guess += 1) await attempt('wrong wrong wrong');
  assert.equal(await attempt(OLD), 'identity.locked');
  const short = await line.anbu(['user', 'set-password', '--org', 'demo', '--email', EMAIL], { input: 'short\n' });
  assert.equal(short.code, 1);
  const set = await line.anbu(['user', 'set-password', '--org', 'demo', '--email', EMAIL], { input: `${NEW}\n` });
  assert.equal(set.code, 0, set.err);
  assert.deepEqual([await attempt(NEW), await attempt(OLD)], ['ok', 'identity.wrong_credentials']);
  const session = await authenticator({ database: db }).bySession(opened.value.token, visitor);
  assert.equal(session, null);
  const nobody = await line.anbu(['user', 'set-password', '--org', 'demo', '--email', 'x@y.example'], {
    input: `${NEW}\n`,
  });
  assert.equal(nobody.code, 1);
  await withClient(line.database.ownerUrl, async (client) => {
    const { rows } = await client.query(
      `select actor_name from platform.audit_entry where action = 'identity.password_set'`,
    );
    assert.deepEqual(rows, [{ actor_name: 'anbu user set-password' }]);
  });
});

test('F5 keys are made, listed without their secret, and revoked by their prefix', async () => {
  const made = await line.json(['api-key', 'create', '--org', 'demo', '--scope', 'people.read', '--name', 'reports']);
  const { items } = (await line.json(['api-key', 'list', '--org', 'demo'])) as Keys;
  assert.deepEqual(
    items.map(({ id, name, revokedAt }) => [id, name, revokedAt]),
    [[made['id'], 'reports', null]],
  );
  const shown = await line.anbu(['api-key', 'list', '--org', 'demo']);
  assert.ok(!shown.out.includes(made['key'] as string));
  assert.match(shown.out, /valid {2}used never {2}people\.read {2}reports/);
  const revoked = await line.json(['api-key', 'revoke', items[0]!.prefix, '--org', 'demo']);
  assert.ok(revoked['revokedAt']);
  const { byApiKey } = authenticator({ database: db });
  assert.equal(await byApiKey(made['key'] as string, visitor), null);
  const again = await line.anbu(['api-key', 'revoke', 'nothing', '--org', 'demo']);
  assert.equal(again.code, 1);
});

test('S1 what is done in an organisation is done in it only', async () => {
  await anOrganisation(line, 'other');
  const foreign = await line.anbu(['user', 'disable', '--org', 'other', '--email', EMAIL]);
  assert.equal(foreign.code, 1);
  const { items } = (await line.json(['api-key', 'list', '--org', 'other'])) as Keys;
  assert.deepEqual(items, []);
  const [row] = await db.global(sql<{ n: number }>`select count(*) as n from identity.organisation_ids()`);
  assert.equal(row!.n, 2);
});

test('commands of accounts that are not understood end with 2 and say how', async () => {
  const rows: [string[], RegExp][] = [
    [['user'], /say what to do: create, list, set-password, disable, enable/],
    [['user', 'disable', '--org', 'demo'], /--email is missing/],
    [['user', 'toString', '--org', 'demo'], /say what to do/],
    [['api-key', 'revoke', '--org', 'demo'], /give the prefix or the id of one key/],
    [['api-key', 'list', 'all', '--org', 'demo'], /nothing follows list/],
    [['secret'], /say what to do: status, add, rotate/],
    [['export', '--org', 'demo'], /say what to write: people or enquiries/],
    [['export', 'people'], /--org is missing/],
    [['export', 'people', '--org', 'demo'], /--reason is missing/],
    [['export', 'people', '--org', 'demo', '--reason', 'x', '--json'], /--json needs --out/],
    [['export', 'people', '--org', 'demo', '--reason', 'x', '--language', 'fr'], /--language is one of/],
  ];
  for (const [args, said] of rows) {
    const { code, out, err } = await line.inside(args);
    assert.equal(code, 2, `${args.join(' ')}: ${err}`);
    assert.match(out + err, said);
  }
  const process = await line.anbu(['user', 'remove', '--org', 'demo']);
  assert.equal(process.code, 2, process.err);
  for (const name of ['export', 'user', 'api-key', 'secret']) {
    const { code, out } = await line.inside([name, '--help']);
    assert.deepEqual([code, out.includes(`Usage: anbu ${name} `)], [0, true], name);
  }
});
