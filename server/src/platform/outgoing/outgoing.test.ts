import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { Breaker, isPublicAddress, LastingAccess, makeOutgoing, OutgoingError, type OutgoingRequest } from './index.ts';

const ADDRESSES: readonly (readonly [address: string, open: boolean, why: string])[] = [
  ['8.8.8.8', true, 'a public host'],
  ['2a00:1450:4001:80b::200e', true, 'a public host by IPv6'],
  ['127.0.0.1', false, 'this machine'],
  ['127.8.8.8', false, 'this machine, by another of its numbers'],
  ['::1', false, 'this machine by IPv6'],
  ['::ffff:127.0.0.1', false, 'this machine, carried in IPv6'],
  ['::ffff:8.8.8.8', true, 'a public host, carried in IPv6'],
  ['64:ff9b::7f00:1', false, 'this machine behind a translator'],
  ['0.0.0.0', false, 'any address of this machine'],
  ['10.1.2.3', false, 'a private network'],
  ['172.31.255.255', false, 'a private network'],
  ['172.32.0.1', true, 'just beyond it'],
  ['192.168.0.1', false, 'a private network'],
  ['100.64.0.1', false, 'a network of a carrier'],
  ['169.254.169.254', false, 'link-local: where clouds keep their secrets'],
  ['fe80::1', false, 'link-local by IPv6'],
  ['fd00::1', false, 'a private network by IPv6'],
  ['224.0.0.1', false, 'a group'],
  ['push.example', false, 'no address'],
];

test('S9 only addresses out in the open may be called', () => {
  for (const [address, open, why] of ADDRESSES) assert.equal(isPublicAddress(address), open, `${address}: ${why}`);
});

test('S9 what the address alone forbids is refused before anything is sent', async () => {
  const outgoing = makeOutgoing({ allow: new Set() });
  for (const url of [
    'http://push.example/x',
    'https://push.example:8443/x',
    'https://user:word@push.example/x',
    'https://127.0.0.1/x',
    'https://2130706433/x',
    'https://0x7f.1/x',
    'https://[::1]/x',
    'https://[::ffff:7f00:1]/x',
    'ftp://push.example/x',
    'nonsense',
  ]) {
    assert.equal(outgoing.mayCall(url), false, url);
    await assert.rejects(outgoing.send({ url, method: 'POST', headers: {}, body: Buffer.alloc(0) }), {
      code: 'blocked',
    });
  }
  assert.equal(outgoing.mayCall('https://push.example/x'), true);
});

test('S9 a public name that resolves to this machine is not connected to', async () => {
  const outgoing = makeOutgoing({ allow: new Set() });
  const request = { url: 'https://localhost/x', method: 'POST', headers: {}, body: Buffer.alloc(0) } as const;
  await assert.rejects(outgoing.send(request), (error) => error instanceof OutgoingError && error.code === 'blocked');
});

test('what is on the list for tests is called; a redirect is not followed, a slow body not waited for', async (t) => {
  const calls: string[] = [];
  const server = http.createServer((request, response) => {
    calls.push(`${request.method} ${request.url}`);
    if (request.url === '/silent') return;
    response.writeHead(request.url === '/moved' ? 307 : 429, { location: '/elsewhere', 'retry-after': '7' });
    response.write('a');
  });
  t.after(() => server.close());
  t.after(() => server.closeAllConnections());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const place = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const send = (path: string, timeoutMilliseconds = 60_000) =>
    makeOutgoing({ allow: new Set([place]), timeoutMilliseconds }).send({
      url: `http://${place}${path}`,
      method: 'POST',
      headers: {},
      body: Buffer.from('x'),
    });
  assert.deepEqual(await send('/moved'), { status: 307, retryAfterSeconds: 7 });
  assert.deepEqual(await send('/busy'), { status: 429, retryAfterSeconds: 7 });
  await assert.rejects(send('/silent', 2_000), { code: 'unreachable' });
  assert.deepEqual(calls, ['POST /moved', 'POST /busy', 'POST /silent']);
});

