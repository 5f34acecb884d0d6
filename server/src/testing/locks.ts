import { withClient } from '../platform/embedded-postgres/roles.ts';
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
