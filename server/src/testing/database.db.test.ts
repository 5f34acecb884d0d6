import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withClient } from '../platform/embedded-postgres/roles.ts';
import { testDatabase } from './database.ts';

test('each test database is migrated and its own', async () => {
  await using one = await testDatabase();
  await using other = await testDatabase();
  assert.notEqual(one.appUrl, other.appUrl);
  await withClient(one.ownerUrl, async (client) => {
    const { rows } = await client.query<{ migrations: number }>(
      'select count(*)::int as migrations from anbu_migrations.applied',
    );
    assert.ok(rows[0]!.migrations > 0);
  });
});

test('the owner may make what migrations and tests need', async () => {
  await using database = await testDatabase();
  await withClient(database.ownerUrl, (client) =>
    client.query('create table public.mine (x int); create schema mine; create extension if not exists btree_gist'),
  );
});

test('the login of the app has no right beyond what a migration gives', async () => {
  await using database = await testDatabase();
  await withClient(database.appUrl, async (client) => {
    const { rows } = await client.query(
      `select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication from pg_roles where rolname = current_user`,
    );
    assert.deepEqual(Object.values(rows[0] as object), [false, false, false, false, false]);
    await assert.rejects(client.query('create table public.mine (x int)'), { code: '42501' });
    await assert.rejects(client.query('create temporary table mine (x int)'), { code: '42501' });
    await assert.rejects(client.query('create schema mine'), { code: '42501' });
    const owned = await client.query(`select 1 from pg_class where relowner = current_user::regrole`);
    assert.equal(owned.rowCount, 0);
  });
});
