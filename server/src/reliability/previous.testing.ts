/** The release before this one, as a program that really runs. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { migrationFiles, type Migration } from '../platform/migrate.ts';
import release from './previous-release.json' with { type: 'json' };

const run = promisify(execFile);
const ROOT = path.resolve(import.meta.dirname, '..', '..', '..');

export const PREVIOUS: { readonly commit: string; readonly last: Readonly<Record<string, string>> } = release;

export type Previous = { readonly program: string; remove(): Promise<void> };

/**
 * Its files, from the history of this checkout, in a folder of their own, with the packages that are installed here. A text says why there is
 * none: a checkout without history, or without so much of it.
 */
export async function previousRelease(): Promise<Previous | string> {
  const known = await run('git', ['-C', ROOT, 'cat-file', '-e', `${PREVIOUS.commit}^{commit}`]).then(
    () => true,
    () => false,
  );
  if (!known) return `this checkout has no history back to ${PREVIOUS.commit.slice(0, 10)}, the release before`;
  const folder = await mkdtemp(path.join(tmpdir(), 'anbu-previous-'));
  const archive = path.join(folder, 'release.tar');
  await run('git', ['-C', ROOT, 'archive', '--format=tar', '-o', archive, PREVIOUS.commit]);
  await run('tar', ['-xf', archive, '-C', folder]);
  await rm(archive);
  // Our own packages are the release's, all others are those of this checkout.
  const packages = path.join(folder, 'node_modules');
  await mkdir(path.join(packages, '@anbu'), { recursive: true });
  for (const name of await readdir(path.join(ROOT, 'node_modules'))) {
    if (name !== '@anbu') await symlink(path.join(ROOT, 'node_modules', name), path.join(packages, name));
  }
  for (const name of ['contract', 'server']) await symlink(path.join(folder, name), path.join(packages, '@anbu', name));
  return {
    program: path.join(folder, 'server', 'src', 'anbu.ts'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Migrations that the release before does not have. */
export async function newMigrations(): Promise<Migration[]> {
  return (await migrationFiles()).filter(({ id }) => {
    const [module = '', name = ''] = id.split('/');
    const last = PREVIOUS.last[module];
    return last === undefined || name > last;
  });
}
