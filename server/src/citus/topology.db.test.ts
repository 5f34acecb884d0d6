/** The real tables, and a double of the functions of Citus: see `double.fixture.sql` for what that is worth. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { applyTopology, distribute } from './apply.ts';
import { listTables } from './catalogue-store.ts';
import { ACROSS, BESIDE } from './known.ts';
import { topologyOf, type Table } from './topology.ts';

const SOURCE = path.resolve(import.meta.dirname, '..');

let database: TestDatabase;
let client: pg.Client;
let tables: Table[];
before(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
  tables = await listTables(client);
});
after(async () => {
  await client.end();
  await database.drop();
});

test('every table of the database has a place, and its keys fit there', () => {
  assert.ok(tables.length > 60, 'the catalogue is seen');
  assert.ok(
    tables.some(({ foreignKeys, keys }) => foreignKeys.length > 1 && keys.length > 1),
    'and its keys',
  );
  assert.ok(tables.some(({ levels }) => levels === 1));
  const { places, problems } = topologyOf(tables);
  assert.deepEqual(problems, []);
  assert.equal(places.get('enquiries.enquiry'), 'distributed');
  assert.equal(places.get('timeline.entry'), 'distributed', 'a table by month');
});

type Routine = { readonly name: string; readonly body: string; readonly volatile: boolean; readonly app: boolean };
const routines = async () =>
  (
    await client.query<Routine>(`
      select n.nspname || '.' || p.proname as name, lower(regexp_replace(p.prosrc, '--[^\\n]*', '', 'g')) as body, p.provolatile = 'v' as volatile,
        has_function_privilege('anbu_app', p.oid, 'execute') as app
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'citus_double')
        and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e') order by 1`)
  ).rows;

test('functions that read shards beside the coordinator’s own tables are known, and those that are recursive over all shards', async () => {
  const { places } = topologyOf(tables);
  const named = (body: string, place: string) =>
    [...places].some(([name, is]) => is === place && new RegExp(`\\b${name.replace('.', '\\.')}\\b`).test(body));
  const all = await routines();
  const beside = all.filter(({ body }) => named(body, 'local') && named(body, 'distributed'));
  assert.deepEqual([...new Set(beside.map(({ name }) => name))], Object.keys(BESIDE));
  const replaced = readFileSync(path.join(import.meta.dirname, 'functions.sql'), 'utf8');
  const recursive = all.filter(({ body }) => /with recursive/.test(body) && named(body, 'distributed'));
  assert.ok(recursive.length > 0);
  for (const { name } of recursive)
    assert.ok(
      ACROSS.includes(name) && replaced.includes(`function ${name}(`),
      `${name} needs another text on a cluster`,
    );
  assert.doesNotMatch(replaced.replaceAll(/--.*/g, ''), /recursive/);
});

test('no statement of a store changes rows by a function that each call answers otherwise', async () => {
  const own = (await routines())
    .filter(({ volatile, app }) => volatile && app)
    .map(({ name }) => name.replace('.', '\\.'));
  const restless = new RegExp(`\\b(?:clock_timestamp|gen_random_uuid|random|${own.join('|')})\\(`);
  const found: string[] = [];
  for (const file of globSync('**/store*{.ts,/**/*.ts}', { cwd: SOURCE })) {
    const source = readFileSync(path.join(SOURCE, file), 'utf8');
    for (const [, text = ''] of source.matchAll(/sql(?:<[^`]*?>)?`([\s\S]*?)`/g)) {
      if (/^\s*(with\b[\s\S]*?\b)?(update|delete from)\s/i.test(text) && restless.test(text))
        found.push(`${file}: ${text.trim().slice(0, 70)}`);
    }
  }
  assert.deepEqual(found, []);
});

test('a double of a cluster takes every table once, and the functions that stand for those of the migrations', async () => {
  assert.deepEqual(await applyTopology(database.superuserUrl), [], 'no extension, nothing to do');
  await client.query(readFileSync(path.join(import.meta.dirname, 'double.fixture.sql'), 'utf8'));
  await client.query('set search_path = citus_double, public');
  const before = await client.query<{ count: number }>(
    `select count(*)::int as count from pg_constraint where contype = 'f'`,
  );
  const done = await distribute(client);
  assert.ok(done.length > 60);
  const { rows } = await client.query<{ said: string }>('select said from citus_double.call order by no');
  const { places } = topologyOf(tables);
  assert.equal(rows.length, [...places.values()].filter((place) => place !== 'local').length);
  assert.deepEqual(
    (await client.query(`select count(*)::int as count from pg_constraint where contype = 'f'`)).rows,
    before.rows,
    'keys in a circle are back',
  );
  assert.deepEqual(await distribute(client), [], 'a second time there is nothing to do');
});

test('the double refuses what the documents say that Citus refuses, as the rules do', async () => {
  const distributed = `select create_distributed_table('t.x', 'org_id', colocate_with => 'identity.organisation')`;
  const base = `create schema t; create table t.x (org_id uuid not null, id uuid, a uuid, primary key (org_id, id));`;
  const refused: [string, RegExp][] = [
    [`${base} create unique index on t.x (id); ${distributed}`, /does not include the distribution column/],
    [`${base} alter table t.x add foreign key (a) references identity.session (id); ${distributed}`, /foreign key/],
    [
      `${base} alter table t.x add foreign key (a, org_id) references identity.team (id, org_id); ${distributed}`,
      /accepted/,
    ],
    [`${base} select platform.protect('t.x'); ${distributed}`, /subqueries/],
    [
      `${base} create function t.f() returns trigger language plpgsql as 'begin return new; end';
      create trigger g before insert on t.x for each row execute function t.f(); ${distributed}`,
      /triggers/,
    ],
    [
      `${base} alter table t.x add foreign key (org_id, a) references identity.team (org_id, id) on delete set null; ${distributed}`,
      /foreign key/,
    ],
    [`${base} ${distributed}; ${distributed}`, /already distributed/],
    [
      `${base} alter table t.x add foreign key (org_id, a) references identity.team (org_id, id); select create_reference_table('t.x')`,
      /reference tables to distributed/,
    ],
  ];
  for (const [sql, error] of refused) {
    await client.query(`begin; select set_config('anbu.app_role', 'anbu_app', true)`);
    const said = await client.query(sql).then(
      () => 'accepted',
      (problem: Error) => problem.message,
    );
    await client.query('rollback');
    assert.match(said, error, sql);
  }
});
