import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { chmod, chown, mkdir, readdir, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withOpenUmask, type Account } from './account.ts';

export const SYSTEM_FOLDER = '/var/lib/anbu';

/** Every path of one cluster; see README.md for the words. */
export type Layout = {
  readonly folder: string;
  readonly home: string;
  readonly data: string;
  /** Null where the path would be too long for a socket, and on Windows. */
  readonly socket: string | null;
  readonly startLock: string;
  readonly usersLock: string;
  readonly startLog: string;
  readonly credentials: string;
  readonly copies: string;
};

/** A socket's path may have 107 bytes on Linux, 103 on a Mac; the name in it takes 16. */
const SOCKET_FOLDER_LIMIT = 86;

/** Makes the folder and gives all paths. `asRoot`: the cluster's home is below the system folder. */
export async function layOut(dataDir: string, asRoot: boolean, systemFolder: string): Promise<Layout> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const folder = join(await realpath(dataDir), 'postgres');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const key = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const credentials = join(folder, 'credentials.json');
  const home = asRoot ? join(systemFolder, 'clusters', key) : folder;
  if (asRoot) withOpenUmask(() => mkdirSync(home, { recursive: true }));
  return {
    folder,
    credentials,
    copies: join(asRoot ? systemFolder : folder, asRoot ? 'postgres' : 'binaries'),
    ...homeOf(await realpath(home)),
  };
}

/** The paths inside a home: a folder that was moved keeps its home. */
export function homeOf(
  home: string,
): Pick<Layout, 'home' | 'data' | 'socket' | 'startLock' | 'usersLock' | 'startLog'> {
  const socket = join(home, 'socket');
  return {
    home,
    data: join(home, 'data'),
    socket: process.platform === 'win32' || Buffer.byteLength(socket) > SOCKET_FOLDER_LIMIT ? null : socket,
    startLock: join(home, 'start.lock'),
    usersLock: join(home, 'users.lock'),
    startLog: join(home, 'start.log'),
  };
}

export async function makeSocketFolder(layout: Layout, account: Account): Promise<void> {
  if (!layout.socket) return;
  await mkdir(layout.socket, { recursive: true, mode: 0o700 });
  await chmod(layout.socket, 0o700);
  if (account) await chown(layout.socket, account.uid, account.gid);
}

/** What stands where the cluster's data should be. */
export async function whatIsThere(layout: Layout): Promise<'nothing' | 'cluster' | 'something else'> {
  if (!existsSync(layout.data)) return 'nothing';
  const names = await readdir(layout.data);
  if (names.length === 0) return 'nothing';
  return names.includes('PG_VERSION') && names.includes('global') ? 'cluster' : 'something else';
}

/** Tells a person who looks into the folder what it is. */
export async function writeReadme(layout: Layout): Promise<void> {
  const text = [
    "This folder belongs to Anbu's embedded PostgreSQL.",
    `The database itself is in ${layout.data}`,
    'Do not copy or edit it by hand: "anbu backup <file>" and "anbu restore <file>" move the data.',
    'credentials.json holds passwords: keep it readable by its owner only.',
    '',
  ].join('\n');
  await writeFile(join(layout.folder, 'README.txt'), text);
  if (layout.home !== layout.folder) {
    await writeFile(join(layout.home, 'README.txt'), `This is the database of the Anbu data folder ${layout.folder}\n`);
  }
}
