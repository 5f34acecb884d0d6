import pg from 'pg';
import type { Instant } from '../../kernel/instant.ts';
import { types } from '../db/types.ts';
import { ensureMonths, type Months, type Patience } from './months.ts';
import { countRowsWithoutMonth, listSignedOrganisations, pruneJobs, pruneOutbox, pruneWebhooks } from './store.ts';

const EVENTS = { days: 7, streamHours: 24, atOnce: 5_000 };
const JOB_DAYS = 90;
const SIGNED = { hours: 24, atOnce: 5_000 };

/** A start does not wait for a backup: what it cannot make is made in the night. */
const AT_START: Patience = { lockMilliseconds: 1_000, pauses: [500, 1_000] };
/** In the night there are four minutes. */
const AT_NIGHT: Patience = { lockMilliseconds: 1_000, pauses: [1_000, 5_000, 15_000, 30_000, 60_000, 120_000] };

/** The partitions that tables by month lack, see `ensureMonths`. `migrate` calls it, and every night. */
export async function ensurePartitions(ownerUrl: string, now: Instant, patience = AT_START): Promise<Months> {
  return asOwner(ownerUrl, (client) => ensureMonths(client, now, patience));
}

export type Maintained = {
  readonly partitions: number;
  /** Months that could not be made because somebody read the tables all the while. */
  readonly postponed: number;
  readonly removed: number;
  /** Rows in default partitions: more than none is an alert. */
  readonly rowsWithoutMonth: number;
};

/** The nightly work of the owner: partitions ahead, and what is kept no longer (events 7 days, stream 24 hours, finished jobs 90 days, signed messages a day). */
export async function maintain(
  ownerUrl: string,
  now: Instant,
  patience = AT_NIGHT,
  signed = SIGNED,
): Promise<Maintained> {
  return asOwner(ownerUrl, async (client) => {
    let removed = await pruneJobs(client, JOB_DAYS);
    for (const orgId of await listSignedOrganisations(client)) {
      for (let some = -1; some !== 0;) removed += some = await pruneWebhooks(client, orgId, signed);
    }
    for (let some = -1; some !== 0;) removed += some = await pruneOutbox(client, EVENTS);
    const { made: partitions, postponed } = await ensureMonths(client, now, patience);
    return { partitions, postponed, removed, rowsWithoutMonth: await countRowsWithoutMonth(client) };
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
