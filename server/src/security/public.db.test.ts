import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RawRoute } from '../platform/http/raw-route.ts';
import { PREFIX } from '../platform/http/api.ts';
import { signWebhook } from '../platform/webhooks/index.ts';
import { testApp, type TestAnswer, type TestApp } from '../testing/app.ts';
import { as, changedTables, everyRow, furnish, MARKERS, succeeded, type Side } from './testing.ts';

// The addresses at which nobody is signed in: no permission, no organisation of a caller, no line of a read. What they show must be public,
// what they do must be signed or sent with the page's own stamp.

type Ways = { readonly form: string; readonly webhook: string; readonly chat: string; readonly closed: string };
let app: TestApp;
const ways = {} as Record<Side, Ways>;
let secret = '';
before(async () => {
  app = await testApp();
  for (const side of ['own', 'other'] as const) {
    await furnish(app, side);
    const made = async (kind: string, name: string) => {
      const input = { kind, name, sourceChannel: 'web_form' };
      const source = succeeded(await app.request(as(side, 'admin'), 'POST', '/intake-sources', input));
      if (kind === 'webhook') secret = source.secret;
      return { id: source.id as string, token: String(source.path).split('/').at(-1)! };
    };
    const closed = await made('web_form', '닫힘');
    succeeded(await app.request(as(side, 'admin'), 'PATCH', `/intake-sources/${closed.id}`, { active: false }));
    ways[side] = {
      form: (await made('web_form', '양식')).token,
      webhook: (await made('webhook', '웹훅')).token,
      chat: (await made('chat', '채팅')).token,
      closed: closed.token,
    };
  }
});
after(() => app.stop());

/** What the server answers beside the lists of routes, and why no walk goes over it. */
const ELSEWHERE: Record<string, string> = {
  '/openapi.json': 'says what routes there are',
  '/docs': 'the same as a page',
  '/docs/': 'leads to the page',
  '/healthz': 'says that the process lives',
  '/readyz': 'says that it can serve',
  '/metrics': 'counts, for the own network',
  '/csp-report': 'counts what browsers blocked; keeps nothing of it',
  '/*': 'files of the web interface',
  '*': 'what is nowhere, 404',
  [`${PREFIX}/stream`]: 'ids of what changed, each by its permission: stream.db.test.ts',
};

test('every address that the server answers is in a list of routes or named here', () => {
  const { routes, publicRoutes, rawRoutes } = app.app;
  const listed = new Set([
    ...[...routes, ...publicRoutes].map(({ path }) => PREFIX + path),
    ...rawRoutes.map(({ path }) => path),
    ...Object.keys(ELSEWHERE),
  ]);
  const answered = addressesOf(app.server.printRoutes({ commonPrefix: false }));
  assert.ok(answered.length > 100, `${answered.length} addresses`);
  assert.deepEqual(
    answered.filter((address) => !listed.has(address)),
    [],
  );
});

/** The whole addresses of fastify's tree: each step of it is indented by four characters. */
function addressesOf(tree: string): string[] {
  const steps: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const found = /^([│ ]*)[├└]── (\S*?)(?: \((.*)\))?$/.exec(line);
    if (!found) return [];
    const [, indent = '', step = '', methods] = found;
    steps.length = indent.length / 4;
    steps.push(step);
    return methods === undefined ? [] : [steps.join('')];
  });
}

const NOBODYS = 'aaaaaaaaaaaaaaaaaaaaaa';
const PHONE = '010-8765-1234';
const FORM = 'application/x-www-form-urlencoded';
const BODIES: readonly [type: string, body: string][] = [
  ['application/json', ''],
  ['application/json', '{}'],
  ['application/json', JSON.stringify({ person: { phone: PHONE }, orgId: NOBODYS })],
  ['application/json', '{'],
  [FORM, 'consent=yes&stamp=x&name=x'],
  [FORM, `consent=yes&stamp=${NOBODYS}&name=x&phone=01011112222`],
  ['text/plain', '\u0000'],
  ['multipart/form-data; boundary=b', '--b--'],
];
const signedBy = (key: string, at: number, body: string) => ({
  'webhook-id': 'walk',
  'webhook-timestamp': String(at),
  'webhook-signature': signWebhook(key, 'walk', at, Buffer.from(body)),
});

async function send(route: RawRoute, token: string, [type, body]: readonly [string, string], headers = {}) {
  const path = `/${route.path.replace(':token', token)}`;
  if (route.method === 'GET') return app.request(null, 'GET', path, undefined, headers);
  return app.request(null, 'POST', path, body, { 'content-type': type, ...headers });
}

function assertPublic(answer: TestAnswer, what: string): void {
  assert.ok(answer.status < 500, `${what}: ${answer.text}`);
  const heard = answer.text + JSON.stringify(answer.headers);
  for (const marker of [...MARKERS, '우리사람', '11112222', '1111-2222', 'own@own.example'])
    assert.ok(!heard.includes(marker) || what.includes(marker), `${what} says ${marker}`);
  assert.equal(answer.headers['set-cookie'], undefined, what);
}

