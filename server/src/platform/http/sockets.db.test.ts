import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { httpFixture, type Fixture } from './fixture.ts';
import { quickest } from '../../testing/quickest.ts';

// Reliability S7 and the behaviour of real sockets.
let fixture: Fixture;
let port: number;
before(async () => {
  fixture = await httpFixture();
  await fixture.app.listen({ port: 0, host: '127.0.0.1' });
  port = (fixture.app.server.address() as { port: number }).port;
});
after(() => fixture.stop());

const HEAD = (length: number | 'chunked', more = '') =>
  `POST /api/v1/notes HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer admin\r\nContent-Type: application/json\r\n${
    length === 'chunked' ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`
  }\r\n${more}\r\n`;

type Sent = { status: number; sentBytes: number };

/** reliability.md, S7. */
const AT_ONCE = 1_000;

/** Sends a head and as much of a body as the server takes; gives the status and how much was taken. */
async function send(head: string, body: (socket: Socket, isOpen: () => boolean) => Promise<number>): Promise<Sent> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  let answer = '';
  const answered = new Promise<void>((resolve) => {
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (/^HTTP\/1\.1 \d{3}/.test(answer)) resolve();
    });
    socket.on('close', () => resolve());
  });
  let isOpen = true;
  void answered.then(() => (isOpen = false));
  socket.write(head);
  const sending = body(socket, () => isOpen && socket.writable);
  await answered;
  const sentBytes = await sending;
  socket.destroy();
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0), sentBytes };
}

async function pour(socket: Socket, isOpen: () => boolean, bytes: number, isChunked: boolean): Promise<number> {
  const block = Buffer.alloc(64 * 1024, 'x');
  let sent = 0;
  while (isOpen() && sent < bytes) {
    if (isChunked) socket.write(`${block.length.toString(16)}\r\n`);
    const more = socket.write(block);
    if (isChunked) socket.write('\r\n');
    sent += block.length;
    if (!more) await drained(socket);
  }
  return sent;
}

/** The server took more, is gone, or takes nothing for a while. */
async function drained(socket: Socket): Promise<void> {
  if (socket.destroyed || socket.closed) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      for (const event of EVENTS) socket.off(event, done);
      resolve();
    };
    const timer = setTimeout(done, 200);
    for (const event of EVENTS) socket.once(event, done);
  });
}
const EVENTS = ['drain', 'close', 'error'] as const;

const GIGABYTE = 1024 ** 3;
const nothing = async () => 0;

test('S7 a gigabyte of JSON is refused at once, announced or not, and memory stays', async () => {
  const before = process.memoryUsage().rss;
  const announced = await send(HEAD(GIGABYTE), (socket, isOpen) => pour(socket, isOpen, GIGABYTE, false));
  const chunked = await send(HEAD('chunked'), (socket, isOpen) => pour(socket, isOpen, GIGABYTE, true));
  for (const { status, sentBytes } of [announced, chunked]) {
    assert.equal(status, 413);
    assert.ok(sentBytes < 64 * 1024 * 1024, `${sentBytes} bytes`);
  }
  const took = await quickest(AT_ONCE, () => send(HEAD(GIGABYTE), nothing));
  assert.ok(took < AT_ONCE, `${took} ms`);
  const grown = (process.memoryUsage().rss - before) / 1024 ** 2;
  assert.ok(grown < 100, `${grown} MB`);
});

test('S7 deep JSON, dangerous names, broken text and a compressed bomb are refused', async () => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  const rows: [Buffer | string, Record<string, string>, number][] = [
    [deep, {}, 400],
    [`{"text":${'{"a":'.repeat(33)}1${'}'.repeat(33)}}`, {}, 400],
    ['{"text":"x","__proto__":{"a":1}}', {}, 400],
    ['{"text":"x","constructor":{"prototype":{}}}', {}, 400],
    ['{"text":', {}, 400],
    [Buffer.from([0x22, 0xff, 0x22]), {}, 400],
    [gzipSync(Buffer.alloc(10_000_000)), { 'content-encoding': 'gzip' }, 415],
    ['text=x', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['{"text":"x"}', { 'content-type': 'text/plain' }, 415],
    [JSON.stringify({ text: '[{'.repeat(8) }), {}, 201],
  ];
  for (const [payload, headers, expected] of rows) {
    const took = await quickest(AT_ONCE, async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/notes`, {
        method: 'POST',
        body: payload as string,
        headers: { authorization: 'Bearer admin', 'content-type': 'application/json', ...headers },
      });
      assert.equal(answer.status, expected, String(payload).slice(0, 40));
      if (expected !== 201) assert.match(String(answer.headers.get('content-type')), /^application\/problem\+json/);
      await answer.arrayBuffer();
    });
    assert.ok(took < AT_ONCE, `${String(payload).slice(0, 40)}: ${took} ms`);
  }
});

