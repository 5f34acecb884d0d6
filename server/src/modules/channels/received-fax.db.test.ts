import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { formatSecret, signWebhook } from '../../platform/webhooks/index.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { aPerson } from '../../testing/messages.ts';

const SECRET = formatSecret(Buffer.alloc(32, 9));
const PDF = Buffer.from('%PDF-1.4\n% a page\n').toString('base64');

let app: TestApp;
let address = '';
/** All are signed at one moment, or so long before it: no two by chance in the same second. */
let began: number;
before(async () => {
  app = await testApp();
  const made = await app.request('admin', 'POST', '/channels', {
    ...{ kind: 'hylafax', name: '팩스', channels: ['fax'], sender: '0215881234', settings: { host: 'fax.example' } },
    secrets: { password: 'word', hookSecret: SECRET },
  });
  assert.equal(made.status, 201, made.text);
  address = made.body.receivePath as string;
  began = Math.floor((await app.db.now()) / 1000);
});
after(() => app.stop());

type Said = {
  readonly id?: string;
  readonly secret?: string;
  readonly secondsAgo?: number;
  readonly body?: object;
};
const fax = { name: '', device: 'ttyIAX0', error: '', pages: 1, receivedAt: null, file: PDF };

async function bring({ id = 'fax000000001-1', secret = SECRET, secondsAgo = 0, body = {} }: Said = {}) {
  const content = JSON.stringify({ from: '0233334444', ...fax, ...body });
  const at = began - secondsAgo;
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(at),
    'webhook-signature': signWebhook(secret, id, at, Buffer.from(content)),
  };
  const again = async (more: Record<string, string> = {}, to = address) => {
    const { statusCode, payload } = await app.server.inject({
      ...{ method: 'POST', url: to, payload: content, headers: { ...headers, ...more } },
    });
    return { status: statusCode, body: JSON.parse(payload) as { id?: string; repeated?: boolean; code?: string } };
  };
  return { ...(await again()), again };
}
const waiting = async () => (await app.request('admin', 'GET', '/inbox?view=open')).body.items as { id: string }[];

test('R11 a received fax that is unsigned, wrongly signed, old or a copy is 401 and has no effect', async () => {
  const strangers = [
    await bring({ secret: formatSecret(Buffer.alloc(32, 1)) }),
    await bring({ secondsAgo: 6 * 60 }),
    await bring({ secondsAgo: -6 * 60 }),
  ];
  assert.deepEqual(
    strangers.map(({ status }) => status),
    [401, 401, 401],
  );
  assert.equal((await strangers[0]!.again({ 'webhook-signature': '' })).status, 401);
  assert.equal((await strangers[0]!.again({}, address.replace(/\w{22}$/, 'A'.repeat(22)))).status, 401);
  assert.equal((await waiting()).length, 0);
  const first = await bring({ id: 'fax-r11' });
  assert.deepEqual([first.status, first.body.repeated], [200, false]);
  assert.equal((await first.again()).status, 401, 'a copy of what was signed once');
  assert.equal((await waiting()).length, 1);
});

test('a hook whose answer was lost signs anew and is told of the first one, twenty at a time too', async () => {
  const before = (await waiting()).length;
  const tries = await Promise.all(Array.from({ length: 20 }, (_, no) => bring({ id: 'fax-again', secondsAgo: no })));
  assert.ok(tries.every(({ status }) => status === 200));
  assert.equal(new Set(tries.map(({ body }) => body.id)).size, 1);
  assert.equal(tries.filter(({ body }) => body.repeated === false).length, 1);
  assert.equal((await waiting()).length, before + 1);
});

test('the number says whose a fax is; withheld or unknown it waits for somebody who says so', async () => {
  const personId = await aPerson(app, { name: '한빛의원', phone: '02-777-8888' });
  const { body } = await bring({ id: 'fax-of', body: { from: '027778888', pages: 3 } });
  const known = (await app.request('admin', 'GET', `/inbox/${body.id}`)).body;
  assert.deepEqual([known.match, known.person.id, known.text], ['person', personId, '팩스 3장']);
  const { body: none } = await bring({ id: 'fax-none', body: { from: '<NONE>', error: 'RECV: no carrier' } });
  const unknown = (await app.request('admin', 'GET', `/inbox/${none.id}`)).body;
  assert.deepEqual([unknown.match, unknown.from], ['unknown', null]);
  assert.match(unknown.text, /no carrier/);
});

test('what is no PDF is refused by field, and so is a secret that can be guessed', async () => {
  const { status, body } = await bring({ id: 'fax-html', body: { file: Buffer.from('<html>').toString('base64') } });
  assert.deepEqual([status, body.code], [422, 'channels.no_page']);
  const weak = await app.request('admin', 'POST', '/channels', {
    ...{ kind: 'hylafax', name: '약함', channels: ['fax'], sender: '0215881234', settings: { host: 'fax.example' } },
    secrets: { hookSecret: 'whsec_short' },
  });
  assert.deepEqual([weak.status, weak.body.errors[0].field], [422, 'secrets.hookSecret']);
});