test('S1 R11 without stamp or signature a public address names no person of anybody and changes nothing', async () => {
  const before = await everyRow(app);
  const now = Math.floor((await app.db.now()) / 1000);
  let tried = 0;
  for (const route of app.app.rawRoutes) {
    const tokens = [NOBODYS, '%27', ...Object.values(ways.own), ...Object.values(ways.other)];
    for (const token of route.path.includes(':token') ? tokens : ['']) {
      for (const body of route.method === 'GET' ? [['', ''] as const] : BODIES) {
        const foreign = signedBy('whsec_AAAA', now, body[1]);
        for (const headers of [{}, { authorization: 'Bearer test:admin' }, foreign]) {
          const answer = await send(route, token, body, headers);
          assertPublic(answer, `${route.method} ${route.path} ${token} ${body.join(' ')}`);
          if (route.security === 'signature') assert.equal(answer.status, 401, answer.text);
          tried++;
        }
      }
    }
  }
  assert.ok(tried > 300, `${tried} tried`);
  assert.deepEqual(changedTables(before, await everyRow(app)), []);
});

test('F3 a signed message that names a known person is answered without a word of her', async () => {
  const body = JSON.stringify({ person: { phone: PHONE }, text: '다시 전화 주세요' });
  const now = Math.floor((await app.db.now()) / 1000);
  const route = app.app.rawRoutes.find(({ security }) => security === 'signature')!;
  const answer = await send(route, ways.other.webhook, ['application/json', body], signedBy(secret, now, body));
  assert.equal(answer.status, 202, answer.text);
  assertPublic(answer, 'a signed message');
});

test('S1 the secret of one source opens no other one, of whichever organisation', async () => {
  const body = JSON.stringify({ person: { phone: PHONE } });
  const now = Math.floor((await app.db.now()) / 1000);
  const route = app.app.rawRoutes.find(({ security }) => security === 'signature')!;
  for (const token of [ways.other.chat, ways.own.webhook, ways.own.chat]) {
    const answer = await send(route, token, ['application/json', body], signedBy(secret, now, body));
    assert.equal(answer.status, 401, answer.text);
  }
});

/** Signed as agreed, and not what was agreed. */
const HOSTILE: readonly [what: string, body: Buffer][] = [
  ['nothing', Buffer.alloc(0)],
  ['half of it', Buffer.from('{')],
  ['no object', Buffer.from('null')],
  ['a list', Buffer.from('[1]')],
  ['nothing in it', Buffer.from('{}')],
  ['bytes that are no text', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
  ['five thousand deep', Buffer.from('['.repeat(5_000) + ']'.repeat(5_000))],
  ['what the database holds not', Buffer.from(JSON.stringify({ text: '\u0000', call: '\u0000', file: '\u0000' }))],
  ['another organisation', Buffer.from(JSON.stringify({ orgId: NOBODYS, __proto__: { orgId: NOBODYS } }))],
];

test('R11 each signed address: hostile headers are 401, a hostile body that is signed is refused in words', async () => {
  const line = succeeded(await app.request('admin', 'POST', '/telephony/exchanges', { kind: 'webhook', name: '걷기' }));
  const source = { kind: 'webhook', name: '걷기', sourceChannel: 'web_form' };
  const intake = succeeded(await app.request('admin', 'POST', '/intake-sources', source));
  const hookSecret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
  const way = {
    kind: 'hylafax',
    name: '걷기',
    channels: ['fax'],
    sender: '0215881234',
    settings: { host: 'f.example' },
  };
  const fax = succeeded(await app.request('admin', 'POST', '/channels', { ...way, secrets: { hookSecret } }));
  const chat = succeeded(
    await app.request('admin', 'POST', '/channels', {
      ...{ kind: 'chat', name: '걷기 채팅', channels: ['web'], sender: '안부치과' },
      ...{ settings: { url: 'https://chat.example/answers' }, secrets: { hookSecret } },
    }),
  );
  const doors: [path: string, secret: string][] = [
    [line.path, line.secret],
    [intake.path, intake.secret],
    [fax.receivePath, hookSecret],
    [chat.receivePath, hookSecret],
  ];
  const signedRoutes = app.app.rawRoutes.filter(({ security }) => security === 'signature');
  assert.equal(signedRoutes.length, doors.length, 'a signed address has a line here');
  const now = Math.floor((await app.db.now()) / 1000);
  for (const [path, key] of doors) {
    const bring = (body: Buffer, headers: Record<string, string>) =>
      app.server.inject({
        ...{ method: 'POST', url: path, payload: body },
        headers: { 'content-type': 'application/json', ...headers },
      });
    for (const [no, [what, body]] of HOSTILE.entries()) {
      const id = `hostile-${no}`;
      const right = {
        'webhook-id': id,
        'webhook-timestamp': String(now),
        'webhook-signature': signWebhook(key, id, now, body),
      };
      const answer = await bring(body, right);
      assert.ok([400, 413, 422].includes(answer.statusCode), `${path} ${what}: ${answer.statusCode} ${answer.payload}`);
      for (const wrong of [
        { 'webhook-id': 'x'.repeat(201) },
        { 'webhook-id': '' },
        { 'webhook-timestamp': '-1' },
        { 'webhook-timestamp': '1e9' },
        { 'webhook-timestamp': String(now - 301) },
        { 'webhook-signature': `${right['webhook-signature']} ${'A'.repeat(2_000)}` },
        { 'webhook-signature': right['webhook-signature'].replace('v1,', 'v1a,') },
        { 'webhook-signature': 'v1,' },
      ]) {
        const refused = await bring(body, { ...right, ...wrong });
        assert.equal(refused.statusCode, 401, `${path} ${what} ${JSON.stringify(wrong).slice(0, 60)}`);
      }
    }
  }
});
