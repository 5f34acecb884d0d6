import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { escapeIdentifier, type Client } from 'pg';
import { withClient } from '../platform/embedded-postgres/roles.ts';
import { hasCitus, listStanding, listTables } from './catalogue-store.ts';
import { stepsOf, topologyOf } from './topology.ts';

const FUNCTIONS = path.join(import.meta.dirname, 'functions.sql');

/**
 * After the migrations, by the owner: where the database has the extension, each table is brought to its place; the same after any number of runs.
 * Gives the statements that were needed; none where there is no extension. Throws a sentence for each table that does not fit.
 */
export async function applyTopology(ownerUrl: string): Promise<string[]> {
  return withClient(ownerUrl, async (client) => ((await hasCitus(client)) ? distribute(client) : []));
}

/** The same on a connection whose database has the extension, or a double of it. */
export async function distribute(client: Client): Promise<string[]> {
  const tables = await listTables(client);
  const { places, problems } = topologyOf(tables);
  if (problems.length > 0) throw new Error(`the tables do not fit on a Citus cluster:\n${problems.join('\n')}`);
  const steps = stepsOf(tables, places, await listStanding(client));
  for (const step of steps) await inOne(client, step);
  // Statements of one organisation reach its shard with the organisation of the transaction; new connections take the setting.
  const { rows } = await client.query<{ name: string }>('select current_database() as name');
  await inOne(client, [
    `alter database ${escapeIdentifier(rows[0]!.name)} set citus.propagate_set_commands = 'local'`,
    await readFile(FUNCTIONS, 'utf8'),
  ]);
  return steps.flat();
}

async function inOne(client: Client, step: readonly string[]): Promise<void> {
  await client.query('begin');
  try {
    for (const statement of step) await client.query(statement);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
