import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import type { Layout } from './layout.ts';

export const SUPERUSER = 'anbu_superuser';
export const OWNER = 'anbu_owner';
export const APP = 'anbu_app';
export const DATABASE = 'anbu';

export type Credentials = {
  readonly cluster: string;
  readonly folder: string;
  readonly home: string;
  readonly port: number;
  readonly superuserPassword: string;
  readonly ownerPassword: string;
  readonly appPassword: string;
};

export function newCredentials(layout: Layout, port: number): Credentials {
  const password = () => randomBytes(24).toString('base64url');
  return {
    cluster: randomUUID(),
    folder: layout.folder,
    home: layout.home,
    port,
    superuserPassword: password(),
    ownerPassword: password(),
    appPassword: password(),
  };
}

/** Null: none yet. Refuses the file of a folder that was copied, since two folders would then share one database. */
export async function readCredentials(layout: Layout): Promise<Credentials | null> {
  let text: string;
  try {
    text = await readFile(layout.credentials, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const credentials = JSON.parse(text) as Credentials;
  if (credentials.home !== layout.home && existsSync(credentials.home) && existsSync(credentials.folder)) {
    throw new Error(
      `${layout.folder} is a copy of ${credentials.folder}. A database is not copied with its folder: use "anbu backup" there and "anbu restore" into an empty folder here.`,
    );
  }
  return credentials;
}

/** Whole or not at all, and never readable by others, not even for a moment. */
export async function writeCredentials(layout: Layout, credentials: Credentials): Promise<void> {
  const draft = `${layout.credentials}.new`;
  await writeFile(draft, JSON.stringify(credentials, null, 2) + '\n', { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, layout.credentials);
}

export function urlOf(role: string, password: string, port: number, database: string = DATABASE): string {
  return `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`;
}
