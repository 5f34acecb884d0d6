'use strict';
// What is run, where and in which zones: the one list of it.
const { globSync } = require('node:fs');
const { matchesGlob, sep } = require('node:path');

const GROUPS = {
  server: 'server/src/**/*.test.ts',
  contract: 'contract/src/**/*.test.ts',
  web: 'web/src/**/*.test.ts',
  tools: 'tools/**/*.test.ts',
  e2e: 'e2e/src/**/*.test.ts',
};

/** Tests that need a migrated database: `testDatabase()`. They run again on PostgreSQL 15, in the last of ZONES. */
const DATABASE_TESTS = ['server/src/**/*.db.test.ts'];

/** Nothing may depend on the machine's zone: these run again in each of ZONES. The first run is in UTC. */
const ZONE_TESTS = [
  ...DATABASE_TESTS,
  'server/src/kernel/**/*.test.ts',
  'server/src/modules/*/rules.test.ts',
  'server/src/modules/*/rules-*.test.ts',
  'server/src/modules/*/rules/**/*.test.ts',
];
const ZONES = ['Asia/Seoul', 'America/Los_Angeles'];

/**
 * What takes long: begun first, so that nothing long is left for the end when one lane alone would work. Processes killed and crowds at
 * work run twice, in UTC and in the last zone, not in Seoul: that is enough.
 */
const LONG_TESTS = [
  'server/src/**/killed*.db.test.ts',
  'server/src/commands/*.db.test.ts',
  'server/src/demo/*.db.test.ts',
  'server/src/platform/outbox/dispatcher.db.test.ts',
  'server/src/security/{bad-input,concurrency,random-acts,reads,routes}.db.test.ts',
];
const LONG = [
  'e2e/src/{accessibility,long-list}.test.ts',
  ...LONG_TESTS,
  'server/src/reliability/*.test.ts',
  'server/src/modules/{channels/fax,mail/peers}.test.ts',
  'server/src/modules/{analytics/figures,reminders/reminders,channels/faulty-providers,mail/mail}.db.test.ts',
  'server/src/platform/backup/*.db.test.ts',
];

/** Chosen files by group, as paths with "/" from the root. `only`: one group; `filters`: parts of paths, any of them. */
function choose(root, { only, filters }) {
  const chosen = {};
  for (const [group, glob] of Object.entries(GROUPS)) {
    const exclude = (name) => name === 'node_modules';
    const files = only && only !== group ? [] : globSync(glob, { cwd: root, exclude });
    chosen[group] = files
      .map((file) => file.split(sep).join('/'))
      .filter((file) => filters.length === 0 || filters.some((part) => file.includes(part)))
      .sort();
  }
  return chosen;
}

function among(files, globs) {
  return files.filter((file) => globs.some((glob) => matchesGlob(file, glob)));
}

function without(files, globs) {
  return files.filter((file) => !globs.some((glob) => matchesGlob(file, glob)));
}

/**
 * Each run of a file: in UTC, again in each of ZONES, the last zone on PostgreSQL 15 where it is there and a database is needed: one run for both.
 * Long ones first, else in the order of the files.
 */
function runsOf(files, hasDebian15) {
  const [seoul, last] = ZONES;
  const zoned = among(files, ZONE_TESTS);
  const old = new Set(hasDebian15 ? among(files, DATABASE_TESTS) : []);
  const runs = [
    ...files.map((file) => ({ file, zone: 'UTC', on: '18' })),
    ...without(zoned, LONG_TESTS).map((file) => ({ file, zone: seoul, on: '18' })),
    ...zoned.map((file) => ({ file, zone: last, on: old.has(file) ? '15' : '18' })),
  ];
  return longFirst(runs, ({ file }) => file);
}

/** Else in the order that they have. */
function longFirst(items, fileOf = (file) => file) {
  const long = new Set(among(items.map(fileOf), LONG));
  return [...items.filter((item) => long.has(fileOf(item))), ...items.filter((item) => !long.has(fileOf(item)))];
}

/** Throws a message for what it does not know. */
function parseArguments(args, root) {
  const options = { only: null, filters: [], help: false };
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index];
    if (arg === '--help' || arg === '-h') options.help = true;
    else if (arg === '--only' || arg.startsWith('--only=')) {
      options.only = arg === '--only' ? args[(index += 1)] : arg.slice('--only='.length);
      if (!Object.hasOwn(GROUPS, options.only ?? '')) {
        throw new Error(`--only takes one of ${Object.keys(GROUPS).join(', ')}`);
      }
    } else if (arg.startsWith('-')) throw new Error(`unknown option ${arg}; see --help`);
    else
      options.filters.push(
        arg
          .split(sep)
          .join('/')
          .replace(`${root.split(sep).join('/')}/`, '')
          .replace(/^\.\//, ''),
      );
  }
  return options;
}

const HELP = `Usage: npm test -- [--only ${Object.keys(GROUPS).join('|')}] [part of a path …]

Without arguments: the checks (types, lint, module rules, texts), every test, the rules and database tests again in
${ZONES.join(' and ')}, the database tests again on PostgreSQL 15 where Debian's package is installed, again on the
Citus server of one node whose superuser CITUS_URL names, the browser tests.`;

module.exports = { DATABASE_TESTS, ZONE_TESTS, ZONES, HELP, choose, among, longFirst, runsOf, parseArguments };
