import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ROLE_PERMISSIONS, ROLES, type Role } from '@anbu/contract';
import { z } from 'zod';
import type { Route } from '../platform/http/route.ts';
import { testApp, type TestAnswer, type TestApp } from '../testing/app.ts';
import { fieldsOf } from './schema-fields.ts';
import { bodyOf, pathOf, placesOf, SAMPLES, withAt } from './samples.ts';
import { changedTables, everyRow, furnish, MARKERS, multipart, type Thing, type Things } from './testing.ts';

let app: TestApp;
let own: Things;
let other: Things;
before(async () => {
  app = await testApp();
  own = await furnish(app, 'own');
  other = await furnish(app, 'other');
});
after(() => app.stop());

const FOUR_ROLES: readonly Role[] = ['admin', 'consultant', 'desk', 'analyst'];
const takesBody = (route: Route) => route.method !== 'GET' && route.method !== 'DELETE';
const mine = (_name: string, thing: Thing) => own[thing];
const name = (route: Route) => `${route.method} ${route.path}`;
const isThere = (route: Route): route is Route & { body: z.ZodType } => route.body instanceof z.ZodType;

async function send(role: Role, route: Route, path: string, body?: unknown): Promise<TestAnswer> {
  if (!route.upload) return app.request(role, route.method, path, body);
  const form = multipart((body ?? {}) as Record<string, string>, {
    name: 'a.csv',
    content: '이름,전화번호\n김,010-2222-1111\n',
  });
  return app.request(role, route.method, path, form.body, form.headers);
}

/** Not a name, number or text of the other organisation, and not an id of hers that the caller did not say. */
function assertNothingLeaks(answer: TestAnswer, what: string, said = ''): void {
  assert.ok(answer.status < 500, `${what}: ${answer.status} ${answer.text}`);
  const heard = answer.text + JSON.stringify(answer.headers);
  for (const marker of MARKERS) assert.ok(!heard.includes(marker), `${what} says ${marker}: ${answer.text}`);
  for (const [thing, id] of Object.entries(other)) {
    if (!said.includes(id)) assert.ok(!heard.includes(id), `${what} says the ${thing} of the other organisation`);
  }
}

function allBodies(route: Route): readonly unknown[] {
  const sample = SAMPLES[route.operationId];
  if (sample?.form) return [sample.form];
  return sample?.bodies ?? [];
}

/** Names that the caller chooses, a bare list where a named one is also taken, and the other days of a week. */
const UNNAMED = /%|^\*|(hours|shifts)\.(tue|wed|thu|fri|sat|sun)\.\*/;

test('every operation has a path that begins with a slash, and a sample that names each of its fields', () => {
  for (const route of [...app.app.routes, ...app.app.publicRoutes])
    assert.match(route.path, /^\/[a-z]/, route.operationId);
  const unsampled: string[] = [];
  for (const route of app.app.routes) {
    pathOf(route.path, SAMPLES[route.operationId], mine);
    if (!isThere(route)) continue;
    const given = new Set(
      allBodies(route).flatMap((body) =>
        placesOf(body).map(({ path }) => path.map((step) => (typeof step === 'number' ? '*' : step)).join('.')),
      ),
    );
    const missing = [...fieldsOf(route.body)].filter((field) => !UNNAMED.test(field) && !given.has(field));
    unsampled.push(...missing.map((field) => `${name(route)}: ${field}`));
  }
  assert.deepEqual(unsampled, [], 'samples.ts has none of');
});

test('F1 each role is refused exactly where the permission table says so, and nobody everywhere', async () => {
  for (const route of app.app.routes) {
    const path = pathOf(route.path, SAMPLES[route.operationId], () => '0190a000-0000-7000-8000-000000000000');
    const nobody = await app.request(null, route.method, path);
    assert.equal(nobody.status, 401, name(route));
    for (const role of ROLES) {
      const may = route.permission === 'signed-in' || ROLE_PERMISSIONS[role].includes(route.permission);
      const answer = await app.request(role, route.method, path, takesBody(route) ? { nobodyKnows: 1 } : undefined);
      const what = `${role} ${name(route)}: ${answer.status} ${answer.text}`;
      assert.equal(answer.status === 403 && answer.body.code === 'request.forbidden', !may, what);
      if (!may) assert.equal(answer.body.params.permission, route.permission, what);
      assert.ok(answer.status < 500, what);
    }
  }
});

