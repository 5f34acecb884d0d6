import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { withClient } from '../../platform/embedded-postgres/roles.ts';
import { testApp, type TestAnswer, type TestApp } from '../../testing/app.ts';

let app: TestApp;
before(async () => (app = await testApp()));
after(() => app.stop());

const SAME = { 'sec-fetch-site': 'same-origin' };
const PASSWORD = 'correct horse battery';
/** Works for the other organisation only. */
const EXISTING = 'desk@other.example';

const invite = (email: string, more: object = {}, role: 'admin' | 'other.admin' = 'admin') =>
  app.request(role, 'POST', '/users', {
    name: '새사람',
    email,
    role: 'consultant',
    password: 'another long one',
    ...more,
  });

async function signIn(email: string, password = PASSWORD, more: object = {}) {
  const answer = await app.request(null, 'POST', '/sign-in', { email, password, ...more }, SAME);
  const headers = { cookie: String(answer.headers['set-cookie']).split(';')[0]!, ...SAME };
  return {
    answer,
    as: (method: string, path: string, body?: unknown) => app.request(null, method, path, body, headers),
  };
}

type Line = { action: string; kind: string; name: string; address: string | null; entity: string; people: number };

/** The latest lines about sign-in and membership of an organisation, oldest first. */
async function linesOf(orgId: string, ...actions: string[]): Promise<Line[]> {
  return withClient(app.ownerUrl, async (client) => {
    const { rows } = await client.query<Line>(
      `select action, actor_kind as kind, actor_name as name, address, entity_id as entity, cardinality(person_ids) as people
       from platform.audit_entry where org_id = $1 and action = any($2) order by written_at`,
      [orgId, actions],
    );
    return rows;
  });
}

const shapeOf = ({ status, body }: TestAnswer) => [
  status,
  body.code,
  body.active,
  body.invited,
  Object.keys(body).toSorted(),
];

test('F1 an invitation is answered alike whether the e-mail has an account or not, with a password and without', async () => {
  const [known, unknown] = [await invite(EXISTING), await invite('unknown@anbu.example')];
  assert.deepEqual(shapeOf(known), shapeOf(unknown));
  assert.deepEqual([known.status, known.body.active, known.body.invited], [201, false, true]);
  const without = { password: undefined };
  const asked = [await invite('manager@other.example', without), await invite('nobody@anbu.example', without)];
  for (const { status, body } of asked)
    assert.deepEqual(
      [status, body.errors.map((error: { code: string }) => error.code)],
      [422, ['identity.password_needed']],
    );
  const again = [await invite(EXISTING), await invite('unknown@anbu.example')];
  for (const { status, body } of again) assert.deepEqual([status, body.code], [409, 'identity.already_member']);
});

test('F1 who works for another organisation is no member before she accepts, and keeps her password', async () => {
  const email = 'agent@other.example';
  const { body: invited } = await invite(email);
  const wished = await signIn(email, PASSWORD, { organisationId: app.org.id });
  assert.deepEqual([wished.answer.status, wished.answer.body.code], [403, 'identity.no_membership']);
  assert.equal((await signIn(email, 'another long one')).answer.body.code, 'identity.wrong_credentials');
  const { answer, as } = await signIn(email);
  assert.equal(answer.body.organisation.slug, 'other');
  assert.deepEqual(
    [answer.body.organisations, answer.body.invitations].map((list) => list.map(({ slug }: { slug: string }) => slug)),
    [['other'], ['anbu']],
  );
  const owner = await app.request('admin', 'POST', '/enquiries', {
    person: { name: '홍' },
    sourceChannel: 'phone',
    ownerId: invited.id,
  });
  assert.equal(owner.status, 422, 'nothing is given to who has not joined');
  const switched = await as('POST', '/me/organisation', { organisationId: app.org.id });
  assert.equal(switched.status, 403, 'nor does she get in by the switch');
  const accepted = await as('POST', `/me/invitations/${app.org.id}/accept`, {});
  assert.equal(accepted.status, 200, accepted.text);
  assert.deepEqual([accepted.body.organisations.length, accepted.body.invitations], [2, []]);
  assert.equal((await as('POST', `/me/invitations/${app.org.id}/accept`, {})).status, 404);
  assert.equal((await as('POST', '/me/organisation', { organisationId: app.org.id })).body.role, 'consultant');
  const { body: joined } = await app.request('admin', 'GET', `/users/${invited.id}`);
  assert.deepEqual([joined.active, joined.invited], [true, false]);
  const lines = await linesOf(app.org.id, 'identity.user_joined');
  assert.deepEqual(
    lines.map(({ kind, name, entity }) => [kind, name, entity]),
    [['user', '새사람', invited.id]],
    'the line stands where she joined',
  );
  assert.deepEqual(await linesOf(app.other.id, 'identity.user_joined'), []);
});

