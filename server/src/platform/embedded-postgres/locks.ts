import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';

export type Release = () => void;

/**
 * Locks of the kernel on a file, taken through SQLite: they end with the process however it ends, on every platform,
 * and no process id is ever compared.
 */
export function tryExclusive(path: string): Release | null {
  return attempt(path, 'begin exclusive');
}

/** Any number may hold it shared; while one does, nobody gets it exclusively. */
export function tryShared(path: string): Release | null {
  return attempt(path, 'begin; select count(*) from sqlite_master');
}

/** Waits for the lock. Throws after `waitMilliseconds`. */
export async function exclusive(path: string, waitMilliseconds: number): Promise<Release> {
  return insist(path, waitMilliseconds, tryExclusive);
}

export async function shared(path: string, waitMilliseconds: number): Promise<Release> {
  return insist(path, waitMilliseconds, tryShared);
}

function attempt(path: string, statement: string): Release | null {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec(statement);
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === 5) return null; // SQLITE_BUSY
    throw error;
  }
  let held = true;
  return () => {
    if (held) database.close();
    held = false;
  };
}

async function insist(path: string, waitMilliseconds: number, take: typeof tryShared): Promise<Release> {
  const deadline = performance.now() + waitMilliseconds;
  for (;;) {
    const release = take(path);
    if (release) return release;
    if (performance.now() > deadline) {
      throw new Error(
        `Another program has been starting or stopping the database for ${waitMilliseconds / 1000} s: ${path}`,
      );
    }
    await sleep(30);
  }
}