test('S1 no address of a thing of the other organisation answers, whoever asks, and nothing of hers changes', async () => {
  const before = await everyRow(app, other.organisation);
  let tried = 0;
  for (const route of app.app.routes) {
    const sample = SAMPLES[route.operationId];
    const names = Object.entries(sample?.path ?? {}).filter(([, what]) => !what.startsWith('='));
    // Each id of the path alone is hers, and all of them.
    const choices = [...names.map(([one]) => [one]), ...(names.length > 1 ? [names.map(([one]) => one)] : [])];
    for (const theirs of choices) {
      const path = pathOf(route.path, sample, (param, thing) => (theirs.includes(param) ? other[thing] : own[thing]));
      for (const role of FOUR_ROLES) {
        for (const body of takesBody(route) ? [{}, ...allBodies(route)] : [undefined]) {
          const answer = await send(role, route, path, body && bodyOf(body, own));
          const what = `${role} ${route.method} ${path}`;
          assert.ok([403, 404, 422].includes(answer.status), `${what}: ${answer.status} ${answer.text}`);
          // What the caller sent back in full would be an echo; what she sent wrong is refused before anything is looked for.
          assertNothingLeaks(answer, what, path);
          tried++;
        }
      }
    }
  }
  assert.ok(tried > 200, `${tried} tried`);
  assert.deepEqual(changedTables(before, await everyRow(app, other.organisation)), []);
});

/** Ids that only narrow what the caller sees of her own: another organisation's finds nothing. */
const NARROWS: Record<string, string> = {
  'takeNext team': 'a pool that she is not in',
  'takeNext after': 'an enquiry that is in no queue of hers',
  'replayDeadLetters eventIds.0': 'no dead letter of hers',
};

/** An act on many says of each what became of it: nothing was done, and the one that was named is refused. */
function isRefusedInBulk(operationId: string, body: TestAnswer['body']): boolean {
  if (operationId === 'assignEnquiries') return body?.done === 0 && body.refused.length === 1;
  if (operationId === 'handOver') return body?.given === 0 && body.refused.length === 1;
  return operationId === 'previewHandOver' && body?.count === 0 && body.refused[0]?.count === 1;
}

