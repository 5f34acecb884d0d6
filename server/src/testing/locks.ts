import { SECOND } from '../kernel/instant.ts';
import { must, type Outcome } from '../kernel/outcome.ts';
import type { Actor, Tx } from '../platform/db/index.ts';
import { withClient } from '../platform/embedded-postgres/roles.ts';
import type { TestApp } from './app.ts';
import { until } from './until.ts';

/** Until a connection to the database of this address waits for a lock that another one has. */
export async function somebodyWaits(url: string): Promise<void> {
  await withClient(url, (client) =>
    until(async () => {
      const { rows } = await client.query(
        'select 1 from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()',
      );
      return rows.length > 0;
    }, 'somebody who waits for the lock'),
  );
}

/** `work` of who began before `first` and comes after it, as one that was held up by a lock does. Seconds of the clock lie between the two. */
export async function overtaken<T>(
  app: Pick<TestApp, 'db' | 'advance'>,
  actor: Actor,
  first: () => Promise<unknown>,
  work: (tx: Tx) => Promise<Outcome<T>>,
  seconds = 1,
): Promise<T> {
  return must(
    await app.db.inTx(actor, async (tx) => {
      await app.advance(seconds * SECOND);
      await first();
      return work(tx);
    }),
  );
}
