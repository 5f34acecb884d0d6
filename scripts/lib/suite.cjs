'use strict';
// The suite itself; runs on Node 24 (see test.cjs).
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { spawn } = require('node:child_process');
const { run } = require('node:test');
const { pathToFileURL } = require('node:url');
const { ROOT } = require('./install.cjs');
const { DATABASE_TESTS, HELP, among, choose, parseArguments, passes } = require('./plan.cjs');
const { Report } = require('./report.cjs');
const { ensureWeb } = require('./web.cjs');

const CONCURRENCY = 2;
const FILE_LIMIT = 8 * 60_000;
const CI = ['1', 'true'].includes(process.env.CI ?? '');

const report = new Report();
const stopped = new AbortController();

async function main() {
  const options = parseArguments(process.argv.slice(2), ROOT);
  if (options.help) return console.log(HELP);
  const { e2e, ...groups } = choose(ROOT, options);
  const unit = Object.values(groups).flat();
  if (!options.only && options.filters.length === 0) await check();

  const clusters = await import(pathToFileURL(join(ROOT, 'server', 'src', 'testing', 'cluster.ts')).href);
  const again = passes(unit, clusters.hasDebian15());
  // The budgets weigh what is built; the browser opens it.
  const built = groups.web.length + e2e.length > 0 && webIsBuilt();
  const needsCluster = groups.server.length + e2e.length > 0;
  await withCluster(needsCluster && clusters, {}, async (environment) => {
    await runFiles(unit, { ...environment, TZ: 'UTC' });
    for (const { zone, files } of again.on18) await runFiles(files, { ...environment, TZ: zone }, zone);
    if (e2e.length > 0 && built) await runFiles(e2e, { ...environment, TZ: 'UTC' });
  });
  const database = among(unit, DATABASE_TESTS);
  if (database.length > 0) {
    await onPostgres15(clusters, again.on15);
    await onCitus(clusters, database);
  }
  process.exitCode = report.end();
}

/** Types, lint, module rules and texts: one test. */
async function check() {
  if (!existsSync(join(ROOT, 'tools', 'check.ts'))) return;
  const began = performance.now();
  let output = '';
  const child = spawn(process.execPath, [join('tools', 'check.ts')], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code === 0) report.pass();
  else report.fail('tools/check.ts', `ended with ${code}`, output);
  const failed = code === 0 ? 0 : 1;
  report.file('tools/check.ts', { passed: 1 - failed, failed, skipped: 0, milliseconds: performance.now() - began });
}

async function withCluster(clusters, options, body) {
  if (!clusters) return body({});
  let cluster;
  try {
    cluster = await clusters.startTestCluster(options);
  } catch (error) {
    return report.fail('the database cluster of the run', error);
  }
  try {
    await body(cluster.environment);
  } finally {
    await cluster.remove();
  }
}

async function onPostgres15(clusters, { zone, files }) {
  if (stopped.signal.aborted) return;
  const name = 'the database tests on PostgreSQL 15';
  if (!clusters.hasDebian15()) {
    const reason = `Debian's package postgresql-15 is not installed`;
    if (CI) report.fail(name, `${reason}, and CI=true requires it`);
    else report.skip(`${name}: ${reason}`);
    return;
  }
  await withCluster(clusters, { binaries: clusters.DEBIAN_15 }, (environment) =>
    runFiles(files, { ...environment, TZ: zone }, `PostgreSQL 15, ${zone}`),
  );
}

/** A server of somebody's own, never required: the extension comes with no package of npm or Debian. */
async function onCitus(clusters, files) {
  if (stopped.signal.aborted) return;
  if (clusters.CITUS_URL === null) return report.skip('the database tests on Citus: CITUS_URL is not set');
  const start = { startTestCluster: () => clusters.useCitus(clusters.CITUS_URL) };
  await withCluster(start, {}, (environment) => runFiles(files, { ...environment, TZ: 'UTC' }, 'Citus'));
}

function webIsBuilt() {
  try {
    ensureWeb();
    return true;
  } catch (error) {
    report.fail('the build of the web', error);
    return false;
  }
}

async function runFiles(files, variables, where) {
  const queue = [...files];
  const worker = async () => {
    for (let file = queue.shift(); file && !stopped.signal.aborted; file = queue.shift()) {
      await runFile(file, variables, where ? `${file} [${where}]` : file);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}

async function runFile(file, variables, label) {
  const path = join(ROOT, file);
  const began = performance.now();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const above = [];
  const failures = [];
  let output = '';
  const events = run({
    files: [path],
    concurrency: 1,
    cwd: ROOT,
    env: { ...process.env, ...variables },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    signal: AbortSignal.any([stopped.signal, AbortSignal.timeout(FILE_LIMIT)]),
  });
  for await (const { type, data } of events) {
    if (type === 'test:stdout' || type === 'test:stderr') output += data.message;
    if (type === 'test:start') above.splice(data.nesting, Infinity, data.name);
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details?.type === 'suite' && data.details.error?.failureType !== 'hookFailed') continue;
    const ofFile = data.nesting === 0 && data.name === path;
    const name = ofFile ? label : [label, ...above.slice(0, data.nesting), data.name].join(' › ');
    if (data.skip !== undefined || data.todo !== undefined) {
      counts.skipped += 1;
      report.skip(typeof data.skip === 'string' && data.skip ? `${name}: ${data.skip}` : name);
    } else if (type === 'test:fail') {
      counts.failed += 1;
      failures.push([name, data.details.error]);
    } else if (ofFile) {
      counts.failed += 1;
      failures.push([name, 'holds no test']);
    } else counts.passed += 1;
  }
  report.pass(counts.passed);
  failures.forEach(([name, error], index) => report.fail(name, error, index === failures.length - 1 ? output : ''));
  report.file(label, { ...counts, milliseconds: performance.now() - began });
}

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stopped.abort());

main().catch((error) => {
  report.fail('the suite', error);
  process.exitCode = report.end();
});
