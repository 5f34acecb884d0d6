import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { InjectOptions } from 'fastify';
import { newId } from '../../kernel/ids.ts';
import { httpFixture, type Fixture } from './fixture.ts';

let fixture: Fixture;
before(async () => void (fixture = await httpFixture()));
after(() => fixture.stop());

// Tests read answers freely; what they hold is checked by the schemas on the way out.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Body = Record<string, any>;
type FieldError = { field: string; code: string; params: Record<string, unknown> };
type Answer = { status: number; headers: Record<string, unknown>; body: Body; text: string };

async function call(options: InjectOptions & { as?: string }): Promise<Answer> {
  const { as = 'admin', headers, ...rest } = options;
  const answer = await fixture.app.inject({ ...rest, headers: { authorization: `Bearer ${as}`, ...headers } });
  const isJson = String(answer.headers['content-type']).includes('json');
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: isJson ? (answer.json() as Body) : {},
    text: answer.body,
  };
}
const post = (body: unknown, headers: Record<string, string> = {}, as = 'admin') =>
  call({ method: 'POST', url: '/api/v1/notes', payload: body as object, headers, as });

test('an answer holds only what its schema declares', async () => {
  const { status, body, headers } = await post({ text: 'first' });
  assert.equal(status, 201);
  assert.deepEqual(Object.keys(body), ['id', 'text', 'version']);
  assert.equal(headers['etag'], '"1"');
  assert.equal(headers['cache-control'], 'no-store');
});

test('an answer that does not fit its schema is a bug and leaves no effect', async () => {
  const before = await fixture.notes();
  const { status, body } = await post({ text: 'misfit' });
  assert.equal(status, 500);
  assert.equal(body['code'], 'request.failed');
  assert.equal(await fixture.notes(), before);
});

test('nobody is told 401, a role without the permission 403 with its name', async () => {
  const nobody = await call({ method: 'GET', url: `/api/v1/notes/${newId()}`, as: 'unknown' });
  assert.deepEqual([nobody.status, nobody.body['code']], [401, 'request.unauthenticated']);
  const reader = await post({ text: 'x' }, {}, 'reader');
  assert.deepEqual([reader.status, reader.body['code']], [403, 'request.forbidden']);
  assert.deepEqual(reader.body['params'], { permission: 'people.write' });
});

test('S1 the other organisation finds nothing', async () => {
  const { body } = await post({ text: 'ours' });
  const mine = await call({ method: 'GET', url: `/api/v1/notes/${body['id']}` });
  assert.equal(mine.status, 200);
  const theirs = await call({ method: 'GET', url: `/api/v1/notes/${body['id']}`, as: 'stranger' });
  assert.equal(theirs.status, 404);
  assert.ok(!theirs.text.includes('ours'));
});

test('S2 a field that nobody declared is refused by name', async () => {
  for (const field of ['orgId', 'role', 'consent', 'points']) {
    const { status, body } = await post({ text: 'x', [field]: 1 });
    assert.equal(status, 422);
    assert.deepEqual(
      body['errors'].map((error: FieldError) => [error.field, error.code]),
      [[field, 'field.unknown']],
    );
    assert.ok(body['errors'][0].text.length > 0);
  }
});

test('all wrong fields are named at once, each with its code', async () => {
  const rows: [unknown, [string, string, object][]][] = [
    [{}, [['text', 'field.required', {}]]],
    [{ text: '' }, [['text', 'field.required', {}]]],
    [{ text: 5 }, [['text', 'field.type', { expected: 'string' }]]],
    [{ text: 'x'.repeat(21) }, [['text', 'field.too_long', { maximum: 20 }]]],
    [
      { text: 'x', kind: 'c', extra: 1 },
      [
        ['kind', 'field.not_allowed', { allowed: ['a', 'b'] }],
        ['extra', 'field.unknown', {}],
      ],
    ],
    [{ text: 'x', who: { id: 'no' } }, [['who.id', 'field.format', { expected: 'uuid' }]]],
    // Of two shapes the one that was meant.
    [{ text: 'x', who: { name: 'Kim' } }, [['who.phone', 'field.required', {}]]],
    [{ text: 'x', who: 5 }, [['who', 'field.type', { expected: 'object' }]]],
  ];
  for (const [sent, expected] of rows) {
    const { status, body } = await post(sent);
    assert.equal(status, 422, JSON.stringify(sent));
    assert.equal(body['code'], 'request.invalid');
    assert.deepEqual(
      body['errors'].map((error: FieldError) => [error.field, error.code, error.params]),
      expected,
    );
  }
});

test('a refusal is a problem in the language of the reader', async () => {
  const { status, body, headers } = await post({ text: 'refuse' });
  assert.equal(status, 409);
  assert.match(String(headers['content-type']), /^application\/problem\+json/);
  assert.equal(body['type'], 'urn:anbu:problem:test.refused');
  assert.deepEqual([body['code'], body['params'], body['status']], ['test.refused', { why: 'asked' }, 409]);
  assert.equal(body['requestId'], headers['x-request-id']);
  const korean = await call({
    method: 'GET',
    url: '/api/v1/nowhere',
    headers: { 'accept-language': 'ko-KR,ko;q=0.9' },
  });
  assert.equal(korean.headers['content-language'], 'ko');
  assert.match(korean.body['detail'], /[가-힣]/);
});