test('F1 a new account, and one that is a member nowhere any more, joins by signing in', async () => {
  const { body: invited } = await invite('first@anbu.example');
  const first = await signIn('first@anbu.example', 'another long one');
  assert.deepEqual([first.answer.status, first.answer.body.userId], [200, invited.id]);
  assert.equal((await app.request('admin', 'PATCH', `/users/${invited.id}`, { active: false })).body.active, false);
  assert.equal((await signIn('first@anbu.example', 'another long one')).answer.body.code, 'identity.no_membership');
  await invite('first@anbu.example', {}, 'other.admin');
  const second = await signIn('first@anbu.example', 'another long one');
  assert.equal(second.answer.body.organisation.slug, 'other');
});

test('F1 an invitation is withdrawn and renewed, but no administrator makes a member of her', async () => {
  const email = 'clinician@other.example';
  const { body: invited } = await invite(email);
  const patch = (active: boolean) => app.request('admin', 'PATCH', `/users/${invited.id}`, { active });
  const { as } = await signIn(email);
  const accept = () => as('POST', `/me/invitations/${app.org.id}/accept`, {});
  for (const [active, stands] of [
    [true, true],
    [false, false],
    [true, true],
    [false, false],
  ] as const) {
    const { body } = await patch(active);
    assert.deepEqual([body.active, body.invited], [false, stands]);
  }
  assert.equal((await accept()).status, 404, 'withdrawn');
  await patch(true);
  assert.equal((await accept()).status, 200);
  assert.equal((await patch(false)).body.invited, false);
  assert.equal((await patch(true)).body.active, true, 'who has joined once is switched on and off as ever');
});

test('F3 wrong guesses and the lock are noted in each organisation of the account, for nobody else, and no more of them than count', async () => {
  const email = 'adjuster@anbu.example';
  const NOTED = ['identity.sign_in_failed', 'identity.sign_in_locked'];
  const guess = (address: string) => signIn(address, 'wrong wrong wrong');
  await Promise.all(Array.from({ length: 14 }, () => guess(email)));
  await guess('nobody@anbu.example');
  const lines = (await linesOf(app.org.id, ...NOTED)).filter(({ entity }) => entity === app.users.adjuster);
  const count = (action: string) => lines.filter((line) => line.action === action).length;
  assert.deepEqual([count('identity.sign_in_failed'), count('identity.sign_in_locked')], [10, 1]);
  for (const { kind, name, address, people } of lines)
    assert.deepEqual([kind, name, address, people], ['system', 'sign-in', '127.0.0.1', 0]);
  const elsewhere = await linesOf(app.other.id, ...NOTED);
  assert.ok(!elsewhere.some(({ entity }) => entity === app.users.adjuster));
  assert.ok(!app.log.join('').includes(email), 'no e-mail is in the log');
});

test('F3 signing out leaves its line, once', async () => {
  const { as } = await signIn('manager@anbu.example');
  assert.equal((await as('POST', '/sign-out')).status, 204);
  assert.equal((await as('POST', '/sign-out')).status, 204);
  const lines = await linesOf(app.org.id, 'identity.signed_out');
  assert.deepEqual(
    lines.map(({ entity }) => entity),
    [app.users.manager],
  );
});
