import type { Client } from 'pg';

export async function ensureMonths(client: Client, since: string, ahead: number): Promise<number> {
  return numberOf(client, 'select platform.ensure_months($1, $2) as number', [since, ahead]);
}

export async function pruneOutbox(client: Client, days: number, streamHours: number): Promise<number> {
  return numberOf(client, 'select platform.prune_outbox($1, $2) as number', [days, streamHours]);
}

export async function pruneJobs(client: Client, days: number): Promise<number> {
  return numberOf(client, 'select platform.prune_jobs($1) as number', [days]);
}

export async function countRowsWithoutMonth(client: Client): Promise<number> {
  return numberOf(client, 'select platform.rows_without_month() as number', []);
}

async function numberOf(client: Client, text: string, values: unknown[]): Promise<number> {
  const { rows } = await client.query<{ number: number }>(text, values);
  return rows[0]!.number;
}
