import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { ok } from '../kernel/outcome.ts';
import { sql, type Sql } from '../platform/db/index.ts';
import { withClient } from '../platform/embedded-postgres/roles.ts';
import { testApp, type TestApp } from '../testing/app.ts';
import { RIGHTS, RIGHTS_OF, rightsText, type RightsRow } from './rights.ts';
import { changedTables, everyRow, furnish, type Things } from './testing.ts';

let app: TestApp;
let own: Things;
let other: Things;
before(async () => {
  app = await testApp();
  own = await furnish(app, 'own');
  other = await furnish(app, 'other');
});
after(() => app.stop());

/** Tables that belong to no organisation, and what the application may do with them itself. */
const GLOBAL: Record<string, { may: string; why: string }> = {
  'anbu_migrations.applied': {
    may: 'SELECT',
    why: 'which migrations were made: the program refuses an older database',
  },
  'consents.rule': { may: 'SELECT', why: 'the rules of the gate as shipped, the same for all' },
  'channels.address': {
    may: '',
    why: 'whose a provider reports to, before an organisation is known: by functions only',
  },
  'channels.link_address': {
    may: '',
    why: 'whose a short link is, before an organisation is known: by functions only',
  },
  'enquiries.status': { may: 'SELECT', why: 'the 21 statuses, the same for all' },
  'identity.account': { may: '', why: 'a person who signs in, in whatever organisation: by functions only' },
  'identity.api_key': { may: '', why: 'asked for before an organisation is known: by functions only' },
  'identity.demo_sign_in': { may: '', why: 'shown before sign-in: by a function that knows demos only' },
  'identity.organisation_slug': { may: '', why: 'unique over all organisations: by functions only' },
  'identity.passkey': { may: '', why: 'with what a person signs in, in whatever organisation: by functions only' },
  'identity.passkey_challenge': { may: '', why: 'asked before anybody is known: by functions only' },
  'identity.session': { may: '', why: 'asked for before an organisation is known: by functions only' },
  'identity.sign_in_guard': { may: '', why: 'guesses by e-mail: by functions only' },
  'intake.address': { may: '', why: 'whose public address it is, before an organisation is known: by functions only' },
  'telephony.address': {
    may: '',
    why: 'whose public address it is, before an organisation is known: by functions only',
  },
  'mail.address': { may: '', why: 'for whom mail is taken, before an organisation is known: by functions only' },
  'platform.clock': { may: 'SELECT', why: 'the offset of a test' },
  'platform.monthly_table': { may: '', why: 'names of tables by month: the owner only' },
  'platform.secret_check': { may: '', why: 'whether the key is the right one: by functions only' },
  'platform.sweep': { may: '', why: 'what the program does again and again: by functions only' },
};

