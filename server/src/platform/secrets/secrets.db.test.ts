import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { testDatabase, type TestDatabase } from '../../testing/database.ts';
import { Database } from '../db/index.ts';
import { withClient } from '../embedded-postgres/roles.ts';
import { checkSecretKey, Keyring, SecretError } from './index.ts';

const aKey = () => randomBytes(32).toString('base64');
const [first, second, other] = [aKey(), aKey(), aKey()];
let database: TestDatabase;
let db: Database;

before(async () => {
  database = await testDatabase();
  db = new Database({ url: database.appUrl });
});
after(async () => {
  await db.close();
  await database.drop();
});

test('a sealed text opens with its key, for its purpose and in its place only', () => {
  const box = new Keyring(first).box('totp');
  const sealed = box.seal('비밀 🔑', 'row 1');
  assert.equal(box.open(sealed, 'row 1'), '비밀 🔑');
  assert.notEqual(box.seal('비밀 🔑', 'row 1'), sealed, 'two seals of one text differ');
  assert.match(sealed, /^[0-9a-f]{8}(\.[\w-]+){3}$/);
  assert.throws(() => box.open(sealed, 'row 2'), SecretError);
  assert.throws(() => new Keyring(first).box('webhooks').open(sealed, 'row 1'), SecretError);
  assert.throws(() => new Keyring(second).box('totp').open(sealed, 'row 1'), /does not hold/);
  assert.throws(() => box.open('nonsense', 'row 1'), SecretError);
  const [id, iv, tag, content] = sealed.split('.') as [string, string, string, string];
  assert.throws(
    () => box.open([id, iv, tag.slice(0, 6), content].join('.'), 'row 1'),
    SecretError,
    'a short tag is no tag',
  );
  for (const part of [1, 2, 3]) {
    const parts = sealed.split('.');
    parts[part] = (parts[part]!.startsWith('A') ? 'B' : 'A') + parts[part]!.slice(1);
    assert.throws(() => box.open(parts.join('.'), 'row 1'), SecretError);
  }
});

test('after a new key is put first, old texts open, are known as old, and are sealed anew', () => {
  const old = new Keyring(first).box('totp').seal('secret');
  const ring = new Keyring(`${second},${first}`);
  const box = ring.box('totp');
  assert.equal(box.isOld(old), true);
  const rotated = box.rotate(old);
  assert.equal(box.isOld(rotated), false);
  assert.equal(box.rotate(rotated), rotated);
  assert.equal(new Keyring(second).box('totp').open(rotated), 'secret');
});

test('a short, empty, broken or doubled key is refused', () => {
  for (const text of ['', 'short', `${first},${first}`, '!'.repeat(60)])
    assert.throws(() => new Keyring(text), SecretError);
});

test('a database made with another key refuses to start, and says which', async () => {
  await checkSecretKey(db, new Keyring(first));
  await checkSecretKey(db, new Keyring(first));
  await assert.rejects(checkSecretKey(db, new Keyring(other)), /not the key of this database/);
  await checkSecretKey(db, new Keyring(`${second},${first}`));
  await assert.rejects(checkSecretKey(db, new Keyring(second)), /lacks the key/);
  await withClient(database.ownerUrl, (client) =>
    client.query('select platform.retire_secret_key($1)', [new Keyring(first).currentId]),
  );
  await checkSecretKey(db, new Keyring(second));
  await withClient(database.appUrl, (client) =>
    assert.rejects(client.query(`select platform.retire_secret_key('x')`), { code: '42501' }),
  );
});
