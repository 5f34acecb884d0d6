import pg from 'pg';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { types } from '../db/types.ts';
import { countRowsWithoutMonth, ensureMonths, pruneJobs, pruneOutbox } from './store.ts';

const MONTHS_AHEAD = 3;
const EVENT_DAYS = 7;
const STREAM_HOURS = 24;
const JOB_DAYS = 90;

/** The partitions of this month and three ahead, for every table by month. Gives how many were made. `migrate` calls it, and every night. */
export async function ensurePartitions(ownerUrl: string, now: Instant): Promise<number> {
  return asOwner(ownerUrl, (client) => ensureMonths(client, formatInstant(now), MONTHS_AHEAD));
}

export type Maintained = {
  readonly partitions: number;
  readonly removed: number;
  /** Rows in default partitions: more than none is an alert. */
  readonly rowsWithoutMonth: number;
};

/** The nightly work of the owner: partitions ahead, and what is kept no longer (events 7 days, stream 24 hours, finished jobs 90 days). */
export async function maintain(ownerUrl: string, now: Instant): Promise<Maintained> {
  return asOwner(ownerUrl, async (client) => {
    const partitions = await ensureMonths(client, formatInstant(now), MONTHS_AHEAD);
    const removed = (await pruneOutbox(client, EVENT_DAYS, STREAM_HOURS)) + (await pruneJobs(client, JOB_DAYS));
    return { partitions, removed, rowsWithoutMonth: await countRowsWithoutMonth(client) };
  });
}

async function asOwner<T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'anbu maintenance', types });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
