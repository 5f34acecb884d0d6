/** R9: what the files of migrations may hold, whose release before them still serves. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newMigrations } from './previous.testing.ts';
import { madeBy, risksOf } from './risks.testing.ts';

/** Files that were there before this test, and may not change: why they were right. */
const EARLIER: Readonly<Record<string, string>> = {
  'people/0011-the-list': 'two indexes over persons: writes to them wait while each is made, reads do not',
  'people/0012-by-contact': 'takes back what the file before made, and makes it anew',
  'enquiries/0017-what-names-an-enquiry':
    'two partial indexes over few rows, and two whole ones: writes wait while each is made, reads do not',
  'enquiries/0018-what-the-gate-asks': 'a partial index over few rows: writes wait while it is made, reads do not',
  'intake/0002-what-names-an-enquiry': 'tables of what comes from forms: a thousandth of all enquiries',
  'integrations/0013-statistics-leave': 'the check only becomes wider; a row for each export',
  'integrations/0014-exports-of-keys': 'a row for each export, which the release before makes without a key',
  'identity/0008-agencies': 'a row for each member of an organisation',
  'desk/0005-views-of-statistics': 'the check only becomes wider; a row for each saved view',
};

const CASES: readonly [sql: string, risky: boolean, reason: string][] = [
  ['create table a.b (id uuid); create index b_i on a.b (id);', false, 'a new table has no rows and no reader'],
  ['create index t_i on s.t (id);', true, 'an index on what is there: writes wait'],
  ['-- safe: forty rows\ncreate index t_i on s.t (id);', false, 'the reason is given'],
  ['-- The reason is elsewhere.\ncreate index t_i on s.t (id);', true, 'a comment is no reason'],
  ['-- safe: \ncreate index t_i on s.t (id);', true, 'an empty reason is none'],
  ['alter table s.t add column x text;', false, 'expand'],
  ['alter table s.t add column x integer not null default 0;', false, 'the release before leaves it out'],
  ['alter table s.t add column x integer not null;', true, 'the release before cannot insert any more'],
  ['alter table s.t add column y text, add column x integer not null;', true, 'the same, behind another'],
  ['alter table s.t drop column x;', true, 'contract'],
  ['alter table s.t drop constraint c, add constraint c check (x > 0);', true, 'all rows are read under a full lock'],
  ['alter table s.t add constraint c check (x > 0) not valid;', false, 'rows that are there are not read'],
  ['alter table s.t add foreign key (org_id, x) references s.u (org_id, id);', true, 'both tables are locked'],
  ['alter table s.t alter column x set not null;', true, 'reads all'],
  ['alter table s.t alter column x type bigint;', true, 'writes all'],
  ['alter table s.t rename column x to y;', true, 'the old name is gone'],
  ['alter table s.t set (fillfactor = 70);', false, 'nobody waits'],
  ['drop view s.v;', true, 'somebody reads it'],
  ['drop index s.i;', true, 'somebody looks by it'],
  ['update s.t set x = 1;', true, 'rows are held'],
  ['with a as (select 1) delete from s.t using a;', true, 'rows are held'],
  [`create function s.f() returns void language sql as $$ delete from s.t; drop table s.t $$;`, false, 'not run now'],
  [`do $$ begin delete from s.t; end $$;`, true, 'run now'],
  [`insert into s.t values ('drop table s.t; delete from s.t');`, false, 'a text'],
  ['create or replace view s.v as select 1;', false, 'PostgreSQL keeps its columns'],
  ['revoke execute on function s.f() from public;', false, 'ours is another right'],
  ['revoke update on s.t from :app_role;', true, 'the release before updates'],
  ['grant select on s.t to :app_role;', false, 'expand'],
];

test('R9 what holds up or breaks the release before is known by its words', () => {
  for (const [sql, risky, reason] of CASES) {
    assert.equal(risksOf(sql, new Set(madeBy(sql))).length > 0, risky, `${sql}: ${reason}`);
  }
});

test('R9 a migration that is newer than the release before only adds, or says in front of a statement why it may: -- safe: …', async () => {
  const files = await newMigrations();
  assert.ok(files.length > 0, 'previous-release.json names the release before this one');
  const made = new Set(files.flatMap(({ sql }) => madeBy(sql)));
  const risky = files
    .filter(({ id }) => !EARLIER[id])
    .flatMap(({ id, sql }) => risksOf(sql, made).map(({ statement, why }) => `${id}: ${statement} – ${why}`));
  assert.deepEqual(risky, []);
  const needless = files.filter(({ id, sql }) => EARLIER[id] && risksOf(sql, made).length === 0);
  assert.deepEqual(
    needless.map(({ id }) => id),
    [],
    'listed without need',
  );
});
