'use strict';
// npm test: the whole suite; "npm test -- --help" says how to run less.
const { join } = require('node:path');
const { ensureInstalled } = require('./lib/install.cjs');
const { main, runMain } = require('./lib/runtime.cjs');

main(() => {
  ensureInstalled();
  runMain(join(__dirname, 'lib', 'suite.cjs'), process.argv.slice(2));
});
