import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { httpFixture, type Fixture } from './fixture.ts';

let fixture: Fixture;
let webDir: string;
before(async () => {
  webDir = await mkdtemp(path.join(tmpdir(), 'anbu-web-'));
  await mkdir(path.join(webDir, 'assets'));
  await writeFile(path.join(webDir, 'index.html'), '<meta property="csp-nonce" nonce="__CSP_NONCE__"><p>Anbu</p>');
  await writeFile(path.join(webDir, 'assets', 'app-abc123.js'), `console.log(${'1'.repeat(5_000)})`);
  fixture = await httpFixture({ webDir });
});
after(async () => {
  await fixture.stop();
  await rm(webDir, { recursive: true });
});

const get = (url: string, headers: Record<string, string> = {}) =>
  fixture.app.inject({ method: 'GET', url, headers: { host: 'localhost:3999', accept: 'text/html', ...headers } });

test('S4 every page has its own nonce, in the page and in the policy', async () => {
  const [one, other] = [await get('/'), await get('/people/1')];
  const nonces = [one, other].map((page) => {
    assert.equal(page.statusCode, 200);
    assert.equal(page.headers['cache-control'], 'no-cache');
    const policy = String(page.headers['content-security-policy']);
    assert.match(policy, /script-src 'self';/);
    const nonce = /style-src 'self' 'nonce-([^']+)'/.exec(policy)![1]!;
    assert.ok(page.body.includes(`nonce="${nonce}"`));
    assert.ok(!page.body.includes('__CSP_NONCE__'));
    return nonce;
  });
  assert.notEqual(nonces[0], nonces[1]);
});

test('files with a hash are kept for ever and compressed, missing ones are no page', async () => {
  const file = await get('/assets/app-abc123.js', { 'accept-encoding': 'br' });
  assert.equal(file.statusCode, 200);
  assert.match(String(file.headers['cache-control']), /immutable/);
  assert.equal(file.headers['content-encoding'], 'br');
  assert.equal((await get('/assets/old-000.js')).statusCode, 404);
  assert.equal((await get('/nothing.png')).statusCode, 404);
  assert.equal((await get('/api/v1/nothing')).statusCode, 404);
  assert.equal((await get('/..%2f..%2fetc%2fpasswd.txt')).statusCode, 404);
  assert.equal((await fixture.app.inject({ method: 'POST', url: '/people/1' })).statusCode, 404);
});

test('pages at 127.0.0.1 go to the public name, the API does not', async () => {
  const page = await get('/people?q=a', { host: '127.0.0.1:3999' });
  assert.deepEqual([page.statusCode, page.headers.location], [302, 'http://localhost:3999/people?q=a']);
  const evil = await get('//evil.example/x', { host: '127.0.0.1:3999' });
  assert.equal(evil.headers.location, 'http://localhost:3999/evil.example/x');
  assert.equal((await get('/healthz', { host: '127.0.0.1:3999' })).statusCode, 200);
});