test('S12 an error tells the number of the request, its log line neither text nor number of a person', async () => {
  const { status, body, text } = await post({ text: 'throw' });
  assert.equal(status, 500);
  assert.deepEqual(Object.keys(body).sort(), ['code', 'detail', 'params', 'requestId', 'status', 'title', 'type']);
  assert.ok(!text.includes('bug about'));
  const twice = await post({ text: 'twice' });
  assert.deepEqual([twice.status, twice.body['code']], [409, 'request.conflict']);
  await call({ method: 'GET', url: `/api/v1/notes/${newId()}?depth=2&q=01012345678` });
  const log = fixture.lines.join('');
  assert.ok(log.includes(body['requestId']));
  assert.ok(log.includes('/api/v1/notes/:id'));
  assert.ok(!log.includes('01012345678'));
  assert.ok(!log.includes('Bearer'));
});

test('R12 twenty at once with one key: one effect and the same answer', async () => {
  const before = await fixture.notes();
  const key = newId();
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => post({ text: 'once' }, { 'idempotency-key': key })),
  );
  assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [201]);
  assert.equal(new Set(answers.map((answer) => answer.text)).size, 1);
  assert.equal(await fixture.notes(), before + 1);
  const other = await post({ text: 'other' }, { 'idempotency-key': key });
  assert.deepEqual([other.status, other.body['code']], [422, 'request.idempotency_mismatch']);
  assert.equal(await fixture.notes(), before + 1);
});

test('R12 the key of another user or organisation is another key', async () => {
  const key = newId();
  const mine = await post({ text: 'mine' }, { 'idempotency-key': key });
  const theirs = await post({ text: 'theirs' }, { 'idempotency-key': key }, 'stranger');
  assert.equal(theirs.status, 201);
  assert.notEqual(mine.body['id'], theirs.body['id']);
});

test('R12 a refused act frees its key', async () => {
  const key = newId();
  assert.equal((await post({ text: 'refuse' }, { 'idempotency-key': key })).status, 409);
  assert.equal((await post({ text: 'mended' }, { 'idempotency-key': key })).status, 201);
});

test('an answer of nothing is 204 without a body', async () => {
  const answer = await call({ method: 'DELETE', url: `/api/v1/notes/${newId()}` });
  assert.deepEqual([answer.status, answer.text], [204, '']);
});

test('an upload arrives whole and a file leaves as a download', async () => {
  const form = (fields: string, size: number) => ({
    payload: `${fields}--b\r\nContent-Disposition: form-data; name="file"; filename="가.csv"\r\nContent-Type: text/csv\r\n\r\n${'x'.repeat(size)}\r\n--b--\r\n`,
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
  });
  const kind = '--b\r\nContent-Disposition: form-data; name="kind"\r\n\r\npeople\r\n';
  const url = '/api/v1/files';
  const taken = await call({ method: 'POST', url, ...form(kind, 5000) });
  assert.deepEqual(
    [taken.status, taken.body],
    [202, { kind: 'people', fileName: '가.csv', sizeBytes: 5000, read: 5000 }],
  );
  const large = await call({ method: 'POST', url, ...form(kind, 3 * 1024 * 1024) });
  assert.deepEqual([large.status, large.body['code']], [413, 'request.too_large']);
  const unnamed = await call({ method: 'POST', url, ...form('', 5) });
  assert.deepEqual([unnamed.status, unnamed.body['errors'][0].field], [422, 'kind']);
  const file = await call({ method: 'GET', url: '/api/v1/files/rejected.csv' });
  assert.equal(file.text, 'a,b\r\n');
  assert.equal(file.headers['x-content-type-options'], 'nosniff');
  assert.match(String(file.headers['content-disposition']), /^attachment; filename\*=UTF-8''%EA%B1%B0/);
});

test('S10 a session acts only from a page of ours; a key needs no page', async () => {
  const act = (headers: Record<string, string>) =>
    fixture.app.inject({ method: 'POST', url: '/api/v1/notes', payload: { text: 'x' }, headers });
  const cookie = '__Host-anbu=admin';
  const rows: [Record<string, string>, number][] = [
    [{ cookie, origin: 'https://evil.example' }, 403],
    [{ cookie, origin: 'null' }, 403],
    [{ cookie, 'sec-fetch-site': 'cross-site' }, 403],
    [{ cookie, 'sec-fetch-site': 'same-site' }, 403],
    [{ cookie, 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }, 403],
    [{ cookie }, 403],
    [{ cookie, 'sec-fetch-site': 'same-origin' }, 201],
    [{ cookie, origin: 'http://localhost:3999' }, 201],
    [{ authorization: 'Bearer admin' }, 201],
  ];
  for (const [headers, expected] of rows) {
    const answer = await act(headers);
    assert.equal(answer.statusCode, expected, JSON.stringify(headers));
    assert.equal(answer.headers['access-control-allow-origin'], undefined);
  }
});

