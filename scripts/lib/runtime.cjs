'use strict';
// Runs TypeScript with Node 24 or newer: this Node when it is, else the packaged one.
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { spawn } = require('node:child_process');
const { ROOT, Refusal } = require('./install.cjs');

const NEEDED = 24;

/** Path of a Node ≥ 24. Throws a Refusal of one line where there is none. */
function findNode(
  version = process.versions.node,
  platform = process.platform,
  arch = process.arch,
  modules = join(ROOT, 'node_modules'),
) {
  if (Number.parseInt(version, 10) >= NEEDED) return process.execPath;
  const short = platform === 'win32' ? 'win' : platform;
  const packaged = join(modules, `node-${short}-${arch}`, 'bin', platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(packaged)) return packaged;
  if (platform === 'linux' || platform === 'win32') {
    throw new Refusal(
      `Anbu needs Node ${NEEDED}, this is ${version}, and the packaged one for ${platform} ${arch} is not installed: run "npm install", or install Node ${NEEDED}.`,
    );
  }
  throw new Refusal(
    `Anbu needs Node ${NEEDED} or newer, this is ${version}: install it from https://nodejs.org and try again.`,
  );
}

/**
 * Variables for what runs on Node 24: compiled code is kept, so that the next start is faster. The C library of Linux gives memory back
 * (a password's hash takes 19 MB for 60 ms) instead of keeping it for each of its threads.
 */
function environment() {
  return {
    NODE_COMPILE_CACHE: join(ROOT, 'node_modules', '.cache', 'node'),
    MALLOC_ARENA_MAX: '2',
    MALLOC_MMAP_THRESHOLD_: '1048576',
    ...process.env,
  };
}

/**
 * The program waits more than it computes: on a machine with much memory Node would give short-lived objects 128 MB and keep them, and let
 * four times what is used lie before it tidies. Nothing in it needs more than a few hundred MB, however long a list is. It tidies once by
 * itself, when it is loaded. Only a new process takes it.
 */
const PROGRAM_FLAGS = ['--max-semi-space-size=16', '--max-old-space-size=1024', '--expose-gc'];

/**
 * Runs a file as the main program and takes its exit code. In this process when it is new enough and needs no flags of its own, so that
 * signals and standard input need no passing on.
 */
function runMain(file, args, flags = []) {
  const node = findNode();
  if (node === process.execPath && flags.every((flag) => process.execArgv.includes(flag))) {
    Object.assign(process.env, environment());
    process.argv = [process.execPath, file, ...args];
    const module = require('node:module');
    module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
    module.runMain(file);
    return;
  }
  follow(spawn(node, [...flags, file, ...args], { stdio: 'inherit', env: environment() }));
}

/** Passes signals on to the child and ends as it ends. */
function follow(child) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK']) {
    process.on(signal, () => {
      // Ctrl-C in a terminal reaches the child by itself: it should not hear it twice.
      const heard = signal === 'SIGINT' && [0, 1, 2].some((fd) => require('node:tty').isatty(fd));
      if (!heard) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    console.error(`Node could not be started: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    } else process.exit(code);
  });
}

/** Runs the body; a Refusal becomes its one line and exit code 1. */
function main(body) {
  const fail = (error) => {
    console.error(error instanceof Refusal ? error.message : error);
    process.exit(1);
  };
  try {
    Promise.resolve(body()).catch(fail);
  } catch (error) {
    fail(error);
  }
}

module.exports = { PROGRAM_FLAGS, findNode, environment, runMain, follow, main };
