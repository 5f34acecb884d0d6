import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from 'pg';
import { ROLE_PERMISSIONS, ROLES, type Role } from '@anbu/contract';
import type { Route } from '../platform/http/route.ts';
import { testApp, type TestAnswer, type TestApp } from '../testing/app.ts';
import { linesOf, type Line, MARKED, markedAmong, markedImport, markedThings, showsMark } from './marked.ts';
import { bodyOf, pathOf, SAMPLES } from './samples.ts';
import { furnish, multipart, succeeded, type Things } from './testing.ts';

let app: TestApp;
let owner: Client;
let things: Things;
before(async () => {
  app = await testApp();
  owner = new Client({ connectionString: app.ownerUrl });
  await owner.connect();
  // Each answer's lines are looked for by it.
  await owner.query('create index on platform.audit_entry (request_id)');
  const furnished = await furnish(app, 'own');
  await app.app.startWorkers();
  things = { ...furnished, ...(await markedThings(app, owner)), ...(await markedImport(app)) };
});
after(async () => {
  await owner.end();
  await app.stop();
});

const renew = async () => void (things = { ...things, ...(await markedThings(app, owner)) });
const mayCall = (role: Role, { permission }: Route) =>
  permission === 'signed-in' || ROLE_PERMISSIONS[role].includes(permission);
const takesBody = ({ method }: Route) => method !== 'GET' && method !== 'DELETE';
const readsPeople = (role: Role) => ROLE_PERMISSIONS[role].includes('people.read');

/** Bodies that change nothing of what is there, beside the empty one: what comes back is a read all the same. */
const CHANGES_NOTHING: Record<string, readonly unknown[]> = {
  addPhone: [{ phone: MARKED.phone }],
  addEmail: [{ email: MARKED.email }],
  setStickers: [{ codes: [] }],
  createPerson: [MARKED],
  receiveEnquiry: [{ person: { name: MARKED.name, phone: MARKED.phone }, sourceChannel: 'phone' }],
  registerWalkIn: [{ name: MARKED.name, phone: MARKED.phone }],
};

function bodiesFor(route: Route): readonly unknown[] {
  if (!takesBody(route)) return [undefined];
  const sample = SAMPLES[route.operationId];
  if (sample?.form) return [sample.form];
  // Without the version: an act of the walk before this one has moved it. `send` says which one is seen.
  const whole = (sample?.bodies ?? []).map(({ version: _, ...rest }) => rest);
  return [{}, ...whole, ...(CHANGES_NOTHING[route.operationId] ?? [])];
}

/** An act on an enquiry says which version of it is seen. */
async function seen(route: Route, body: unknown): Promise<unknown> {
  if (!SAMPLES[route.operationId]?.bodies?.some((one) => 'version' in one)) return body;
  if (SAMPLES[route.operationId]?.path?.['id'] !== 'enquiry') return body;
  const text = 'select version from enquiries.enquiry where id = $1';
  const { rows } = await owner.query<{ version: number }>(text, [things.enquiry]);
  return { ...(body as object), version: rows[0]?.version };
}

async function send(role: Role, route: Route, body: unknown, key: string | null): Promise<TestAnswer> {
  const path = pathOf(route.path, SAMPLES[route.operationId], (_name, thing) => things[thing]);
  const headers = key === null ? {} : { 'idempotency-key': key };
  const filled = body === undefined ? undefined : bodyOf(await seen(route, body), things);
  if (!route.upload) return app.request(role, route.method, path, filled, headers);
  const content = `이름,전화번호\n${MARKED.name},${MARKED.phone}\n`;
  const form = multipart(filled as Record<string, string>, { name: 'list.csv', content });
  return app.request(role, route.method, path, form.body, { ...form.headers, ...headers });
}

/** Once marked is always marked: a memo of hers still bears it when she has another name. */
const known = new Set<string>();
const UUID = /^[0-9a-f]{8}-/;

/** What stands as the id of something, or of whose it is, anywhere in an answer. */
function idsIn(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value !== 'object' || value === null) return found;
  const { id, personId } = value as Record<string, unknown>;
  for (const one of [id, personId]) if (typeof one === 'string' && UUID.test(one)) found.add(one);
  for (const part of Object.values(value)) idsIn(part, found);
  return found;
}

/** Read by the screen itself each half minute: a line of this action stands for an hour. */
const WATCHED: Record<string, string> = { listAlerts: 'enquiries.alerts_read' };

