import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startEmbedded } from '../../server/src/platform/embedded-postgres/index.ts';
import { THROW_AWAY_SETTINGS } from '../../server/src/platform/embedded-postgres/settings.ts';
import { migrate } from '../../server/src/platform/migrate.ts';
import { startTestCluster } from '../../server/src/testing/cluster.ts';
import { testDatabase } from '../../server/src/testing/database.ts';
import type { Seeded } from './seed.ts';

/** A migrated database to measure on. */
export type Ground = {
  readonly appUrl: string;
  readonly ownerUrl: string;
  readonly superuserUrl: string;
  /** What an earlier run put there. */
  readonly seeded: Seeded | null;
  keep(seeded: Seeded): Promise<void>;
  close(): Promise<void>;
};

/** `folder`: the database stays there, and the next run of the same size finds it filled. Else it is thrown away. */
export async function openGround(folder: string | null, people: number): Promise<Ground> {
  if (folder !== null) return openKept(path.resolve(folder), people);
  const cluster = await startTestCluster();
  Object.assign(process.env, cluster.environment);
  const { appUrl, ownerUrl, superuserUrl, drop } = await testDatabase();
  return {
    ...{ appUrl, ownerUrl, superuserUrl, seeded: null },
    keep: () => Promise.resolve(),
    close: async () => {
      await drop();
      await cluster.remove();
    },
  };
}

async function openKept(folder: string, people: number): Promise<Ground> {
  const note = path.join(folder, `bench-${people}.json`);
  await mkdir(folder, { recursive: true });
  const seeded = existsSync(note) ? (JSON.parse(await readFile(note, 'utf8')) as Seeded) : null;
  const settings = THROW_AWAY_SETTINGS;
  const { appUrl, ownerUrl, superuserUrl, stop } = await startEmbedded({
    ...{ dataDir: folder, settings, throwAway: true, watched: false },
    log: () => undefined,
  });
  await migrate(ownerUrl);
  return {
    ...{ appUrl, ownerUrl, superuserUrl, seeded },
    keep: async (made) => writeFile(note, JSON.stringify(made)),
    close: async () => {
      await stop();
      // What was not filled to the end is nothing to measure on.
      if (!existsSync(note)) await rm(folder, { recursive: true, force: true });
    },
  };
}
