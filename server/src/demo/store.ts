import { withClient } from '../platform/embedded-postgres/roles.ts';

/**
 * What the planner knows of the tables. A new database says that they are empty; then it reads a whole organisation where it
 * should look up one row, and what is made in minutes takes an hour. Only the owner may.
 */
export async function refreshStatistics(ownerUrl: string | null): Promise<void> {
  if (ownerUrl === null) return;
  await withClient(ownerUrl, async (client) => void (await client.query('analyze')));
}