test('R13 a host that fails five times in a row rests, is tried by one call, and rests longer', () => {
  const breaker = new Breaker();
  for (let no = 0; no < 4; no += 1) breaker.failed('a', 0);
  assert.equal(breaker.waitBefore('a', 0), 0);
  breaker.failed('a', 0);
  assert.deepEqual([breaker.waitBefore('a', 1_000), breaker.waitBefore('b', 1_000)], [29_000, 0], 'others go on');
  assert.equal(breaker.waitBefore('a', 30_000), 0, 'one tries');
  assert.ok(breaker.waitBefore('a', 30_001) > 0, 'the next waits for it');
  breaker.failed('a', 31_000);
  assert.equal(breaker.waitBefore('a', 31_000), 60_000);
  breaker.succeeded('a');
  assert.equal(breaker.waitBefore('a', 31_000), 0);
});

test('R13 an answer is read in time and up to a size; one byte a second is none', async (t) => {
  const server = http.createServer((request, response) => {
    response.writeHead(200);
    if (request.url === '/long') return void response.end('x'.repeat(2_000));
    if (request.url === '/whole') return void response.end('{"a":1}');
    const drip = setInterval(() => response.write('x'), 100);
    response.on('close', () => clearInterval(drip));
  });
  t.after(() => server.close());
  t.after(() => server.closeAllConnections());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const place = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  let written = 0;
  const read = (path: string, timeoutMilliseconds = 60_000) =>
    makeOutgoing({ allow: new Set([place]), timeoutMilliseconds }).read(
      { url: `http://${place}${path}`, method: 'POST', headers: {}, body: Buffer.from('x') },
      { mostBytes: 1_000, written: () => (written += 1) },
    );
  assert.equal((await read('/whole')).body.toString(), '{"a":1}');
  assert.equal(written, 1);
  await assert.rejects(read('/long'), { code: 'unreachable' });
  await assert.rejects(read('/drip', 1_000), { code: 'unreachable' });
});

test('S9 a host of another protocol must be public too, or on the list', async () => {
  const outgoing = makeOutgoing({ allow: new Set(['127.0.0.1:2775']) });
  assert.deepEqual(await outgoing.place('127.0.0.1', 2775), { address: '127.0.0.1', name: '127.0.0.1', port: 2775 });
  assert.equal((await outgoing.place('8.8.8.8', 25)).address, '8.8.8.8');
  for (const [host, port] of [
    ['127.0.0.1', 25],
    ['10.0.0.5', 2775],
    ['localhost', 25],
  ] as const) {
    await assert.rejects(outgoing.place(host, port), { code: 'blocked' }, host);
  }
});

test('D12 access lasts: renewed before it ends, asked for once, the next refresh token kept; why there is none', async () => {
  let now = 0;
  let answer = { status: 200, body: {} as object };
  const asked: string[] = [];
  const outgoing = {
    ...makeOutgoing({ allow: new Set() }),
    read: (request: OutgoingRequest) => {
      asked.push(request.body.toString());
      return Promise.resolve({
        status: answer.status,
        retryAfterSeconds: null,
        body: Buffer.from(JSON.stringify(answer.body)),
      });
    },
  };
  const grant = { tokenUrl: 'https://login.example/token', clientId: 'c&', clientSecret: null, refreshToken: 'r0' };
  const kept: string[] = [];
  const access = new LastingAccess(outgoing, grant, { now: () => now, keep: async (next) => void kept.push(next) });
  answer.body = { access_token: 'a1', expires_in: '3600', refresh_token: 'r1' };
  assert.deepEqual(await Promise.all([access.token(), access.token()]), ['a1', 'a1']);
  assert.deepEqual(asked, ['grant_type=refresh_token&refresh_token=r0&client_id=c%26']);
  now = 3_539_000;
  assert.equal(await access.token(), 'a1');
  now = 3_540_000;
  answer.body = { access_token: 'a2' };
  assert.equal(await access.token(), 'a2', 'a minute before its end');
  assert.match(asked[1] ?? '', /refresh_token=r1&/);
  assert.deepEqual(kept, ['r1'], 'the same one is not kept again');
  answer.body = { access_token: 'a3', expires_in: 60 };
  assert.equal(await access.token(true), 'a3', 'the other end did not take the last one');
  for (const [status, body, fault] of [
    [400, { error: 'invalid_grant' }, 'consent_ended'],
    [401, { error: 'invalid_client' }, 'client_refused'],
    [503, {}, 'token_unreachable'],
    [200, { token_type: 'Bearer' }, 'token_unreachable'],
  ] as const) {
    answer = { status, body };
    await assert.rejects(access.token(true), { fault });
  }
  assert.equal(await access.token(), 'a3', 'what was given lasts all the same');
});