test('S10 the cookie of a session is bound to the host, unseen by scripts, and not set for a foreign page', async () => {
  const signIn = (headers: Record<string, string>) =>
    fixture.app.inject({ method: 'POST', url: '/api/v1/sign-in', payload: { email: 'admin' }, headers });
  const answer = await signIn({ 'sec-fetch-site': 'same-origin' });
  const cookie = String(answer.headers['set-cookie']);
  assert.match(cookie, /^__Host-anbu=admin; Path=\/; Secure; HttpOnly; SameSite=Lax; Expires=/);
  assert.ok(!/domain/i.test(cookie));
  assert.equal((await signIn({ origin: 'https://evil.example' })).statusCode, 403);
  assert.equal((await signIn({})).statusCode, 200);
});

test('S4 no answer may be framed or run a script', async () => {
  for (const url of ['/api/v1/nowhere', '/docs', '/healthz', '/nowhere.js']) {
    const { headers } = await call({ method: 'GET', url });
    const policy = String(headers['content-security-policy']);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.match(policy, /base-uri 'none'/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'same-origin');
  }
});

test('the document is OpenAPI 3.1 with components, security and problems; the page lists every operation', async () => {
  const { body } = await call({ method: 'GET', url: '/openapi.json' });
  assert.match(body['openapi'], /^3\.1/);
  const create = body['paths']['/api/v1/notes'].post;
  assert.deepEqual(create.security, [{ bearer: [] }, { cookie: [] }]);
  assert.equal(create.responses['201'].content['application/json'].schema.$ref, '#/components/schemas/TestNote');
  assert.ok(create.responses.default.content['application/problem+json']);
  assert.deepEqual(Object.keys(body['components'].securitySchemes), ['bearer', 'cookie', 'signature']);
  assert.ok(body['components'].schemas.Problem);
  const page = await call({ method: 'GET', url: '/docs' });
  assert.match(page.text, /Write a note/);
  const nonce = /'nonce-([^']+)'/.exec(String(page.headers['content-security-policy']))?.[1];
  assert.ok(nonce && page.text.includes(`<style nonce="${nonce}">`));
});

test('numbers of the program name patterns of routes, never addresses', async () => {
  const id = newId();
  await call({ method: 'GET', url: `/api/v1/notes/${id}` });
  const { text } = await call({ method: 'GET', url: '/metrics' });
  assert.match(text, /anbu_http_seconds_count\{method="GET",route="\/api\/v1\/notes\/:id",status="404"\}/);
  assert.match(text, /anbu_db_connections \d/);
  assert.ok(!text.includes(id));
  const far = await fixture.app.inject({ method: 'GET', url: '/metrics', remoteAddress: '203.0.113.9' });
  assert.equal(far.statusCode, 404);
});

test('behind a proxy that is not trusted nobody reads the numbers, and the log says once that all visitors count as one', async () => {
  const ask = (of: Fixture, headers: Record<string, string>) =>
    of.app.inject({ method: 'GET', url: '/metrics', remoteAddress: '127.0.0.1', headers });
  for (const name of ['x-forwarded-for', 'x-real-ip', 'forwarded', 'x-forwarded-proto', 'via']) {
    assert.equal((await ask(fixture, { [name]: '203.0.113.9' })).statusCode, 404, name);
  }
  const told = fixture.lines.filter((line) => line.includes('ANBU_TRUST_PROXY'));
  assert.equal(told.length, 1);
  assert.match(told[0]!, /"level":"warn"/);
  const behind = await httpFixture({ trustProxy: ['loopback'] });
  assert.equal((await ask(behind, { 'x-forwarded-for': '203.0.113.9' })).statusCode, 404);
  assert.equal((await ask(behind, { 'x-forwarded-for': '10.1.2.3' })).statusCode, 200);
  assert.equal((await ask(behind, { 'x-forwarded-proto': 'https' })).statusCode, 404, 'it does not say who asks');
  const lan = { method: 'GET', url: '/metrics', remoteAddress: '10.9.9.9' } as const;
  assert.equal((await behind.app.inject({ ...lan, headers: { 'x-forwarded-for': '10.1.2.3' } })).statusCode, 404);
  assert.equal((await behind.app.inject(lan)).statusCode, 200);
  await behind.stop();
});

test('what browsers report of the content policy is counted', async () => {
  const report = JSON.stringify({ 'csp-report': { 'effective-directive': 'script-src' } });
  const headers = { 'content-type': 'application/csp-report' };
  assert.equal((await call({ method: 'POST', url: '/csp-report', payload: report, headers })).status, 204);
  const { text } = await call({ method: 'GET', url: '/metrics' });
  assert.match(text, /anbu_csp_reports_total\{directive="script-src"\} 1/);
});