/** Functions that run with the owner's rights. Those of identity are tried one by one in its own isolation test. */
const DEFINERS: Record<string, string> = {
  'analytics.differences': 'a count over all, for the metrics',
  'analytics.organisations_to_count': 'ids of organisations, for the sweep, which then goes into them',
  'analytics.organisations_with_reports': 'ids of organisations, for the sweep, which then goes into them',
  'channels.address_add': 'takes a public address for a transport of its own organisation',
  'channels.lanes_to_serve': 'ids of organisations and transports, for the sender, which then goes into them',
  'channels.letters_to_batch': 'ids of organisations and transports, for the sweep, which then goes into them',
  'channels.link_address_add': 'takes short links for its own organisation',
  'channels.link_addresses_remove': 'held to the organisation of the transaction',
  'channels.organisation_of_link': 'whose a short link is: the organisation, nothing else',
  'channels.transport_of': 'whose a public address is: the organisation and the transport, nothing else',
  'enquiries.marked': 'held to the organisation of the transaction',
  'enquiries.organisations_to_alert': 'ids of organisations, for the sweep, which then goes into them',
  'enquiries.organisations_to_reassign': 'ids of organisations, for the sweep, which then goes into them',
  'enquiries.organisations_to_return': 'ids of organisations, for the sweep, which then goes into them',
  'enquiries.organisations_with_ended_claims': 'ids of organisations, for the sweep, which then goes into them',
  'enquiries.remove_imported': 'held to the organisation of the transaction, and to what an import entered',
  'intake.address_add': 'takes a public address for a source of its own organisation',
  'intake.source_of': 'whose a public address is: the organisation and the source, nothing else',
  'integrations.count_list': 'statistics for the planner: counts of pages, no row',
  'integrations.count_tables': 'statistics for the planner: counts of pages, no row',
  'mail.address_take': 'takes an address for a mailbox of its own organisation',
  'mail.mailbox_of': 'whose an address is: the organisation and the mailbox, nothing else',
  'mail.mailboxes_to_read': 'ids of organisations and mailboxes, for the keeper, which then goes into them',
  'mail.organisations_with_mail': 'ids of organisations, for the sweep, which then goes into them',
  'notices.organisations_to_serve': 'ids of organisations with a notice that is due, for the sweep',
  'people.remove_persons': 'held to the organisation of the transaction, and to persons whom nothing names',
  'platform.add_secret_check': 'writes a text that the key sealed, no business row',
  'platform.audit_of_person': 'held to the organisation of the transaction',
  'platform.audit_organisations': 'ids of organisations, for the sealer',
  'platform.audit_unsealed': 'ids of organisations, for the sealer',
  'platform.claim_sweep': 'names of sweeps, no organisation',
  'platform.end_sweep': 'names of sweeps, no organisation',
  'platform.jobs_due': 'ids of jobs, for the runner, which then goes into their organisation',
  'platform.outbox_backlog': 'counts over all, for the metrics',
  'platform.outbox_lanes': 'ids of organisations and names of subscribers, for the dispatcher',
  'platform.seal_audit': 'held to the organisation of the transaction',
  'platform.secret_checks': 'key ids and texts that the key sealed',
  'platform.sweep_succeeded_at': 'a time of a sweep, no organisation',
  'platform.sweeps_due': 'names of sweeps, no organisation',
  'reminders.organisations_to_tell': 'ids of organisations, for the sender, which then goes into them',
  'telephony.address_add': 'takes a public address for an exchange of its own organisation',
  'telephony.exchange_of': 'whose a public address is: the organisation and the exchange, nothing else',
};

const OURS = `n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;

async function catalogue<Row extends object>(text: string): Promise<Row[]> {
  return withClient(app.ownerUrl, async (client) => (await client.query<Row>(text)).rows);
}

type Relation = {
  name: string;
  kind: string;
  business: boolean;
  partition: boolean;
  forced: boolean;
  invoker: boolean;
  grants: string | null;
  others: string | null;
};

const relations = () =>
  catalogue<Relation>(`
    select n.nspname || '.' || c.relname as name, c.relkind::text as kind, c.relispartition as partition,
      c.relrowsecurity and c.relforcerowsecurity as forced,
      coalesce('security_invoker=true' = any (c.reloptions), false) as invoker,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped) as business,
      (select string_agg(distinct g.privilege_type, ' ' order by g.privilege_type) from aclexplode(c.relacl) g
        where g.grantee = 'anbu_app'::regrole) as grants,
      (select string_agg(g.privilege_type, ' ') from aclexplode(c.relacl) g
        where g.grantee not in ('anbu_app'::regrole, c.relowner) or (g.is_grantable and g.grantee <> c.relowner)) as others
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${OURS} and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') order by 1`);

const business = async () =>
  (await relations()).filter((one) => one.business && 'rp'.includes(one.kind) && !one.partition && !GLOBAL[one.name]);

test('F1 every table is under forced row-level security, or global, named here and reached by functions only', async () => {
  const all = await relations();
  const tables = all.filter(({ kind, partition }) => 'rp'.includes(kind) && !partition);
  assert.ok(tables.length > 30, 'the catalogue is seen');
  for (const { name, business: hasOrg, forced, grants, others } of tables) {
    assert.equal(others, null, `${name}: nobody else has a grant, and none may be passed on`);
    const global = GLOBAL[name];
    if (global) {
      assert.equal(grants ?? '', global.may, `${name}: ${global.why}`);
      continue;
    }
    assert.ok(
      hasOrg,
      `${name} has no org_id: put it under an organisation, or on the list of global tables with a reason`,
    );
    assert.ok(forced, `${name} is not under forced row-level security`);
    assert.doesNotMatch(grants ?? '', /TRUNCATE|REFERENCES|TRIGGER|MAINTAIN/, name);
  }
  for (const name of Object.keys(GLOBAL))
    assert.ok(
      tables.some((table) => table.name === name),
      `${name} is gone`,
    );
  for (const one of all.filter(({ partition }) => partition))
    assert.equal(one.grants, null, `${one.name}: grants on the parent only`);
  for (const one of all.filter(({ kind }) => kind === 'v')) {
    assert.ok(one.invoker, `${one.name} shows rows with its owner's rights`);
    assert.match(one.grants ?? '', /^(SELECT)?$/, one.name);
  }
  assert.deepEqual(
    all.filter(({ kind }) => 'mfS'.includes(kind)).map(({ name }) => name),
    [],
    'no materialized view, foreign table or sequence',
  );
});