test('S1 an id of the other organisation inside a body is refused on its field, nested and in bulk', async () => {
  const before = await everyRow(app, other.organisation);
  const wrong: string[] = [];
  for (const route of app.app.routes) {
    const path = pathOf(route.path, SAMPLES[route.operationId], mine);
    for (const sample of allBodies(route)) {
      const { version: _version, ...rest } = sample as Record<string, unknown>;
      // A new enquiry is in its first version.
      const body = route.path.startsWith('/enquiries/:id') ? { ...rest, version: 1 } : rest;
      for (const place of placesOf(body)) {
        const thing =
          typeof place.value === 'string' && place.value.startsWith('@') ? (place.value.slice(1) as Thing) : null;
        if (!thing) continue;
        const fresh = await freshFor(route, path);
        const answer = await send('admin', route, fresh, withAt(bodyOf(body, own), place.path, other[thing]));
        const what = `${route.operationId} ${place.path.join('.')}`;
        assertNothingLeaks(answer, what, other[thing]);
        if (isRefusedInBulk(route.operationId, answer.body) || NARROWS[what] !== undefined) continue;
        if (![403, 404, 422].includes(answer.status))
          wrong.push(`${what}: ${answer.status} ${answer.body?.code ?? ''}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
  assert.deepEqual(changedTables(before, await everyRow(app, other.organisation)), []);
});

/** An enquiry that no earlier act has moved. */
async function freshFor(route: Route, path: string): Promise<string> {
  if (!route.path.startsWith('/enquiries/:id')) return path;
  const input = { person: { name: `새 ${Math.random()}` }, sourceChannel: 'phone', ownerId: own.user };
  const made = await app.request('admin', 'POST', '/enquiries', input);
  return path.replace(own.enquiry, made.body.id);
}

test('S1 every answer without an id holds nothing of the other organisation, for each role', async () => {
  for (const route of app.app.routes.filter(({ method, path }) => method === 'GET' && !path.includes(':'))) {
    for (const role of ROLES) assertNothingLeaks(await app.request(role, 'GET', route.path), `${role} ${route.path}`);
  }
});

test('S1 lists, searches, filters and cursors show the own organisation only', async () => {
  const theirPages: string[] = [];
  for (const list of [
    '/people',
    '/enquiries',
    '/users',
    '/teams',
    '/sites',
    '/audit',
    '/jobs',
    '/imports',
    '/api-keys',
  ]) {
    const answer = await app.request('other.admin', 'GET', `${list}?limit=1`);
    if (answer.body.nextCursor) theirPages.push(encodeURIComponent(answer.body.nextCursor));
  }
  assert.ok(theirPages.length >= 4, 'cursors of the other organisation');
  const searches = ['누출금지', 'ㄴㅊㄱㅈ', '010-8765-1234', '1234', 'leak-marker', '%', '_', "' or 1=1 --", '1'];
  const filters = [
    ...searches.map((text) => `q=${encodeURIComponent(text)}`),
    `owner=${other.user}`,
    `team=${other.team}`,
    `site=${other.site}`,
    `personId=${other.person}`,
    `userId=${other.user}`,
    ...[other.person, other.enquiry, other.user].map((id) => `entityId=${id}`),
    ...theirPages.map((cursor) => `cursor=${cursor}`),
  ];
  let answered = 0;
  for (const route of app.app.routes.filter(({ method, query }) => method === 'GET' && query)) {
    const path = pathOf(route.path, SAMPLES[route.operationId], mine);
    const known = fieldsOf(route.query as z.ZodType);
    for (const filter of ['', ...filters]) {
      if (filter !== '' && !known.has(filter.split('=')[0]!)) continue;
      for (const role of FOUR_ROLES) {
        const answer = await app.request(role, 'GET', `${path}?${filter}`);
        const said = decodeURIComponent(filter) + fromCursor(filter);
        assertNothingLeaks(answer, `${role} GET ${path}?${filter}`, said);
        if (answer.status === 200) answered++;
      }
    }
  }
  assert.ok(answered > 100, `${answered} answered`);
});

const fromCursor = (filter: string) => Buffer.from(filter.replace('cursor=', ''), 'base64url').toString();

const EXTRA = { orgId: () => other.organisation, role: () => 'admin', consent: () => true, points: () => 1_000_000 };

test('S2 a field that nobody declared is refused by its name wherever it stands, and nothing changes', async () => {
  const before = await everyRow(app);
  let tried = 0;
  for (const route of app.app.routes.filter(takesBody)) {
    const path = pathOf(route.path, SAMPLES[route.operationId], mine);
    const declared = isThere(route) ? fieldsOf(route.body) : new Set<string>();
    const bodies = allBodies(route).length > 0 ? allBodies(route) : [{}];
    for (const sample of bodies) {
      const body = bodyOf(sample, own);
      const objects = [{ path: [], value: body }, ...placesOf(body)].filter(
        ({ value }) => typeof value === 'object' && value !== null && !Array.isArray(value),
      );
      for (const object of objects) {
        for (const [field, value] of Object.entries(EXTRA)) {
          const place = [...object.path, field];
          const dotted = place.join('.');
          if (declared.has(dotted) || isFree(declared, object.path)) continue;
          const extra = route.upload ? String(value()) : value();
          const answer = await send('admin', route, path, withAt(body, place, extra));
          assert.equal(answer.status, 422, `${name(route)} ${dotted}: ${answer.text}`);
          const errors = answer.body.errors as { field: string; code: string }[];
          assert.ok(
            errors.some((error) => error.field === dotted && error.code === 'field.unknown'),
            `${name(route)} ${dotted}: ${answer.text}`,
          );
          tried++;
        }
      }
    }
  }
  assert.ok(tried > 200, `${tried} tried`);
  assert.deepEqual(changedTables(before, await everyRow(app)), []);
});

/** A record takes any name: its values are texts of the caller. */
function isFree(declared: Set<string>, path: readonly (string | number)[]): boolean {
  const dotted = path.map((step) => (typeof step === 'number' ? '*' : step)).join('.');
  return declared.has(dotted === '' ? '%' : `${dotted}.%`);
}

test('S2 a query takes no field that nobody declared either', async () => {
  for (const route of app.app.routes.filter(({ query }) => query instanceof z.ZodType)) {
    const path = pathOf(route.path, SAMPLES[route.operationId], mine);
    const answer = await app.request('admin', route.method, `${path}?orgId=${other.organisation}`);
    assert.equal(answer.status, 422, name(route));
    assert.deepEqual(
      answer.body.errors.map((error: { field: string; code: string }) => [error.field, error.code]),
      [['orgId', 'field.unknown']],
      name(route),
    );
  }
});

test('S12 the log of all this holds no name, number, text, address or key', () => {
  assert.ok(app.log.length > 1_000, 'it was written');
  const written = app.log.join('\n');
  const personal = [
    ...MARKERS,
    '우리사람',
    '우리 메모',
    '11112222',
    '1111-2222',
    '@own.example',
    'correct horse',
    'test:admin',
    'authorization',
  ];
  for (const text of personal) assert.ok(!written.includes(text), `the log says ${text}`);
});
