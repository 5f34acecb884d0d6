import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '../../kernel/ids.ts';
import { httpFixture, type Fixture } from './fixture.ts';

// What HTTP itself says: methods, media types, addresses, entity tags, repetitions.
let fixture: Fixture;
before(async () => void (fixture = await httpFixture()));
after(() => fixture.stop());

const NOTES = '/api/v1/notes';

async function call(method: string, url: string, payload?: string | object, headers: Record<string, string> = {}) {
  const answer = await fixture.app.inject({
    method: method as 'GET',
    url,
    headers: { authorization: 'Bearer admin', ...headers },
    ...(payload === undefined ? {} : { payload }),
  });
  const isJson = String(answer.headers['content-type']).includes('json');
  // Tests read answers freely; what they hold is checked by the schemas on the way out.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const body: Record<string, any> = isJson && answer.body !== '' ? answer.json() : {};
  return { status: answer.statusCode, headers: answer.headers, text: answer.body, body };
}

test('an address that exists answers another method with 405 and what it takes, and OPTIONS with 204', async () => {
  const note = `${NOTES}/${newId()}`;
  for (const [method, url, allow] of [
    ['GET', NOTES, 'POST, OPTIONS'],
    ['DELETE', NOTES, 'POST, OPTIONS'],
    ['POST', note, 'GET, HEAD, PATCH, DELETE, OPTIONS'],
    ['PUT', note, 'GET, HEAD, PATCH, DELETE, OPTIONS'],
    ['GET', '/api/v1/sign-in', 'POST, OPTIONS'],
    ['POST', '/healthz', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/openapi.json', 'GET, HEAD, OPTIONS'],
  ] as const) {
    const refused = await call(method, url, method === 'POST' ? { text: 'x' } : undefined);
    assert.deepEqual([refused.status, refused.body['code']], [405, 'request.method_not_allowed'], `${method} ${url}`);
    assert.equal(refused.headers['allow'], allow);
    assert.deepEqual(refused.body['params'], { allowed: allow.split(', ') });
    const options = await call('OPTIONS', url, undefined, {
      origin: 'https://evil.example',
      'access-control-request-method': 'POST',
    });
    assert.deepEqual([options.status, options.text, options.headers['allow']], [204, '', allow]);
    const cors = Object.keys(options.headers).filter((name) => name.startsWith('access-control-'));
    assert.deepEqual(cors, [], 'nothing is allowed to pages of other sites');
  }
  assert.equal((await call('POST', '/api/v1/nowhere', {})).status, 404);
});

test('a body of another kind than the route takes is 415', async () => {
  const form = '--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nx\r\n--b--\r\n';
  const multipart = { 'content-type': 'multipart/form-data; boundary=b' };
  for (const [url, payload, headers, expected] of [
    [NOTES, form, multipart, 'application/json'],
    ['/api/v1/sign-in', form, multipart, 'application/json'],
    ['/api/v1/files', '{"kind":"people"}', { 'content-type': 'application/json' }, 'multipart/form-data'],
  ] as const) {
    const { status, body } = await call('POST', url, payload, headers);
    assert.deepEqual([status, body['code'], body['params']], [415, 'request.unsupported_media_type', { expected }]);
  }
});

test('an address that cannot be read is a problem like every other', async () => {
  for (const [url, status, code] of [
    [`${NOTES}/%ff`, 400, 'request.malformed'],
    [`${NOTES}/%zz`, 400, 'request.malformed'],
    [`${NOTES}/${'a'.repeat(300)}`, 404, 'request.not_found'],
  ] as const) {
    const answer = await call('GET', url, undefined, { 'accept-language': 'en' });
    assert.deepEqual([answer.status, answer.body['code']], [status, code]);
    assert.match(String(answer.headers['content-type']), /^application\/problem\+json/);
    assert.equal(answer.headers['x-content-type-options'], 'nosniff');
    assert.equal(answer.body['requestId'], answer.headers['x-request-id']);
  }
});

test('a body that is no object is wrong as a whole', async () => {
  for (const [payload, expected] of [
    ['null', 'object'],
    ['[]', 'object'],
    ['"text"', 'object'],
    ['5', 'object'],
  ] as const) {
    const { status, body } = await call('POST', NOTES, payload, { 'content-type': 'application/json' });
    assert.equal(status, 422, payload);
    const [error] = body['errors'];
    assert.deepEqual([error.field, error.code, error.params], ['body', 'field.type', { expected }], payload);
  }
});

test('a refusal that names a field says it in errors too, and its title in the language of the reader', async () => {
  const { status, body } = await call('POST', NOTES, { text: 'field' }, { 'accept-language': 'ko' });
  assert.deepEqual([status, body['code'], body['params']], [422, 'test.field_refused', { field: 'kind' }]);
  const errors = body['errors'].map(({ text: _text, ...error }: { text: string }) => error);
  assert.deepEqual(errors, [{ field: 'kind', code: 'test.field_refused', params: { field: 'kind' } }]);
  for (const [language, title] of [
    ['ko', '찾을 수 없음'],
    ['en', 'Not found'],
    ['zh', '未找到'],
  ] as const) {
    const absent = await fixture.app.inject({ url: '/api/v1/nowhere', headers: { 'accept-language': language } });
    assert.equal(absent.json().title, title);
  }
});

test('what was made is found at its Location', async () => {
  const made = await call('POST', NOTES, { text: 'found' });
  assert.equal(made.headers['location'], `${NOTES}/${made.body['id']}`);
  assert.equal((await call('GET', String(made.headers['location']))).text, made.text);
});

test('a lost update is 412, and If-Match brings the version', async () => {
  const { body } = await call('POST', NOTES, { text: 'one' });
  const patch = (payload: object, headers: Record<string, string> = {}) =>
    call('PATCH', `${NOTES}/${body['id']}`, payload, headers);
  const second = await patch({ text: 'two' }, { 'if-match': '"1"' });
  assert.deepEqual([second.status, second.headers['etag']], [200, '"2"']);
  const stale = await patch({ text: 'three' }, { 'if-match': '"1"' });
  assert.deepEqual([stale.status, stale.body['code']], [412, 'request.precondition_failed']);
  assert.equal((await patch({ text: 'three', version: 1 })).status, 409);
  assert.equal((await patch({ text: 'three', version: 1 }, { 'if-match': '"2"' })).status, 412);
  for (const nonsense of ['nonsense', '2', '"2', '"2",', '"2" "3"', 'W/2', '']) {
    assert.equal((await patch({ text: 'three' }, { 'if-match': nonsense })).status, 412, nonsense);
  }
  assert.equal((await patch({ text: 'three' }, { 'if-match': '*' })).status, 200);
  assert.equal((await patch({ text: 'four' }, { 'if-match': 'W/"3"' })).status, 200, 'as earlier releases gave it');
});

test('of several tags in If-Match the current version is taken', async () => {
  const { body } = await call('POST', NOTES, { text: 'one' });
  const patch = (payload: object, tags: string) =>
    call('PATCH', `${NOTES}/${body['id']}`, payload, { 'if-match': tags });
  assert.equal((await patch({ text: 'two' }, '"7", "a,b",W/"1"')).headers['etag'], '"2"');
  assert.equal((await patch({ text: 'three' }, '"1" , "7"')).status, 412);
  assert.equal((await patch({ text: 'three', version: 2 }, '"1", "2"')).status, 200);
  assert.equal((await patch({ text: 'three', version: 3 }, '"1", "2"')).status, 412);
  const many = Array.from({ length: 21 }, (_, index) => `"${index + 1}"`).join(', ');
  assert.equal((await patch({ text: 'four' }, many)).status, 412);
  assert.equal((await patch({ text: '' }, '"1", "3"')).status, 422, 'what is wrong is said before what is late');
});

test('R12 a repetition gets the same bytes, status and headers', async () => {
  const key = { 'idempotency-key': newId() };
  const first = await call('POST', NOTES, { text: '같은 답', kind: 'a' }, key);
  const again = await call('POST', NOTES, { text: '같은 답', kind: 'a' }, key);
  assert.equal(again.text, first.text);
  for (const name of ['content-type', 'etag', 'location']) {
    assert.ok(first.headers[name], name);
    assert.equal(again.headers[name], first.headers[name], name);
  }
  assert.deepEqual([first.status, again.status], [201, 201]);
});

test('R12 the same content with its names in another order is the same request', async () => {
  const headers = { 'content-type': 'application/json', 'idempotency-key': newId() };
  const before = await fixture.notes();
  const send = (payload: string) => call('POST', NOTES, payload, headers);
  const first = await send('{"text":"x","kind":"a","who":{"name":"Kim","phone":"1"}}');
  assert.equal(first.status, 201, first.text);
  const again = await send('{ "who": {"phone":"1","name":"Kim"}, "kind":"a", "text":"x" }');
  assert.deepEqual([again.status, again.text], [201, first.text]);
  const other = await send('{"text":"x","kind":"b","who":{"name":"Kim","phone":"1"}}');
  assert.deepEqual([other.status, other.body['code']], [422, 'request.idempotency_mismatch']);
  assert.equal(await fixture.notes(), before + 1);
});

test('the page of the API is found with a slash too, and every POST of the document takes a key', async () => {
  const slash = await call('GET', '/docs/');
  assert.deepEqual([slash.status, slash.headers['location']], [301, '/docs']);
  const { body } = await call('GET', '/openapi.json');
  for (const [path, methods] of Object.entries(body['paths'] as Record<string, Record<string, Operation>>)) {
    for (const [method, { parameters, responses }] of Object.entries(methods)) {
      const headers = parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name);
      if (method === 'post') assert.ok(headers.includes('Idempotency-Key'), path);
      assert.ok(responses['default'], `${method} ${path}`);
      if (responses['201']) assert.ok(responses['201'].headers?.['Location'], path);
    }
  }
});
type Operation = {
  parameters: { name: string; in: string }[];
  responses: Record<string, { headers?: Record<string, unknown> }>;
};
