import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DECLINED_REASONS, HOLD_REASONS } from '@anbu/contract';
import { ok } from '../../kernel/outcome.ts';
import { sql, type Sql } from '../../platform/db/index.ts';
import { withClient } from '../../platform/embedded-postgres/roles.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { reconcileOpenEnquiries } from './index.ts';

let app: TestApp;
before(async () => (app = await testApp()));
after(() => app.stop());

async function anEnquiry(name: string): Promise<{ id: string; personId: string }> {
  const body = { person: { name }, sourceChannel: 'phone', ownerId: app.users.consultant };
  return (await app.request('manager', 'POST', '/enquiries', body)).body;
}
const asApp = (statement: Sql) => app.db.inTx(app.org.system, async (tx) => ok(await tx.run(statement)));

test('P5 the database refuses a status without what explains it, and words that are on no list', async () => {
  const { id, personId } = await anEnquiry('불변');
  const set = (changes: Sql) => sql`update enquiries.enquiry set ${changes} where id = ${id}`;
  const closed = sql`open = false, alert_at = null, ${sql.join(
    [
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
    ].map((column) => sql`${sql.ref(column)} = null`),
  )}`;
  const event = (evidence: Sql) => sql`
    insert into enquiries.status_event (org_id, id, enquiry_id, no, to_status, valid_at, recorded_at, evidence)
    select org_id, gen_random_uuid(), id, 9, 'DO_NOT_CONTACT', received_at, received_at, ${evidence} from enquiries.enquiry where id = ${id}`;
  const refused: [statement: Sql, constraint: RegExp][] = [
    [set(sql`status = 'CANCELLED'`), /cancelled_says_by_whom/],
    [set(sql`hold_reasons = array['COST', 'WHIM']`), /hold_reasons_are_known/],
    [set(sql`status = 'DECLINED', closed_reason_code = 'WHIM', ${closed}`), /declined_reason_is_known/],
    [event(sql`null`), /refusal_has_evidence/],
    [
      sql`insert into enquiries.call (org_id, id, enquiry_id, person_id, at, recorded_at, direction, outcome, status_when_made)
        select org_id, gen_random_uuid(), id, gen_random_uuid(), received_at, received_at, 'outbound', 'BUSY', status from enquiries.enquiry where id = ${id}`,
      /call_person/,
    ],
    [
      sql`insert into people.memo (org_id, id, person_id, text, author_id, created_at, updated_at)
        select org_id, gen_random_uuid(), id, 'x', gen_random_uuid(), created_at, created_at from people.person where id = ${personId}`,
      /memo_author/,
    ],
    [
      sql`insert into people.person_sticker (org_id, person_id, code, set_by, set_at)
        select org_id, id, 'referrer', gen_random_uuid(), created_at from people.person where id = ${personId}`,
      /person_sticker_set_by/,
    ],
  ];
  for (const [statement, constraint] of refused) await assert.rejects(asApp(statement), constraint);
  assert.equal((await asApp(event(sql`'{"kind":"call","text":"말씀하심"}'::jsonb`))).ok, true);
});

test('P5 the reasons that the database knows are those of the contract', async () => {
  await withClient(app.ownerUrl, async (client) => {
    const listOf = async (constraint: string) => {
      const text = 'select pg_get_constraintdef(oid) as text from pg_constraint where conname = $1';
      const { rows } = await client.query<{ text: string }>(text, [constraint]);
      return [...rows[0]!.text.matchAll(/'([A-Z_]+)'::text/g)]
        .map(([, word]) => word!)
        .filter((word) => word !== 'DECLINED');
    };
    assert.deepEqual(await listOf('hold_reasons_are_known'), [...HOLD_REASONS]);
    assert.deepEqual(await listOf('declined_reason_is_known'), [...DECLINED_REASONS]);
  });
});

test('A4 open enquiries that a person’s row counts wrong are put right at night, in each organisation, and are told', async () => {
  const { personId } = await anEnquiry('둘');
  await app.request('manager', 'POST', '/enquiries', {
    person: { id: personId },
    sourceChannel: 'phone',
    interests: ['implant'],
  });
  assert.equal(await reconcileOpenEnquiries(app.db), 0, 'acts count right');
  await withClient(app.ownerUrl, (client) =>
    client.query('update people.person set open_enquiries = 7 where id = $1', [personId]),
  );
  assert.equal(await reconcileOpenEnquiries(app.db), 1);
  const { body } = await app.request('manager', 'GET', '/people?q=둘');
  const { body: open } = await app.request('manager', 'GET', `/enquiries?personId=${personId}&open=true`);
  assert.equal(body.items[0].openEnquiries, open.items.length);
});