async function linesFor(role: Role, route: Route, answer: TestAnswer): Promise<readonly Line[]> {
  const action = WATCHED[route.operationId];
  if (action === undefined) return linesOf(owner, answer);
  const text = `select action, person_ids as people, entity_id as entity from platform.audit_entry
    where user_id = $1 and action = $2 and at > platform.clock_now() - interval '1 hour'`;
  return (await owner.query<Line>(text, [app.users[role], action])).rows;
}

/** What is wrong with an answer: a mark that the role may not see, or one without a line that names whose it is. */
async function complaintAbout(role: Role, route: Route, answer: TestAnswer): Promise<string | null> {
  if (answer.status >= 400 || !showsMark(answer)) return null;
  if (!readsPeople(role)) return `shows ${answer.text.slice(0, 300)}`;
  const lines = await linesFor(role, route, answer);
  const ids = idsIn(answer.body);
  const named = new Set(lines.flatMap(({ people }) => people));
  const unknown = [...ids, ...named].filter((id) => !known.has(id));
  for (const id of await markedAmong(owner, unknown)) known.add(id);
  const shown = new Set([...ids].filter((id) => known.has(id)));
  // What shows no person by id shows a part of one, or a file's rows: they are found by the import.
  const found =
    shown.size > 0
      ? [...shown].every((id) => named.has(id))
      : [...named].some((id) => known.has(id)) || lines.some(({ entity }) => entity === things.import);
  return found ? null : `no line: ${JSON.stringify(lines)} for ${answer.text.slice(0, 200)}`;
}

test('F3 whatever answer shows something of a person, to whichever role, leaves a line that names her', async () => {
  const complaints = new Set<string>();
  let shown = 0;
  let tried = 0;
  for (const route of app.app.routes) {
    // What an act has used up is made anew, unless that never helped it: it asks for something else.
    let vain = 0;
    for (const role of ROLES.filter((one) => mayCall(one, route))) {
      for (const body of bodiesFor(route)) {
        // The second time nothing is left to change; with the same key the kept answer comes back.
        const key = `key.${tried++}`;
        for (const withKey of route.method === 'POST' ? [null, key, key] : [null, null]) {
          let answer = await send(role, route, body, withKey);
          const isGone = answer.status === 404 || answer.status === 409;
          if (isGone && vain < 3) {
            await renew();
            answer = await send(role, route, body, withKey);
            vain = answer.status === 404 || answer.status === 409 ? vain + 1 : 0;
          }
          assert.ok(answer.status < 500, `${route.operationId}: ${answer.text}`);
          const complaint = await complaintAbout(role, route, answer);
          if (complaint)
            complaints.add(`${route.operationId} ${role} ${JSON.stringify(body ?? null).slice(0, 80)}: ${complaint}`);
          if (showsMark(answer)) shown++;
        }
      }
    }
  }
  assert.ok(shown > 100, `${shown} answers showed her`);
  assert.deepEqual([...complaints], []);
});

test('F3 who asks by a number leaves a line though the answer is a count', async () => {
  // Of her own: the walk has left more persons with the marked number than a search takes.
  const phone = '010-4949-7540';
  const { id } = succeeded(await app.request('admin', 'POST', '/people', { name: MARKED.name, phone }));
  for (const query of [`q=${phone}`, `personId=${String(id)}`]) {
    const answer = await app.request('desk', 'GET', `/enquiries/counts?${query}`);
    assert.equal(answer.status, 200, answer.text);
    const lines = await linesOf(owner, answer);
    assert.ok(
      lines.some(({ people }) => people.includes(id as string)),
      `${query}: ${JSON.stringify(lines)}`,
    );
  }
});

test('F3 a role that may not read people finds nobody by name or number', async () => {
  for (const path of ['/enquiries', '/enquiries/counts']) {
    for (const q of [MARKED.name, MARKED.phone]) {
      const answer = await app.request('analyst', 'GET', `${path}?q=${encodeURIComponent(q)}`);
      assert.deepEqual(
        [answer.status, answer.body.code, answer.body.params.permission],
        [403, 'request.forbidden', 'people.read'],
      );
    }
  }
  const { items } = succeeded(await app.request('analyst', 'GET', '/enquiries'));
  const row = items.find((one: { id: string }) => one.id === things.enquiry);
  assert.deepEqual(
    [row.person.name, row.person.phone, row.person.birthDate, row.person.masked],
    ['표○○자', null, null, true],
  );
});
