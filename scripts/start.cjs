'use strict';
// npm start: installs what is missing, builds the web if its sources changed, starts Anbu. "--dev": restarts on a change, with Vite's server.
const { join } = require('node:path');
const { spawn } = require('node:child_process');
const { ROOT, ensureInstalled } = require('./lib/install.cjs');
const { PROGRAM_FLAGS, environment, findNode, main, runMain } = require('./lib/runtime.cjs');
const { ensureWeb, viteProgram } = require('./lib/web.cjs');

const PROGRAM = join(ROOT, 'server', 'src', 'anbu.ts');

main(() => {
  const args = process.argv.slice(2);
  ensureInstalled();
  if (args.includes('--dev')) return develop(args.filter((arg) => arg !== '--dev'));
  ensureWeb();
  runMain(PROGRAM, ['start', ...args], PROGRAM_FLAGS);
});

/** Both programs live and end together. */
function develop(args) {
  const node = findNode();
  const options = { stdio: 'inherit', env: { ...environment(), ANBU_DEV: '1' } };
  const children = [
    spawn(node, ['--watch', '--watch-preserve-output', PROGRAM, 'start', ...args], options),
    spawn(node, [viteProgram()], { ...options, cwd: join(ROOT, 'web') }),
  ];
  let code = 0;
  const end = (signal) => children.forEach((child) => child.exitCode === null && child.kill(signal));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end('SIGTERM'));
  for (const child of children) {
    child.on('exit', (exitCode) => {
      code ||= exitCode ?? 0;
      end('SIGTERM');
      if (children.every((one) => one.exitCode !== null || one.signalCode !== null)) process.exit(code);
    });
  }
}
