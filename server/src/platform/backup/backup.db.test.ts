import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { testDatabase, type TestDatabase } from '../../testing/database.ts';
import { withClient } from '../embedded-postgres/roles.ts';
import { migrate } from '../migrate.ts';
import { backup, restore, type Summary } from './index.ts';

// Tables that are hard to move: circular keys, partitions, generated columns, seeds, triggers.
const HARD_TABLES = `
  create schema hard;
  create table hard.parent (org_id uuid, id int, name text not null, child_id int, primary key (org_id, id));
  create table hard.child (org_id uuid, id int, parent_id int not null, after_id int, note text, data jsonb, raw bytea,
    during tstzrange, doubled int generated always as (id * 2) stored, primary key (org_id, id),
    foreign key (org_id, parent_id) references hard.parent (org_id, id),
    foreign key (org_id, after_id) references hard.child (org_id, id));
  alter table hard.parent add foreign key (org_id, child_id) references hard.child (org_id, id) deferrable initially deferred;
  create table hard.log (org_id uuid, at timestamptz, id bigint generated always as identity, body text,
    primary key (org_id, at, id)) partition by range (at);
  create table hard.log_default partition of hard.log default;
  create table hard.log_2026_01 partition of hard.log for values from ('2026-01-01+00') to ('2026-02-01+00');
  create table hard.seeded (code text primary key);
  insert into hard.seeded values ('from the migration');
  create function hard.refuse() returns trigger language plpgsql as $$ begin raise 'never changed'; end $$;
  create trigger sealed before insert or update or delete on hard.seeded for each row execute function hard.refuse();
  select set_config('anbu.app_role', 'anbu_app', false);
  select platform.protect('hard.parent'), platform.protect('hard.child'), platform.protect('hard.log');
`;

let folder: string;
let source: TestDatabase;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'anbu-backup-'));
  source = await testDatabase();
});

after(async () => {
  await source.drop();
  await rm(folder, { recursive: true, force: true });
});

const quiet = () => {};
const inFolder = (name: string) => path.join(folder, name);

async function run(database: TestDatabase, sql: string): Promise<unknown[]> {
  return withClient(database.ownerUrl, async (client) => {
    const results = (await client.query(sql)) as unknown as { rows: unknown[] } | { rows: unknown[] }[];
    return Array.isArray(results) ? results.at(-1)!.rows : results.rows;
  });
}

describe('a backup of migrated tables', () => {
  test('comes back equal, table by table, with the code lists of its migrations', async () => {
    await run(source, 'update platform.clock set offset_milliseconds = 90061');
    const saved = await backup({ ownerUrl: source.ownerUrl, file: inFolder('plain'), log: quiet });
    assert.equal((await stat(inFolder('plain'))).mode & 0o777, 0o600);
    assert.ok(saved.tables.some(({ name, rows }) => name === 'platform.clock' && rows === 1));
    await using target = await testDatabase({ empty: true });
    const restored = await restore({ ownerUrl: target.ownerUrl, file: inFolder('plain'), log: quiet });
    assert.deepEqual(restored, saved);
    assert.deepEqual(await run(target, 'select offset_milliseconds::int as offset from platform.clock'), [
      { offset: 90061 },
    ]);
    const unforced = await run(
      target,
      `select oid::regclass from pg_class where relrowsecurity and not relforcerowsecurity and not relispartition`,
    );
    assert.deepEqual(unforced, [], 'row-level security is forced again');
    const again = await backup({ ownerUrl: target.ownerUrl, file: inFolder('again'), log: quiet });
    assert.deepEqual(again.tables, saved.tables);
  });

  test('holds no session, and no answer that is kept for a day', async () => {
    const saved = await backup({ ownerUrl: source.ownerUrl, file: inFolder('sessions'), log: quiet });
    for (const left of ['identity.session', 'identity.passkey_challenge', 'platform.idempotent_replies'])
      assert.ok(!saved.tables.some(({ name }) => name === left), left);
  });

  test('never overwrites another', async () => {
    await writeFile(inFolder('taken'), 'precious');
    await assert.rejects(backup({ ownerUrl: source.ownerUrl, file: inFolder('taken'), log: quiet }), {
      code: 'exists',
    });
    assert.equal(await readFile(inFolder('taken'), 'utf8'), 'precious');
  });
});

