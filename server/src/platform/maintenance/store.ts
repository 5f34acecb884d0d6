import type { Client } from 'pg';
import type { Id } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';

/** A table by month, as `schema.table`, and the beginning of a month that it lacks. */
export type MissingMonth = { readonly target: string; readonly month: Instant };

export async function listMissingMonths(client: Client, since: string, ahead: number): Promise<MissingMonth[]> {
  const { rows } = await client.query<MissingMonth>('select target, month from platform.missing_months($1, $2)', [
    since,
    ahead,
  ]);
  return rows;
}

/** Within the caller's transaction. False where somebody else has made it. */
export async function insertMonth(client: Client, target: string, month: string): Promise<boolean> {
  const { rows } = await client.query<{ made: boolean }>('select platform.ensure_month($1::regclass, $2) as made', [
    target,
    month,
  ]);
  return rows[0]!.made;
}

/** Some rows, in a transaction of their own; 0 = there are no more. */
export async function pruneOutbox(
  client: Client,
  kept: { readonly days: number; readonly streamHours: number; readonly atOnce: number },
): Promise<number> {
  const values = [kept.days, kept.streamHours, kept.atOnce];
  return numberOf(client, 'select platform.prune_outbox($1, $2, $3) as number', values);
}

export async function pruneJobs(client: Client, days: number): Promise<number> {
  return numberOf(client, 'select platform.prune_jobs($1) as number', [days]);
}

/** Whose ways in are signed. */
export async function listSignedOrganisations(client: Client): Promise<Id[]> {
  const { rows } = await client.query<{ id: Id }>('select distinct org_id as id from platform.webhook');
  return rows.map(({ id }) => id);
}

/** Some signed messages of an organisation that would long be refused for their age, the oldest first; 0 = there are no more. */
export async function pruneWebhooks(
  client: Client,
  orgId: Id,
  kept: { readonly hours: number; readonly atOnce: number },
): Promise<number> {
  const { rowCount } = await client.query(
    `delete from platform.webhook_message
     where org_id = $1 and (webhook_id, key, signature) in (
       select webhook_id, key, signature from platform.webhook_message
       where org_id = $1 and heard_at < clock_timestamp() - make_interval(hours => $2)
       order by heard_at
       limit $3)`,
    [orgId, kept.hours, kept.atOnce],
  );
  return rowCount ?? 0;
}

export async function countRowsWithoutMonth(client: Client): Promise<number> {
  return numberOf(client, 'select platform.rows_without_month() as number', []);
}

async function numberOf(client: Client, text: string, values: unknown[]): Promise<number> {
  const { rows } = await client.query<{ number: number }>(text, values);
  return rows[0]!.number;
}
