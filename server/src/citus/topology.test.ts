import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepsOf, topologyOf, WRITTEN, type ForeignKey, type Place, type Table } from './topology.ts';

const aTable = (name: string, change: Partial<Table> = {}): Table => ({
  name,
  hasOrganisation: true,
  isProtected: true,
  levels: 0,
  keys: [{ name: `${name}_pkey`, kind: 'primary', columns: ['org_id', 'id'] }],
  foreignKeys: [],
  policies: [{ name: 'by_organisation', hasSubquery: true, isOrganisation: true }],
  triggers: [],
  ...change,
});
const aKey = (to: string, change: Partial<ForeignKey> = {}): ForeignKey => ({
  name: 'k',
  columns: ['org_id', 'x_id'],
  to,
  toColumns: ['org_id', 'id'],
  onDelete: 'a',
  onUpdate: 'a',
  definition: `FOREIGN KEY (org_id, x_id) REFERENCES ${to}(org_id, id)`,
  ...change,
});
const global = (name: string, change: Partial<Table> = {}) =>
  aTable(name, { hasOrganisation: false, isProtected: false, policies: [], ...change });
/** All that is written down, so that only what a case is about is wrong. */
const written = () => Object.keys(WRITTEN).map((name) => global(name));
const withBase = (...tables: Table[]) => {
  const names = new Set(tables.map(({ name }) => name));
  return [...written().filter(({ name }) => !names.has(name)), ...tables];
};

const CASES: readonly [tables: Table[], problem: RegExp | null, reason: string][] = [
  [[aTable('a.b')], null, 'a table of organisations'],
  [[global('a.b')], /^a\.b has no place/, 'a global table that nobody wrote down'],
  [[aTable('a.b', { isProtected: false })], /^a\.b has no place/, 'org_id without row-level security'],
  [[global('enquiries.status', { triggers: ['t'] })], /status: the trigger t/, 'a reference table with a trigger'],
  [[aTable('a.b', { triggers: ['t'] })], /the trigger t/, 'triggers do not go to shards'],
  [
    [aTable('a.b', { keys: [{ name: 'p', kind: 'primary', columns: ['id'] }] })],
    /primary key p is without org_id/,
    'no shard knows the others',
  ],
  [
    [
      aTable('a.b', {
        keys: [...aTable('a.b').keys, { name: 'e', kind: 'exclude', columns: [] }],
      }),
    ],
    /exclude key e is without org_id/,
    'an exclusion without org_id with =',
  ],
  [[aTable('a.b', { keys: [] })], /no primary key/, 'no key at all'],
  [
    [aTable('a.b', { policies: [{ name: 'own', hasSubquery: true, isOrganisation: false }] })],
    /policy own holds a sub-query/,
    'only that of protect is rewritten',
  ],
  [[aTable('a.b', { levels: 2 })], /partitioned again/, 'partitions of partitions'],
  [[aTable('a.a'), aTable('a.b', { foreignKeys: [aKey('a.a')] })], null, 'together by org_id'],
  [
    [aTable('a.a'), aTable('a.b', { foreignKeys: [aKey('a.a', { columns: ['x_id', 'org_id'] })] })],
    /to a\.a is not by org_id/,
    'org_id at another place',
  ],
  [
    [aTable('a.a'), aTable('a.b', { foreignKeys: [aKey('a.a', { onDelete: 'n' })] })],
    /empty org_id/,
    'on delete set null',
  ],
  [
    [aTable('a.a'), aTable('a.b', { foreignKeys: [aKey('a.a', { onUpdate: 'c' })] })],
    /change org_id/,
    'on update cascade',
  ],
  [
    [aTable('a.b', { foreignKeys: [aKey('enquiries.status', { columns: ['s'], toColumns: ['code'] })] })],
    null,
    'to a reference table by any column',
  ],
  [
    [aTable('a.b', { foreignKeys: [aKey('identity.session')] })],
    /stands at the coordinator/,
    'from a shard to the coordinator',
  ],
  [
    [aTable('a.a'), global('enquiries.status', { foreignKeys: [aKey('a.a')] })],
    /from a reference table to a\.a/,
    'from a reference table to shards',
  ],
  [
    [aTable('a.a'), global('identity.session', { foreignKeys: [aKey('a.a')] })],
    /from the coordinator to a\.a/,
    'from the coordinator to shards',
  ],
  [
    [global('identity.session', { foreignKeys: [aKey('identity.account')] })],
    null,
    'from the coordinator to a reference table',
  ],
];

test('each table has a place, and what a cluster would refuse is said', () => {
  for (const [tables, problem, reason] of CASES) {
    const { problems } = topologyOf(withBase(...tables));
    if (problem === null) assert.deepEqual(problems, [], reason);
    else assert.match(problems.join('\n'), problem, reason);
  }
  assert.match(topologyOf([]).problems.join('\n'), /platform\.clock is written down and does not exist/);
});

const steps = (tables: Table[], standing: [string, Place][] = []) =>
  stepsOf(tables, topologyOf(withBase(...tables)).places, new Map(standing)).map((step) =>
    step.map((statement) => statement.replace(/ (using|colocate_with|references) .*|, colocate_with .*/i, '')),
  );

test('reference tables first, the organisation next, each table after those that it names', () => {
  const tables = [
    aTable('a.b', { foreignKeys: [aKey('a.c')] }),
    aTable('a.c', { foreignKeys: [aKey('identity.organisation')] }),
    global('enquiries.status'),
    aTable('identity.organisation'),
  ];
  const place = (name: string) => [
    `alter policy by_organisation on ${name}`,
    `select create_distributed_table('${name}', 'org_id'`,
  ];
  assert.deepEqual(steps(tables), [
    [`select create_reference_table('enquiries.status')`],
    place('identity.organisation'),
    place('a.c'),
    place('a.b'),
  ]);
  assert.deepEqual(
    steps(tables, [
      ['enquiries.status', 'reference'],
      ['identity.organisation', 'distributed'],
      ['a.c', 'distributed'],
    ]),
    [place('a.b')],
    'a table of a later release alone',
  );
  assert.deepEqual(
    steps(
      tables,
      tables.map(({ name }) => [name, name.startsWith('enq') ? 'reference' : 'distributed']),
    ),
    [],
    'nothing to do',
  );
  assert.throws(
    () => steps(tables, [['a.c', 'reference']]),
    /a\.c is reference on this cluster and should be distributed/,
  );
});

test('foreign keys in a circle leave and come back in the one step that places their tables', () => {
  const tables = [
    aTable('identity.organisation'),
    aTable('a.team', { foreignKeys: [aKey('a.site', { name: 'of_site' })] }),
    aTable('a.site', { foreignKeys: [aKey('a.team', { name: 'intake' })] }),
  ];
  const [, circle, ...rest] = steps(tables);
  assert.deepEqual(rest, []);
  assert.deepEqual(
    circle!.filter((statement) => !statement.startsWith('alter policy')),
    [
      'alter table a.team drop constraint of_site',
      `select create_distributed_table('a.team', 'org_id'`,
      `select create_distributed_table('a.site', 'org_id'`,
      'alter table a.team add constraint of_site FOREIGN KEY (org_id, x_id)',
    ],
  );
});
