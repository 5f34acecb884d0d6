'use strict';
// Builds the web when its sources are others than those of the build that is there.
const { createHash } = require('node:crypto');
const { existsSync, readFileSync, readdirSync, writeFileSync } = require('node:fs');
const { dirname, join, relative } = require('node:path');
const { spawnSync } = require('node:child_process');
const { ROOT, Refusal } = require('./install.cjs');
const { environment, findNode } = require('./runtime.cjs');

const NOT_SOURCES = new Set(['node_modules', 'dist', '.cache']);

/** A hash over the names and contents of every source below the folders. */
function hashOf(root, folders) {
  const hash = createHash('sha256');
  const add = (path) => {
    const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      if (NOT_SOURCES.has(entry.name) || entry.name.includes('.test.')) continue;
      const file = join(path, entry.name);
      if (entry.isDirectory()) add(file);
      else if (entry.isFile()) hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
    }
  };
  for (const folder of folders) if (existsSync(join(root, folder))) add(join(root, folder));
  return hash.update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
}

function viteProgram() {
  return join(dirname(require.resolve('vite/package.json', { paths: [join(ROOT, 'web')] })), 'bin', 'vite.js');
}

/** Makes web/dist fit the sources. Throws a Refusal where the build fails. */
function ensureWeb(say = (line) => console.error(line)) {
  const web = join(ROOT, 'web');
  if (!existsSync(join(web, 'index.html'))) return;
  const stamp = join(web, 'dist', '.anbu-built');
  const hash = hashOf(ROOT, ['web', 'contract']);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  say('Building the web pages …');
  const built = spawnSync(findNode(), [viteProgram(), 'build', '--logLevel', 'warn'], {
    cwd: web,
    stdio: ['ignore', 2, 2],
    env: { ...environment(), NODE_ENV: 'production' },
  });
  if (built.status !== 0) throw new Refusal('The web pages could not be built: see the lines above.');
  writeFileSync(stamp, hash);
}

module.exports = { ensureWeb, hashOf, viteProgram };