test('F1 the application may do with a table what the stores do with it, column by column, and nothing else', async () => {
  const rows = await catalogue<RightsRow>(RIGHTS_OF);
  assert.deepEqual(Object.fromEntries(rows.map((row) => [row.name, rightsText(row)])), RIGHTS);
  const [others] = await catalogue<{ count: number }>(`
    select count(*)::int as count from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace,
      aclexplode(a.attacl) g where ${OURS} and (g.grantee <> 'anbu_app'::regrole or g.privilege_type <> 'UPDATE' or g.is_grantable)`);
  assert.equal(others?.count, 0, 'columns are granted for updates only, to nobody else');
});

test('F1 policies hold every business table to the organisation of the transaction; only the owner sees past them', async () => {
  const held = "(org_id = ( SELECT (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid AS \"nullif\"))";
  const policies = await catalogue<{
    name: string;
    policy: string;
    kind: string;
    command: string;
    roles: string;
    using: string;
    check: string;
  }>(`
    select n.nspname || '.' || c.relname as name, p.polname as policy, case when p.polpermissive then 'permissive' else 'restrictive' end as kind,
      p.polcmd::text as command, (select string_agg(case r when 0 then 'public' else r::regrole::text end, ' ') from unnest(p.polroles) r) as roles,
      pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as check
    from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace order by 1, 2`);
  for (const { name } of await business()) {
    const own = policies.filter((policy) => policy.name === name && policy.kind === 'permissive');
    assert.deepEqual(
      own.map(({ policy, command, roles, using, check }) => [
        policy,
        command,
        roles,
        using.replace(/AS \w+\)/, 'AS "nullif")'),
        check.replace(/AS \w+\)/, 'AS "nullif")'),
      ]),
      [
        ['by_organisation', '*', 'public', held, held],
        ['owner_keeps', '*', 'anbu_owner', 'true', 'true'],
      ],
      name,
    );
  }
});

test('F1 the login of the application owns nothing, is nobody else, and makes nothing', async () => {
  const [facts] = await catalogue<Record<string, unknown>>(`
    select r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolreplication as powerful,
      (select count(*)::int from pg_shdepend d where d.refobjid = r.oid and d.deptype = 'o') as owned,
      (select count(*)::int from pg_auth_members m where m.member = r.oid) as memberships,
      (select count(*)::int from pg_namespace n where has_schema_privilege(r.oid, n.oid, 'create')) as schemas,
      has_database_privilege(r.oid, current_database(), 'create, temporary') as makes
    from pg_roles r where r.rolname = 'anbu_app'`);
  assert.deepEqual(facts, { powerful: false, owned: 0, memberships: 0, schemas: 0, makes: false });
});

test('F1 functions with the owner’s rights are on the list, look nowhere but where they say, and nobody else may call them', async () => {
  const functions = await catalogue<{ name: string; definer: boolean; path: string; open: boolean; app: boolean }>(`
    select n.nspname || '.' || p.proname as name, p.prosecdef as definer, coalesce(array_to_string(p.proconfig, ' '), '') as path,
      exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g where g.grantee = 0) as open,
      has_function_privilege('anbu_app', p.oid, 'execute') as app
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where ${OURS} and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e') order by 1`);
  const definers = functions.filter(({ definer }) => definer);
  assert.deepEqual(
    definers.map(({ name }) => name).filter((name) => !name.startsWith('identity.')),
    Object.keys(DEFINERS),
  );
  for (const { name, path, open } of definers) {
    assert.match(path, /^search_path=(""|pg_catalog)$/, name);
    assert.equal(open, false, name);
  }
  // What everybody may call has no rights of its own: it sees what its caller sees.
  const callable = functions.filter(({ definer, app: may }) => !definer && may).map(({ name }) => name);
  assert.deepEqual(
    callable.filter((name) => /prune|ensure|protect|by_month|retire|rows_without/.test(name)),
    [],
  );
});

