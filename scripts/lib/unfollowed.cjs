'use strict';
// Loaded before each test file. The runner follows every promise, so that it can name the test that left one to fail: a twelfth of the processor that
// a test's process takes. It goes on following timers and sockets; such a promise fails the file, is said as it is, and ends a file that waits for ever.
const hooks = require('node:async_hooks');
const { isMainThread } = require('node:worker_threads');

const { createHook } = hooks;
hooks.createHook = (callbacks) => createHook({ ...callbacks, trackPromises: false });

// What a test starts inherits this file: a program of its own ends as it ever does.
if (isMainThread && /\.test\.ts$/.test(process.argv[1] ?? '')) {
  process.on('unhandledRejection', (reason) => {
    console.error('A promise that nobody waits for was rejected:', reason);
    setTimeout(() => process.exit(1), 60_000).unref();
  });
}
