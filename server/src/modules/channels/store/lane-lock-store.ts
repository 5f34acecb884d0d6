import type { Client } from 'pg';
import type { Id } from '../../../kernel/ids.ts';

/** Held as long as the connection lives. False where another one holds it. */
export async function lockLane(client: Client, lane: Id): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>(
    `select pg_try_advisory_lock(hashtextextended('channels.lane ' || $1, 0)) as held`,
    [lane],
  );
  return rows[0]?.held === true;
}

export async function unlockLane(client: Client, lane: Id): Promise<void> {
  await client.query(`select pg_advisory_unlock(hashtextextended('channels.lane ' || $1, 0))`, [lane]);
}