const INDEX_OF_ALL: Record<string, string> = {
  'enquiries.enquiry_by_mark': 'words that begin with the organisation each',
  'identity.member_account': 'memberships of one account over organisations, by a function',
  'platform.event_by_age': 'retention, by the owner',
  'platform.stream_event_by_age': 'retention, by the owner',
  'platform.job_open': 'jobs that are due, by a function',
  'platform.audit_entry_people': 'entries of one person, by a function that asks for the organisation too',
};

test('F1 keys, foreign keys and indexes of business tables begin with the organisation; nothing acts behind a statement', async () => {
  const indexes = await catalogue<{
    table: string;
    name: string;
    first: string;
    key: boolean;
    unique: boolean;
    partition: boolean;
  }>(`
    select n.nspname || '.' || t.relname as table, n.nspname || '.' || c.relname as name, i.indisprimary as key, i.indisunique as unique,
      t.relispartition as partition, coalesce((select a.attname from pg_attribute a where a.attrelid = t.oid and a.attnum = i.indkey[0]), 'an expression') as first
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid join pg_namespace n on n.oid = t.relnamespace
    where ${OURS} order by 1, 2`);
  const tables = new Set((await business()).map(({ name }) => name));
  const keys = new Set<string>();
  for (const index of indexes.filter(({ table, partition }) => tables.has(table) && !partition)) {
    if (index.key) keys.add(index.table);
    if (index.first === 'org_id') continue;
    assert.ok(INDEX_OF_ALL[index.name] && !index.unique, `${index.name} begins with ${index.first}`);
  }
  assert.deepEqual(
    [...tables].filter((name) => !keys.has(name)),
    [],
    'a primary key each',
  );
  const foreign = await catalogue<{
    name: string;
    from: string;
    to: string;
    first: string;
    target: string;
    onDelete: string;
  }>(`
    select k.conname as name, n.nspname || '.' || c.relname as from, m.nspname || '.' || f.relname as to, k.confdeltype::text as "onDelete",
      (select a.attname from pg_attribute a where a.attrelid = k.conrelid and a.attnum = k.conkey[1]) as first,
      (select a.attname from pg_attribute a where a.attrelid = k.confrelid and a.attnum = k.confkey[1]) as target
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
      join pg_class f on f.oid = k.confrelid join pg_namespace m on m.oid = f.relnamespace
    where k.contype = 'f' and ${OURS} order by 1`);
  assert.ok(foreign.length > 30);
  for (const one of foreign.filter(({ from, to }) => tables.has(from) && tables.has(to))) {
    assert.deepEqual([one.first, one.target], ['org_id', 'org_id'], `${one.from} ${one.name}`);
  }
  for (const one of foreign)
    assert.doesNotMatch(one.onDelete, /[nd]/, `${one.from} ${one.name}: on delete set null or default`);
  const hidden = await catalogue<{ name: string }>(`
    select t.tgname as name from pg_trigger t where not t.tgisinternal
    union all select r.rulename from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
      where ${OURS} and r.rulename <> '_RETURN'
    union all select c.relname || '.' || a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where ${OURS} and a.attidentity <> ''`);
  assert.deepEqual(hidden, []);
});

/** One statement in the organisation A, as the application; what came of it. */
async function inA(statement: Sql): Promise<{ rows: number; error: string | null }> {
  try {
    const outcome = await app.db.inTx(app.org.system, async (tx) => ok(await tx.run(statement)));
    return { rows: outcome.ok ? outcome.value : 0, error: null };
  } catch (error) {
    return { rows: 0, error: (error as Error).message };
  }
}

const tableOf = (name: string) => sql.raw(name);

