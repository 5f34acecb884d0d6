import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { testApp, type As, type TestApp } from '../testing/app.ts';
import { until } from '../testing/until.ts';

let app: TestApp;
let port: number;
before(async () => {
  app = await testApp({ stream: true });
  await app.server.listen({ host: '127.0.0.1', port: 0 });
  ({ port } = app.server.server.address() as AddressInfo);
});
after(() => app.stop());

type Heard = { readonly position: number; readonly type: string | null; readonly text: string };
type Ear = { readonly heard: Heard[]; raw(): string; close(): void };

/** Listens as somebody, from a position on. */
async function listen(as: NonNullable<As>, after?: number): Promise<Ear> {
  const headers = {
    authorization: `Bearer test:${as}`,
    ...(after === undefined ? {} : { 'last-event-id': String(after) }),
  };
  const request = http.get({ host: '127.0.0.1', port, path: '/api/v1/stream', headers });
  const [answer] = (await once(request, 'response')) as [http.IncomingMessage];
  assert.equal(answer.statusCode, 200);
  const heard: Heard[] = [];
  let all = '';
  let rest = '';
  answer.setEncoding('utf8').on('data', (chunk: string) => {
    all += chunk;
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const text of blocks) {
      const position = /^id: (\d+)$/m.exec(text)?.[1];
      if (position === undefined) continue;
      const data = /^data: (.+)$/m.exec(text)?.[1];
      heard.push({ position: Number(position), type: data ? (JSON.parse(data) as { type: string }).type : null, text });
    }
  });
  answer.on('error', () => undefined);
  return { heard, raw: () => all, close: () => void request.destroy() };
}

/** Something happens in an organisation; gives the ids that it is known by. */
async function happens(as: 'manager' | 'other.manager', name: string): Promise<string[]> {
  const { body, status } = await app.request(as, 'POST', '/enquiries', {
    person: { name, phone: as === 'manager' ? '010-4444-1111' : '010-4444-2222' },
    sourceChannel: 'phone',
    text: `${name}의 문의`,
  });
  assert.equal(status, 201);
  assert.equal((await app.act(as, body.id, 'calls', { outcome: 'NO_ANSWER', note: `${name} 메모` })).status, 200);
  await app.runOutbox();
  return [body.id as string, body.personId as string];
}

const types = (ear: Ear) => new Set(ear.heard.map(({ type }) => type).filter((type) => type !== null));

test('S1 each organisation hears its own, each role what it may read, and nobody a name, a number or a word', async () => {
  const ears = {
    manager: await listen('manager'),
    adjuster: await listen('adjuster'),
    analyst: await listen('analyst'),
    'other.manager': await listen('other.manager'),
    'other.adjuster': await listen('other.adjuster'),
  };
  const ours = await happens('manager', '김안부');
  const theirs = await happens('other.manager', '이다른');
  await until(
    () =>
      types(ears.manager).has('enquiries.call_recorded') && types(ears['other.manager']).has('enquiries.call_recorded'),
  );
  await until(() => ears.adjuster.heard.length === ears.manager.heard.length);
  await until(() => ears.analyst.heard.length === ears.manager.heard.length);
  await until(() => ears['other.adjuster'].heard.length === ears['other.manager'].heard.length);
  for (const [as, ear] of Object.entries(ears)) {
    for (const id of as.startsWith('other.') ? ours : theirs)
      assert.ok(!ear.raw().includes(id), `${as} hears of ${id}`);
    assert.doesNotMatch(ear.raw(), /김안부|이다른|4444|문의|메모/);
  }
  assert.ok(ours.every((id) => ears.manager.raw().includes(id)));
  assert.deepEqual(
    [...types(ears.adjuster)].filter((type) => !/^(people|timeline|intake|desk\.viewers_)/.test(type)),
    [],
  );
  assert.ok(types(ears.adjuster).size > 0);
  assert.deepEqual(
    [...types(ears.analyst)].filter((type) => type.startsWith('people.') || type.startsWith('timeline.')),
    [],
  );
  assert.ok(types(ears.analyst).has('enquiries.call_recorded'));
  for (const ear of Object.values(ears)) ear.close();

  // Who comes back hears what was said meanwhile, once, in its order; another organisation's position leads to nothing of it.
  const last = ears.manager.heard.at(-1)!.position;
  await happens('manager', '김안부');
  const again = await listen('manager', last);
  await until(() => types(again).has('enquiries.call_recorded'));
  const positions = again.heard.map(({ position }) => position);
  assert.deepEqual(
    positions,
    positions.map((_, index) => last + 1 + index),
  );
  const stranger = await listen('other.manager', 0);
  await until(() => types(stranger).has('enquiries.call_recorded'));
  assert.ok(ours.every((id) => !stranger.raw().includes(id)));
  for (const ear of [again, stranger]) ear.close();
});

test('S1 nobody who is not signed in hears anything', async () => {
  const ask = async (headers: Record<string, string>) => {
    const request = http.get({ host: '127.0.0.1', port, path: '/api/v1/stream', headers });
    const [answer] = (await once(request, 'response')) as [http.IncomingMessage];
    request.destroy();
    return answer.statusCode;
  };
  assert.equal(await ask({}), 401);
  assert.equal(await ask({ authorization: 'Bearer anbu_00000000_00' }), 401);
});
