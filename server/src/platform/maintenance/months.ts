import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { codeOf, isLockTimeout, isRetryable } from '../db/retry.ts';
import { insertMonth, listMissingMonths, type MissingMonth } from './store.ts';

export type Patience = {
  /** How long one attempt may wait for its lock, and so hold up who reads the default partition. */
  readonly lockMilliseconds: number;
  /** Between one round of attempts and the next. */
  readonly pauses: readonly number[];
};

export type Months = {
  readonly made: number;
  /** Left for another time: somebody, e.g. a backup, read the tables all the while. */
  readonly postponed: number;
};

const MONTHS_AHEAD = 3;

/** This month, three ahead, and every month of which a default partition holds rows: each in a transaction of its own. */
export async function ensureMonths(client: Client, now: Instant, patience: Patience): Promise<Months> {
  let made = 0;
  for (let round = 0; ; round += 1) {
    const missing = await listMissingMonths(client, formatInstant(now), MONTHS_AHEAD);
    const busy = new Set<string>();
    for (const one of missing) {
      // Its default partition is read: the next month would only wait as well.
      if (busy.has(one.target)) continue;
      const outcome = await attempt(client, one, patience.lockMilliseconds);
      if (outcome === 'busy') busy.add(one.target);
      if (outcome === 'made') made += 1;
    }
    const pause = patience.pauses[round];
    if (busy.size === 0) return { made, postponed: 0 };
    if (pause === undefined) {
      return { made, postponed: (await listMissingMonths(client, formatInstant(now), MONTHS_AHEAD)).length };
    }
    await sleep(pause);
  }
}

async function attempt(
  client: Client,
  { target, month }: MissingMonth,
  lockMilliseconds: number,
): Promise<'made' | 'there' | 'busy'> {
  await client.query(`begin; set local lock_timeout = ${Math.trunc(lockMilliseconds)}`);
  try {
    const made = await insertMonth(client, target, formatInstant(month));
    await client.query('commit');
    return made ? 'made' : 'there';
  } catch (error) {
    await client.query('rollback');
    if (isLockTimeout(error) || isRetryable(error) || isRowOfThatMonth(error)) return 'busy';
    throw error;
  }
}

/** The default partition caught a row of the month while its rows were moved. */
function isRowOfThatMonth(error: unknown): boolean {
  return codeOf(error) === '23514';
}
