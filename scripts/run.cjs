'use strict';
// node scripts/run.cjs <file.ts> [args]: installs what is missing and runs the file on Node 24.
const { resolve } = require('node:path');
const { Refusal, ensureInstalled } = require('./lib/install.cjs');
const { main, runMain } = require('./lib/runtime.cjs');

main(() => {
  const [file, ...args] = process.argv.slice(2);
  if (!file) throw new Refusal('Usage: node scripts/run.cjs <file.ts> [args]');
  ensureInstalled();
  runMain(resolve(file), args);
});
