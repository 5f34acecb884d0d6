import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import {
  addSecretKey,
  ConfigError,
  describeConfig,
  ensureSecretKey,
  proxyWarning,
  readConfig,
  type Environment,
} from './index.ts';

const TLS = { ANBU_TLS_CERT: 'c.pem', ANBU_TLS_KEY: 'k.pem' };
const PROXY = { ANBU_TRUST_PROXY: 'loopback', ANBU_PUBLIC_URL: 'https://crm.example.kr' };

test('without any variable Anbu serves this machine alone, with the embedded database and a demo', () => {
  const config = readConfig({});
  assert.deepEqual(
    [config.port, config.host, config.publicUrl.origin, config.databaseUrl, config.demo, config.trustProxy],
    [3000, '127.0.0.1', 'http://localhost:3000', null, true, false],
  );
});

test('a database of its own has no demo unless asked for', () => {
  const url = { DATABASE_URL: 'postgresql://anbu_app:x@db/anbu' };
  assert.equal(readConfig(url).demo, false);
  assert.equal(readConfig({ ...url, ANBU_DEMO: '1' }).demo, true);
});

test('what is wrong is said in one line that names the variable', () => {
  const rows: [Environment, RegExp][] = [
    [{ PORT: 'abc' }, /^PORT must be a whole number/],
    [{ PORT: '70000' }, /^PORT must be/],
    [{ ANBU_DEMO: 'yes' }, /^ANBU_DEMO must be 0 or 1/],
    [{ ANBU_LOG_LEVEL: 'loud' }, /^ANBU_LOG_LEVEL must be one of trace,/],
    [{ ANBU_TLS_CERT: 'c.pem' }, /^ANBU_TLS_KEY is missing/],
    [{ DATABASE_URL: 'mysql://x' }, /^DATABASE_URL must be postgresql:/],
    [{ DATABASE_OWNER_URL: 'postgresql://o@db/anbu' }, /^DATABASE_OWNER_URL is set but DATABASE_URL is not/],
    [{ ANBU_PUBLIC_URL: 'crm.example.kr' }, /^ANBU_PUBLIC_URL must be/],
    [{ ANBU_PUBLIC_URL: 'https://crm.example.kr/anbu' }, /^ANBU_PUBLIC_URL must be/],
    [{ ANBU_PUBLIC_URL: 'http://crm.example.kr' }, /^ANBU_PUBLIC_URL must be https/],
    [{ ANBU_SECRET_KEY: 'short' }, /^ANBU_SECRET_KEY must be/],
    [{ ANBU_TRUST_PROXY: 'everybody' }, /^ANBU_TRUST_PROXY must be/],
    [{ ANBU_MAIL_LISTEN: '0.0.0.0:25' }, /^ANBU_MAIL_LISTEN must be/],
    [{ ANBU_MAIL_LISTEN: '8.8.8.8:25' }, /^ANBU_MAIL_LISTEN must be/],
    [{ ANBU_MAIL_LISTEN: '127.0.0.1:99999' }, /^ANBU_MAIL_LISTEN must be/],
    [{ HOST: '0.0.0.0', ANBU_DEMO: '0' }, /^HOST=0\.0\.0\.0 would send passwords/],
    [{ HOST: '0.0.0.0', ...TLS }, /^HOST=0\.0\.0\.0 would open the demo/],
    [
      { HOST: '0.0.0.0', ANBU_DEMO: '0', ANBU_TEST_CLOCK: '1', ...TLS },
      /^ANBU_TEST_CLOCK=1 is for tests on this machine/,
    ],
    [{ ANBU_TEST_CLOCK: '1', ...PROXY }, /^ANBU_TEST_CLOCK=1 is for tests on this machine/],
    [{ ANBU_TEST_CLOCK: '1', ANBU_PUBLIC_URL: 'https://crm.example.kr' }, /^ANBU_TEST_CLOCK=1 is for tests/],
    [{ ANBU_TEST_CLOCK: '1', DATABASE_URL: 'postgresql://a@db/anbu' }, /^ANBU_TEST_CLOCK=1 needs DATABASE_OWNER_URL/],
    // https in name only: nothing says that a proxy stands in front.
    [{ HOST: '::', ANBU_PUBLIC_URL: 'https://crm.example.kr', ANBU_DEMO: '0' }, /^HOST=:: would send/],
  ];
  for (const [environment, expected] of rows) {
    assert.throws(
      () => readConfig(environment),
      (error: Error) => error instanceof ConfigError && expected.test(error.message) && !error.message.includes('\n'),
      JSON.stringify(environment),
    );
  }
});

test('another address than this machine is served with https, by itself or by a trusted proxy', () => {
  assert.equal(readConfig({ HOST: '0.0.0.0', ANBU_DEMO: '0', ...TLS }).publicUrl.protocol, 'https:');
  assert.deepEqual(readConfig({ HOST: '0.0.0.0', ANBU_DEMO: '0', ...PROXY }).trustProxy, ['loopback']);
});

test('https in front of a program that names no proxy is warned of', () => {
  const url = { ANBU_PUBLIC_URL: 'https://crm.example.kr' };
  assert.match(proxyWarning(readConfig(url)) ?? '', /ANBU_TRUST_PROXY/);
  for (const fine of [{}, PROXY, { ...url, ...TLS }]) assert.equal(proxyWarning(readConfig(fine)), null);
});

test('a new key goes in front of the one of the data folder; one of the environment is its keeper’s', async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'anbu-key-'));
  try {
    const old = await ensureSecretKey({ secretKey: null, dataDir });
    assert.equal(await addSecretKey({ secretKey: null, dataDir }), path.join(dataDir, 'secret.key'));
    const both = (await ensureSecretKey({ secretKey: null, dataDir })).split(',');
    assert.deepEqual([both.length, both[1], Buffer.from(both[0]!, 'base64').length], [2, old, 32]);
    if (process.platform !== 'win32') assert.equal((await stat(path.join(dataDir, 'secret.key'))).mode & 0o777, 0o600);
    assert.equal(await addSecretKey({ secretKey: 'given', dataDir }), null);
  } finally {
    await rm(dataDir, { recursive: true });
  }
});

test('S12 the description of the settings says of secrets only that they are set', () => {
  const settings = describeConfig({ DATABASE_URL: 'postgresql://anbu_app:hidden@db/anbu', PORT: '3100' });
  assert.ok(!JSON.stringify(settings).includes('hidden'));
  assert.deepEqual(
    settings.filter((setting) => setting.source === 'environment').map(({ name, value }) => [name, value]),
    [
      ['PORT', '3100'],
      ['DATABASE_URL', '(set)'],
    ],
  );
});

test('the secret key is made once, for the owner of the folder alone', async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'anbu-key-'));
  try {
    const both = await Promise.all([1, 2].map(() => ensureSecretKey({ secretKey: null, dataDir })));
    assert.equal(both[0], both[1]);
    assert.equal(Buffer.from(both[0]!, 'base64').length, 32);
    const file = path.join(dataDir, 'secret.key');
    if (process.platform !== 'win32') assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal((await readFile(file, 'utf8')).trim(), both[0]);
    assert.equal(await ensureSecretKey({ secretKey: 'given', dataDir }), 'given');
  } finally {
    await rm(dataDir, { recursive: true });
  }
});