describe('tables that are hard to move', () => {
  let hard: TestDatabase;
  before(async () => {
    hard = await testDatabase();
    await run(hard, HARD_TABLES);
    const org = '00000000-0000-7000-8000-000000000001';
    await run(
      hard,
      `insert into hard.parent select '${org}', i, E'이름\\t' || i || E'\\\\N\\n', null from generate_series(1, 500) i;
       insert into hard.child (org_id, id, parent_id, after_id, note, data, raw, during)
         select '${org}', i, (i % 500) + 1, case when i > 1 then 3001 - i end, null, jsonb_build_object('n', i, '뜻', null),
                sha256(i::text::bytea), tstzrange(now(), now() + i * interval '1 hour') from generate_series(3000, 1, -1) i;
       update hard.parent set child_id = id;
       insert into hard.log (org_id, at, body) select '${org}', timestamptz '2025-12-25+00' + i * interval '1 hour', repeat('가', 200)
         from generate_series(1, 2000) i`,
    );
  });
  after(() => hard.drop());

  const restoreHard = (target: TestDatabase, file: string) =>
    restore({
      ownerUrl: target.ownerUrl,
      file,
      log: quiet,
      migrateTo: async ({ ownerUrl }, header) => {
        if (!header) return;
        await migrate(ownerUrl);
        await run(target, HARD_TABLES.replace(/create table hard.log_2026_01.*/, ''));
      },
    });

  test('come back equal, and stay as guarded as they were', async () => {
    const saved = await backup({ ownerUrl: hard.ownerUrl, file: inFolder('hard'), log: quiet });
    await using target = await testDatabase({ empty: true });
    assert.deepEqual(await restoreHard(target, inFolder('hard')), saved);
    const partitions = 'select tableoid::regclass::text as name, count(*)::int from hard.log group by 1 order by 1';
    assert.deepEqual(await run(target, partitions), await run(hard, partitions));
    assert.deepEqual(await run(target, 'select count(*)::int from hard.child where doubled = id * 2'), [
      { count: 3000 },
    ]);
    const guards = `select conrelid::regclass::text, pg_get_constraintdef(oid) as what from pg_constraint
        where connamespace = 'hard'::regnamespace and contype = 'f'
      union all select tgrelid::regclass::text, tgenabled::text from pg_trigger where not tgisinternal and tgname = 'sealed'
      union all select oid::regclass::text, concat(relrowsecurity, relforcerowsecurity) from pg_class
        where relnamespace = 'hard'::regnamespace and relkind in ('r', 'p') order by 1, 2`;
    assert.deepEqual(await run(target, guards), await run(hard, guards));
    await assert.rejects(run(target, `delete from hard.seeded`), /never changed/);
    // The next number is one that no row has.
    await run(target, `insert into hard.log (org_id, at) values (gen_random_uuid(), now())`);
  });

  test('a restored row that is not as it was fails the restore', async () => {
    await using target = await testDatabase({ empty: true });
    await assert.rejects(
      restore({
        ownerUrl: target.ownerUrl,
        file: inFolder('hard'),
        log: quiet,
        migrateTo: async ({ ownerUrl }, header) => {
          if (!header) return;
          await migrate(ownerUrl);
          await run(target, HARD_TABLES.replace(/create table hard.log_2026_01.*/, ''));
          await run(
            target,
            `create function hard.spoil() returns trigger language plpgsql as $$ begin new.body = 'x'; return new; end $$;
             create trigger spoil before insert on hard.log for each row execute function hard.spoil();
             alter table hard.log enable always trigger spoil`,
          );
        },
      }),
      { code: 'verification' },
    );
  });

  test('a backup taken while others write is of one moment', async () => {
    let writing = true;
    let written = 0;
    const writers = [1, 2].map((writer) =>
      withClient(hard.ownerUrl, async (client) => {
        for (let i = 0; writing; i += 1) {
          // Parent and child in one transaction: a backup never sees one without the other.
          const id = 10_000 + i * 2 + writer;
          const org = '00000000-0000-7000-8000-000000000002';
          await client.query('begin');
          await client.query('insert into hard.parent values ($1, $2, $3, $2)', [org, id, 'written meanwhile']);
          await client.query('insert into hard.child (org_id, id, parent_id) values ($1, $2, $2)', [org, id]);
          await client.query('commit');
          written += 1;
        }
      }),
    );
    try {
      for (const attempt of [1, 2, 3]) {
        const saved = await backup({ ownerUrl: hard.ownerUrl, file: inFolder(`load-${attempt}`), log: quiet });
        const rows = Object.fromEntries(saved.tables.map((table) => [table.name, table.rows]));
        assert.equal(rows['hard.child']! - 3000, rows['hard.parent']! - 500);
        assert.equal(rows['hard.log'], 2000);
      }
    } finally {
      writing = false;
      await Promise.all(writers);
    }
    assert.ok(written > 20, 'others wrote meanwhile');
  });
});

