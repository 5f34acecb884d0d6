import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { withClient } from '../platform/embedded-postgres/roles.ts';
import { Keyring } from '../platform/secrets/index.ts';
import { anOrganisation, commandLine, type CommandLine } from './run.testing.ts';

let line: CommandLine;
before(async () => {
  line = await commandLine();
  await anOrganisation(line);
});
after(() => line.stop());

const keys = async () => (await readFile(path.join(line.dataDir, 'secret.key'), 'utf8')).trim();

/** Every text of every table, to see what a key has sealed. */
async function textsWith(keyId: string): Promise<string[]> {
  return withClient(line.database.ownerUrl, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^(pg_|information_schema)'`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query(`select 1 from ${name} t where t::text ~ $1 limit 1`, [`\\m${keyId}\\.`]);
      if (rows.length > 0) found.push(name);
    }
    return found;
  });
}

test('a new key seals everything anew, then the old one is not needed and no text of it is left', async () => {
  const before = new Keyring(await keys());
  const webhook = before.box('intake.secret');
  await withClient(line.database.ownerUrl, async (client) => {
    await client.query('update identity.account set totp_secret = $1, totp_confirmed = true', [
      before.box('identity.totp').seal('A TOTP SECRET'),
    ]);
    await client.query(
      `insert into platform.webhook (org_id, id, purpose, secrets, old_secret_until)
       select s.org_id, gen_random_uuid(), 'intake.secret', $1, now() from identity.site s`,
      [[webhook.seal('current'), webhook.seal('former')]],
    );
  });
  const old = before.currentId;
  const status = await line.json(['secret', 'status']);
  assert.deepEqual(status, { currentKey: old, sealed: { [old]: 3 }, given: [old] });
  const nothing = await line.anbu(['secret', 'rotate']);
  assert.deepEqual([nothing.code, /already/.test(nothing.out)], [0, true], nothing.err);

  const added = await line.json(['secret', 'add']);
  const current = added['currentKey'] as string;
  assert.notEqual(current, old);
  const rotated = await line.json(['secret', 'rotate']);
  assert.deepEqual(rotated, { currentKey: current, sealedAnew: 2, retired: [old] });
  assert.deepEqual(await textsWith(old), []);
  const both = await keys();
  const alone = both.split(',')[0]!;
  const after = await line.anbu(['secret', 'status', '--json'], { env: { ANBU_SECRET_KEY: alone } });
  assert.deepEqual(JSON.parse(after.out), { currentKey: current, sealed: { [current]: 3 }, given: [current] });
  await withClient(line.database.ownerUrl, async (client) => {
    const { rows } = await client.query<{ totp: string; secrets: string[] }>(
      'select a.totp_secret as totp, w.secrets from identity.account a, platform.webhook w',
    );
    const ring = new Keyring(alone);
    assert.equal(ring.box('identity.totp').open(rows[0]!.totp), 'A TOTP SECRET');
    assert.deepEqual(
      rows[0]!.secrets.map((text) => ring.box('intake.secret').open(text)),
      ['current', 'former'],
    );
  });
});

test('without a key that sealed something nothing is changed', async () => {
  const foreign = randomBytes(32).toString('base64');
  const { code, err } = await line.anbu(['secret', 'rotate'], { env: { ANBU_SECRET_KEY: foreign } });
  assert.deepEqual([code, /not the key of this database/.test(err)], [1, true], err);
  const added = await line.anbu(['secret', 'add'], { env: { ANBU_SECRET_KEY: foreign } });
  assert.deepEqual([added.code, /ANBU_SECRET_KEY is set/.test(added.err)], [1, true], added.err);
  const ownerless = await line.anbu(['secret', 'status'], { env: { DATABASE_OWNER_URL: '' } });
  assert.deepEqual([ownerless.code, /DATABASE_OWNER_URL/.test(ownerless.err)], [1, true], ownerless.err);
});

test('anbu check warns where nobody does the work of the night, or a proxy is not named', async () => {
  const young = await line.anbu(['check']);
  assert.equal(young.code, 0, young.err);
  assert.match(young.out, /^ok {7}nightly work: not yet/m);
  await withClient(line.database.ownerUrl, (client) =>
    client.query(`update anbu_migrations.applied set applied_at = applied_at - interval '3 days'`),
  );
  const never = await line.anbu(['check'], { env: { ANBU_PUBLIC_URL: 'https://crm.example.kr' } });
  assert.equal(never.code, 0, never.err);
  assert.match(never.out, /^WARNING {2}nightly work: never done: .*DATABASE_OWNER_URL/m);
  assert.match(never.out, /^WARNING {2}proxy: .*ANBU_TRUST_PROXY/m);
});
