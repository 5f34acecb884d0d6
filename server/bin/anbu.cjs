#!/usr/bin/env node
'use strict';
// npx anbu <command>
const { join } = require('node:path');
const { ROOT, ensureInstalled } = require('../../scripts/lib/install.cjs');
const { PROGRAM_FLAGS, main, runMain } = require('../../scripts/lib/runtime.cjs');

main(() => {
  ensureInstalled();
  runMain(join(ROOT, 'server', 'src', 'anbu.ts'), process.argv.slice(2), PROGRAM_FLAGS);
});
