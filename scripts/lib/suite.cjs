'use strict';
// The suite itself; runs on Node 24 (see test.cjs).
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { spawn } = require('node:child_process');
const { run } = require('node:test');
const { pathToFileURL } = require('node:url');
const { ROOT } = require('./install.cjs');
const { DATABASE_TESTS, HELP, among, choose, longFirst, parseArguments, runsOf } = require('./plan.cjs');
const { Report } = require('./report.cjs');

/** Many tests wait for a peer, a killed process or a lock: with three at once two cores are at work. But one browser at a time. */
const OTHER_LANES = 2;
const FILE_LIMIT = 20 * 60_000;
const CI = ['1', 'true'].includes(process.env.CI ?? '');

const report = new Report();
const stopped = new AbortController();

async function main() {
  const options = parseArguments(process.argv.slice(2), ROOT);
  if (options.help) return console.log(HELP);
  const { e2e, web, ...groups } = choose(ROOT, options);
  const clusters = await testing('cluster.ts');
  const unit = Object.values(groups).flat();
  const runs = runsOf(unit, clusters.hasDebian15());
  const database = among(unit, DATABASE_TESTS);
  const needs18 = groups.server.length + e2e.length > 0;
  await withCluster(needs18 && clusters, {}, (on18) =>
    withPostgres15(database.length > 0, clusters, async (on15) => {
      const places = { 18: on18, 15: on15 };
      const shared = runs.map(({ file, zone, on }) => () => {
        const where = [on === '15' && 'PostgreSQL 15', zone !== 'UTC' && zone].filter(Boolean).join(', ');
        return runFile(file, { ...places[on], TZ: zone }, where ? `${file} [${where}]` : file);
      });
      const inUtc = (files) => files.map((file) => () => runFile(file, { ...on18, TZ: 'UTC' }, file));
      // The budgets weigh what is built; the browser opens it.
      const pages = [...inUtc(web), ...inUtc(longFirst(e2e))];
      const all = !options.only && options.filters.length === 0;
      const first = [...(all ? [check] : []), ...(pages.length > 0 ? [() => buildThen(pages)] : [])];
      await work([first, ...Array.from({ length: OTHER_LANES }, () => [])], shared);
    }),
  );
  if (database.length > 0) await onCitus(clusters, database);
  process.exitCode = report.end();
}

/** Each lane does its own tasks and then, with the others, what is for all. */
async function work(lanes, shared) {
  await Promise.all(lanes.map((own) => inTurn(own).then(() => inTurn(shared))));
}

async function inTurn(tasks) {
  for (let task = tasks.shift(); task && !stopped.signal.aborted; task = tasks.shift()) await task();
}

async function buildThen(pages) {
  if (await webIsBuilt()) await inTurn(pages);
}

/** Types, lint, module rules and texts: one test. */
async function check() {
  if (!existsSync(join(ROOT, 'tools', 'check.ts'))) return;
  const began = performance.now();
  const { code, output } = await outputOf([join('tools', 'check.ts')]);
  if (code === 0) report.pass();
  else report.fail('tools/check.ts', `ended with ${code}`, output);
  const failed = code === 0 ? 0 : 1;
  report.file('tools/check.ts', { passed: 1 - failed, failed, skipped: 0, milliseconds: performance.now() - began });
}

/** In a process of its own: other lanes go on. */
async function webIsBuilt() {
  const build = `require(${JSON.stringify(join(__dirname, 'web.cjs'))}).ensureWeb()`;
  const { code, output } = await outputOf(['-e', build]);
  if (code !== 0) report.fail('the build of the web', `ended with ${code}`, output);
  return code === 0;
}

async function outputOf(args) {
  let output = '';
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, output };
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
    const { ensureTemplate } = await testing('database.ts');
    await body({ ...cluster.environment, ANBU_TEST_TEMPLATE: await ensureTemplate(cluster) });
  } finally {
    await cluster.remove();
  }
}

function testing(name) {
  return import(pathToFileURL(join(ROOT, 'server', 'src', 'testing', name)).href);
}

/** Without the package its tests are skipped by name, never under CI=true. */
async function withPostgres15(isNeeded, clusters, body) {
  if (!isNeeded) return body({});
  if (clusters.hasDebian15()) return withCluster(clusters, { binaries: clusters.DEBIAN_15 }, body);
  const name = 'the database tests on PostgreSQL 15';
  const reason = `Debian's package postgresql-15 is not installed`;
  if (CI) report.fail(name, `${reason}, and CI=true requires it`);
  else report.skip(`${name}: ${reason}`);
  return body({});
}

/** A server of somebody's own, never required: the extension comes with no package of npm or Debian. */
async function onCitus(clusters, files) {
  if (stopped.signal.aborted) return;
  if (clusters.CITUS_URL === null) return report.skip('the database tests on Citus: CITUS_URL is not set');
  const start = { startTestCluster: () => clusters.useCitus(clusters.CITUS_URL) };
  await withCluster(start, {}, (environment) => {
    const shared = files.map((file) => () => runFile(file, { ...environment, TZ: 'UTC' }, `${file} [Citus]`));
    return work([[], []], shared);
  });
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