test('S7 ten thousand parameters are refused at once', async () => {
  const many = Array.from({ length: 10_000 }, (_, index) => `a${index}=1`).join('&');
  const fewer = Array.from({ length: 1_500 }, () => 'a=1').join('&');
  for (const query of [many, fewer]) {
    const request = `GET /api/v1/notes/x?${query} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer admin\r\n\r\n`;
    const took = await quickest(AT_ONCE, async () => {
      const { status } = await send(request, nothing);
      assert.ok(status >= 400 && status < 500, String(status));
    });
    assert.ok(took < AT_ONCE, `${took} ms`);
  }
});

test('S7 who is nobody is refused before a byte of the body is read', async () => {
  const { status, sentBytes } = await send(HEAD(GIGABYTE).replace('Bearer admin', 'Bearer nobody'), (socket, isOpen) =>
    pour(socket, isOpen, GIGABYTE, false),
  );
  assert.equal(status, 401);
  assert.ok(sentBytes < 64 * 1024 * 1024);
});

test('S7 an upload beyond its limit is refused while it comes, and its file is gone', async () => {
  const { readdir } = await import('node:fs/promises');
  const before = (await readdir(fixture.deps.uploadDir).catch(() => [])).length;
  const part = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n';
  const head = HEAD('chunked')
    .replace('/api/v1/notes', '/api/v1/files')
    .replace('application/json', 'multipart/form-data; boundary=b');
  const { status } = await send(head, async (socket, isOpen) => {
    socket.write(`${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n`);
    return pour(socket, isOpen, 20 * 1024 * 1024, true);
  });
  assert.equal(status, 413);
  assert.equal((await readdir(fixture.deps.uploadDir)).length, before);
});

/** The whole answer to a request that the parser itself may refuse. */
async function raw(request: string): Promise<{ status: number; head: string; body: string }> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString('utf8')));
  socket.write(request);
  await once(socket, 'close');
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0),
    head,
    body,
  };
}

test('what the parser refuses is a problem in the language of the reader', async () => {
  const long = 'x'.repeat(200 * 1024);
  for (const [request, status, code] of [
    [
      `GET /api/v1/notes/x HTTP/1.1\r\nHost: a\r\nAccept-Language: zh\r\nX-Long: ${long}\r\n\r\n`,
      431,
      'headers_too_large',
    ],
    [`GET /api/v1/notes/x?q=${long} HTTP/1.1\r\nHost: a\r\n\r\n`, 431, 'headers_too_large'],
    ['GET /healthz HTTP/1.1\r\nHost: a\r\nAccept-Language: zh\r\nBad Header: 1\r\n\r\n', 400, 'malformed'],
    ['nonsense\r\n\r\n', 400, 'malformed'],
  ] as const) {
    const answer = await raw(request);
    assert.equal(answer.status, status);
    assert.match(answer.head, /\r\ncontent-type: application\/problem\+json/);
    assert.match(answer.head, /\r\nx-content-type-options: nosniff/);
    const problem = JSON.parse(answer.body) as { code: string; status: number; title: string };
    assert.deepEqual([problem.code, problem.status], [`request.${code}`, status]);
    assert.match(problem.title, request.includes('Bad Header') ? /请求有误/ : /[가-힣一-龥]/);
  }
});

test('S6 an address of ten thousand Hangul reaches its route, which answers by its schema', async () => {
  const query = encodeURIComponent('김'.repeat(10_000));
  assert.equal(query.length, 90_000);
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/notes/0199aa00-0000-7000-8000-000000000001?q=${query}`, {
    headers: { authorization: 'Bearer admin' },
  });
  assert.equal(answer.status, 422);
  const { errors } = (await answer.json()) as { errors: { field: string; code: string }[] };
  assert.deepEqual([errors[0]?.field, errors[0]?.code], ['q', 'field.unknown']);
});
