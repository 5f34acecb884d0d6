import type { Client } from 'pg';
import type { Id } from '../../../kernel/ids.ts';

/** Held as long as the connection lives. False where another one holds it. */
export async function lockReading(client: Client, mailbox: Id): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>(
    `select pg_try_advisory_lock(hashtextextended('mail.mailbox ' || $1, 0)) as held`,
    [mailbox],
  );
  return rows[0]?.held === true;
}

export async function unlockReading(client: Client, mailbox: Id): Promise<void> {
  await client.query(`select pg_advisory_unlock(hashtextextended('mail.mailbox ' || $1, 0))`, [mailbox]);
}