test('S1 in organisation A no table and no view shows a row of B, without an organisation none shows any', async () => {
  const all = (await relations()).filter(
    (one) => one.business && !one.partition && !GLOBAL[one.name] && one.grants?.includes('SELECT'),
  );
  const empty: string[] = [];
  for (const { name } of all) {
    const count = sql<{ own: number; theirs: number }>`
      select count(*) filter (where org_id = ${own.organisation}::uuid) as own,
        count(*) filter (where org_id <> ${own.organisation}::uuid) as theirs from ${tableOf(name)}`;
    const seen = await app.db.inTx(app.org.system, async (tx) => ok(await tx.one(count)));
    assert.ok(seen.ok);
    assert.equal(seen.value.theirs, 0, name);
    if (seen.value.own === 0) empty.push(name);
    assert.deepEqual(await app.db.global(count), [{ own: 0, theirs: 0 }], name);
  }
  // Nothing is proved by a table without rows: `furnish` makes one of everything.
  assert.deepEqual(empty, []);
});

test('S1 in organisation A, and in none, no row is written into B, taken from it or moved to it', async () => {
  const before = await everyRow(app, other.organisation);
  const b = sql`${other.organisation}::uuid`;
  for (const { name } of await business()) {
    const table = tableOf(name);
    const [theirs] = await catalogue<{ row: object }>(
      `select to_jsonb(t) as row from ${name} t where org_id = '${other.organisation}' limit 1`,
    );
    const copied = sql`insert into ${table} select (jsonb_populate_record(null::${table}, ${JSON.stringify(theirs?.row ?? { org_id: other.organisation })}::jsonb)).*`;
    const statements: Record<string, Sql> = {
      insert: copied,
      move: sql`update ${table} set org_id = ${b}`,
      update: sql`update ${table} set org_id = org_id where org_id = ${b}`,
      delete: sql`delete from ${table} where org_id = ${b}`,
      lock: sql`select 1 from ${table} where org_id = ${b} for update`,
      truncate: sql`truncate ${table} cascade`,
    };
    for (const [act, statement] of Object.entries(statements)) {
      const { rows, error } = await inA(statement);
      assert.equal(rows, 0, `${act} ${name}`);
      if (error) assert.match(error, /row-level security|permission denied/, `${act} ${name}`);
      else assert.ok(['update', 'delete', 'lock'].includes(act), `${act} ${name} is not refused`);
      const nowhere = await app.db.global(statement).then(
        (found) => found.length,
        (failed: Error) => failed.message,
      );
      assert.ok(
        nowhere === 0 || /row-level security|permission denied/.test(String(nowhere)),
        `${act} ${name} without an organisation: ${nowhere}`,
      );
    }
  }
  assert.deepEqual(changedTables(before, await everyRow(app, other.organisation)), []);
});

test('S1 in organisation A the functions with the owner’s rights tell ids at most, and change nothing of B', async () => {
  const before = await everyRow(app, other.organisation);
  const people = await app.db.inTx(app.org.system, async (tx) =>
    ok(await tx.rows(sql`select * from platform.audit_of_person(${other.person}, '-infinity', 'infinity')`)),
  );
  assert.deepEqual(people, { ok: true, value: [] });
  // Both have one: of A's own only.
  const marked = await app.db.inTx(app.org.system, async (tx) =>
    ok(await tx.rows(sql`select * from enquiries.marked('.', '{implant}', 1000)`)),
  );
  assert.deepEqual(marked, { ok: true, value: [{ id: own.enquiry }] });
  const nowhere = await app.db.global(sql`select * from enquiries.marked('.', '{implant}', 1000)`);
  assert.deepEqual(nowhere, []);
  const removed = await app.db.inTx(app.org.system, async (tx) =>
    ok(
      await tx.rows(sql`
        select id from enquiries.remove_imported(array[${other.enquiry}]::uuid[])
        union all select id from people.remove_persons(array[${other.person}]::uuid[]) as id`),
    ),
  );
  assert.deepEqual(removed, { ok: true, value: [] });
  await inA(sql`select platform.seal_audit(1000)`);
  assert.deepEqual(changedTables(before, await everyRow(app, other.organisation)), []);
});

const ACTION = [
  'action_kind',
  'action_due_at',
  'action_window_from',
  'action_window_to',
  'action_pool_at',
  'action_escalate_at',
  'action_reason_code',
  'action_set_at',
  'action_owner_id',
  'action_team_id',
];
const BROKEN = `
  select e.id from enquiries.enquiry e join enquiries.status s on s.code = e.status
  where e.open is distinct from s.open
    or (e.open and (e.action_kind is null or e.action_due_at is null or e.action_window_from is null or e.action_window_to is null or e.action_pool_at is null
      or e.action_escalate_at is null or e.action_reason_code is null or e.action_set_at is null or (e.action_owner_id is null and e.action_team_id is null)))
    or (not e.open and (e.action_kind is not null or e.action_due_at is not null or e.action_owner_id is not null or e.action_team_id is not null or e.alert_at is not null))`;