describe('what cannot be restored is said, and leaves the database empty', () => {
  async function refusedWith(file: string, code: string): Promise<void> {
    await using target = await testDatabase({ empty: true });
    await assert.rejects(restore({ ownerUrl: target.ownerUrl, file, log: quiet }), { code });
    const left = await run(
      target,
      `select nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('public', 'information_schema')`,
    );
    assert.deepEqual(left, []);
  }

  let saved: Summary;
  let whole: Buffer;
  before(async () => {
    saved = await backup({ ownerUrl: source.ownerUrl, file: inFolder('whole'), log: quiet });
    whole = await readFile(inFolder('whole'));
    assert.ok(saved.rows > 0);
  });

  test('a file that is cut off, wherever', async () => {
    for (const share of [0.3, 0.7, 0.999]) {
      await writeFile(inFolder('cut'), whole);
      await truncate(inFolder('cut'), Math.floor(whole.length * share));
      await refusedWith(inFolder('cut'), 'cut_off');
    }
  });

  test('a file that ends between two frames', async () => {
    const plain = gunzipSync(whole);
    const endFrame = 5 + JSON.stringify({ tables: saved.tables.length, rows: saved.rows }).length;
    await writeFile(inFolder('endless'), gzipSync(plain.subarray(0, plain.length - endFrame)));
    await refusedWith(inFolder('endless'), 'cut_off');
  });

  test('a file in which one row was changed', async () => {
    const plain = gunzipSync(whole);
    const at = plain.indexOf('t\t90061\n');
    assert.ok(at > 0);
    plain.write('t\t90062\n', at);
    await writeFile(inFolder('changed'), gzipSync(plain));
    await refusedWith(inFolder('changed'), 'damaged');
  });

  test('another file, and none', async () => {
    await writeFile(inFolder('letter'), 'Dear Sir or Madam');
    await refusedWith(inFolder('letter'), 'damaged');
    await writeFile(inFolder('zipped'), gzipSync('Dear Sir or Madam, with a long text behind it'));
    await refusedWith(inFolder('zipped'), 'damaged');
    await refusedWith(inFolder('nowhere'), 'not_found');
  });

  test('migrations that this release does not know, or knows otherwise', async () => {
    const plain = gunzipSync(whole);
    const length = plain.readUInt32BE(1);
    const header = JSON.parse(plain.subarray(5, 5 + length).toString()) as {
      migrations: { id: string; hash: string }[];
    };
    for (const change of [{ id: 'platform/9999-later' }, { hash: '0'.repeat(64) }]) {
      const migrations = [{ ...header.migrations[0]!, ...change }, ...header.migrations.slice(1)];
      const body = Buffer.from(JSON.stringify({ ...header, migrations }));
      const head = Buffer.from(plain.subarray(0, 5));
      head.writeUInt32BE(body.length, 1);
      await writeFile(inFolder('other'), gzipSync(Buffer.concat([head, body, plain.subarray(5 + length)])));
      await refusedWith(inFolder('other'), 'migrations');
    }
  });

  test('a database that holds something keeps it', async () => {
    await using target = await testDatabase({ empty: true });
    await run(target, 'create schema mine; create table mine.diary as select 1 as page');
    await assert.rejects(restore({ ownerUrl: target.ownerUrl, file: inFolder('whole'), log: quiet }), {
      code: 'not_empty',
      message: /mine\.diary/,
    });
    assert.deepEqual(await run(target, 'select page from mine.diary'), [{ page: 1 }]);
  });
});
