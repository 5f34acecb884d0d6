import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { z } from 'zod';
import { instant } from '../kernel/instant.ts';
import { testApp, type TestApp } from './app.ts';

let app: TestApp;
before(async () => void (app = await testApp()));
after(() => app.stop());

test('the whole program answers over a database of its own, and is ready', async () => {
  assert.deepEqual((await app.request(null, 'GET', '//readyz')).body, { status: 'ready' });
  const made = await app.request('manager', 'POST', '/people', { name: '김안부' });
  assert.equal(made.status, 201, made.text);
  const read = await app.request('consultant', 'GET', `/people/${made.body.id}`);
  assert.equal(read.status, 200);
  const theirs = await app.request('other.admin', 'GET', `/people/${made.body.id}`);
  assert.equal(theirs.status, 404);
  assert.equal((await app.request(null, 'GET', `/people/${made.body.id}`)).status, 401);
  await app.runOutbox();
});

test('the clock of the database can be set and moved on', async () => {
  const noon = instant(Date.UTC(2027, 2, 1, 3));
  await app.setClock(noon);
  assert.ok(Math.abs((await app.db.now()) - noon) < 5_000);
  await app.advance(3_600_000);
  assert.ok(Math.abs((await app.db.now()) - noon - 3_600_000) < 5_000);
});

test('every operation has its own name, a summary, and a place in the OpenAPI document', async () => {
  const { routes, publicRoutes, rawRoutes } = app.app;
  const names = [...routes, ...publicRoutes, ...rawRoutes].map((route) => route.operationId);
  assert.deepEqual(names.toSorted(), [...new Set(names)].toSorted());
  const { body } = await app.request(null, 'GET', '//openapi.json');
  const documented = Object.values(body.paths as Record<string, object>).flatMap((methods) => Object.keys(methods));
  assert.ok(documented.length >= names.length);
  for (const route of app.app.routes) {
    if (route.status === 201) assert.ok(route.location, `${route.operationId} says where it is found`);
  }
  const refs = [...JSON.stringify(body).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1]!);
  for (const name of refs) assert.ok(body.components.schemas[name], `${name} is referred to but not there`);
});

test('A1 what comes in from outside stands in the OpenAPI document: its body, its answers, and how it is signed', async () => {
  const { body } = await app.request(null, 'GET', '//openapi.json');
  for (const { method, path, answers } of app.app.rawRoutes) {
    const operation = body.paths[path.replaceAll(/:(\w+)/g, '{$1}')][method.toLowerCase()];
    const said = Object.keys(operation.responses).toSorted();
    assert.deepEqual(said, [...Object.keys(answers), 'default'].toSorted(), path);
  }
  const message = body.paths['/api/v1/intake/{token}'].post;
  assert.deepEqual(message.security, [{ signature: [] }]);
  assert.equal(body.components.securitySchemes.signature.name, 'webhook-signature');
  const inHeader = message.parameters.filter((one: { in: string }) => one.in === 'header');
  const required = inHeader.map((one: { name: string; required: boolean }) => [one.name, one.required]);
  assert.deepEqual(required, [
    ['webhook-id', true],
    ['webhook-timestamp', true],
  ]);
  const taken = message.requestBody.content['application/json'];
  assert.deepEqual(
    taken.schema.anyOf.map((one: { $ref: string }) => one.$ref.split('/').at(-1)),
    ['SignedEnquiry', 'ChatMessage', 'MappedMessage'],
  );
  assert.equal(taken.examples.chat.value.conversation, 'room-77');
  assert.equal(message.responses['422'].content['application/json'].examples.rejected.value.state, 'rejected');
  const form = body.paths['/p/enquiry/{token}'].post;
  assert.deepEqual(form.security, []);
  assert.ok(form.requestBody.content['application/x-www-form-urlencoded'].schema);
});

test('every example of the OpenAPI document is what its route takes and gives', async () => {
  const examples = app.app.routes.flatMap((route) => (route.example ? [{ route, ...route.example }] : []));
  assert.ok(examples.length >= 20);
  for (const { route, body, reply } of examples) {
    const { operationId } = route;
    if (body !== undefined) {
      const parsed = (route.body as z.ZodType).safeParse(body);
      assert.ok(parsed.success, `${operationId} body: ${parsed.error?.message}`);
    }
    if (reply !== undefined) assert.deepEqual(route.reply.parse(reply), reply, operationId);
  }
  for (const { operationId, body, answers } of app.app.rawRoutes) {
    for (const { schema, examples } of [...(body ? [body] : []), ...Object.values(answers)]) {
      for (const example of Object.values(examples ?? {}))
        assert.deepEqual(schema.parse(example), example, operationId);
    }
  }
  const { body } = await app.request(null, 'GET', '//openapi.json');
  const call = body.paths['/api/v1/enquiries/{id}/calls'].post;
  assert.equal(call.requestBody.content['application/json'].example.outcome, 'CONNECTED');
  assert.equal(call.responses['200'].content['application/json'].example.status, 'CALLBACK');
});