test('P1 as the application no statement leaves an open enquiry without a next action or an owner, nor a closed one with one', async () => {
  const statuses = (await catalogue<{ code: string }>('select code from enquiries.status')).map(({ code }) => code);
  assert.equal(statuses.length, 21);
  for (const column of ACTION.slice(0, 8)) {
    const { error } = await inA(sql`update enquiries.enquiry set ${sql.id(column)} = null where open`);
    assert.match(error ?? 'done', /check constraint/, column);
  }
  const direct = [
    sql`update enquiries.enquiry set action_owner_id = null, action_team_id = null where open`,
    sql`update enquiries.enquiry set open = false where open`,
    sql`update enquiries.enquiry set open = null where open`,
    sql`update enquiries.enquiry set status = 'DECLINED', open = false, closed_reason_code = 'COST' where open`,
    sql`update enquiries.enquiry set status = null where open`,
    sql`delete from enquiries.enquiry`,
    sql`delete from identity.team`,
    sql`delete from identity.member`,
    sql`update enquiries.status set open = not open`,
    sql`alter table enquiries.enquiry drop constraint open_has_next_action`,
    sql`alter table enquiries.enquiry disable row level security`,
  ];
  for (const statement of direct) assert.notEqual((await inA(statement)).error, null);
  // Any mixture of status, openness and parts of the action, on open and closed ones.
  const part = fc.constantFrom('keep', 'null', 'set');
  const plan = fc.record({
    status: fc.constantFrom(...statuses),
    open: fc.constantFrom('keep', 'true', 'false', 'right'),
    parts: fc.tuple(...ACTION.map(() => part)),
  });
  const values: Record<string, Sql> = {
    action_kind: sql`'CALL'`,
    action_reason_code: sql`'x'`,
    action_owner_id: sql`${own.user}::uuid`,
    action_team_id: sql`team_id`,
  };
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(plan, async ({ status, open, parts }) => {
      const sets = ACTION.flatMap((column, index) => {
        if (parts[index] === 'keep') return [];
        return [sql`${sql.id(column)} = ${parts[index] === 'null' ? sql`null` : (values[column] ?? sql`received_at`)}`];
      });
      const opens: Record<string, Sql[]> = {
        keep: [],
        true: [sql`open = true`],
        false: [sql`open = false`],
        right: [sql`open = (select s.open from enquiries.status s where s.code = ${status})`],
      };
      const all = [sql`status = ${status}`, ...opens[open]!, ...sets];
      if ((await inA(sql`update enquiries.enquiry set ${sql.join(all)} where id = ${own.enquiry}`)).error === null)
        accepted++;
      assert.deepEqual(await catalogue(BROKEN), []);
    }),
    { numRuns: 150, seed: 20261117 },
  );
  assert.ok(accepted > 0 && accepted < 150, `${accepted} were taken: both ways are tried`);
});

test('C6 the application cannot change, remove or unseal an audit row, in the parent or in a month', async () => {
  const before = await everyRow(app);
  const months = (await relations())
    .filter(({ name }) => name.startsWith('platform.audit_entry'))
    .map(({ name }) => name);
  assert.ok(months.length > 2);
  const sealed = await catalogue<{ count: string }>(
    'select count(*) from platform.audit_entry where seal_no is not null',
  );
  assert.ok(Number(sealed[0]?.count) > 0, 'some are sealed');
  for (const name of [...months, 'platform.audit_seal', 'platform.audit_head']) {
    const table = tableOf(name);
    const column = name.includes('entry') ? sql`seal_no = null, hash = null, action = 'x'` : sql`hash = ''`;
    for (const statement of [
      sql`update ${table} set ${column}`,
      sql`delete from ${table}`,
      sql`truncate ${table}`,
      sql`drop table ${table}`,
    ]) {
      assert.match((await inA(statement)).error ?? 'done', /permission denied|must be owner/, name);
    }
  }
  assert.deepEqual(changedTables(before, await everyRow(app)), []);
});
