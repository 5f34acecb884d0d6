import type { SentChannel } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { at, json, sql, type Database, type Tx } from '../../../platform/db/index.ts';
import type { TransportRow } from '../vocabulary.ts';
import { stateNow } from './message-store.ts';

export const columns = sql`
  t.id, t.name, t.kind, t.channels, t.settings, t.sealed, t.token, t.sender, t.rate_per_second as "ratePerSecond", t.window_size as "window",
  t.position, nullif(t.prices, '{}'::jsonb) as prices, t.active, t.version, t.failures, t.rests, t.rest_until as "restUntil",
  t.last_error as "lastError", t.last_error_at as "lastErrorAt", t.last_success_at as "lastSuccessAt"`;

/** Whose public address this is; before an organisation is known. */
export async function findAddress(database: Database, token: string): Promise<{ orgId: Id; id: Id } | null> {
  const [row] = await database.global(
    sql<{
      orgId: Id;
      id: Id;
    }>`select org_id as "orgId", transport_id as id from channels.transport_of(${token})`,
  );
  return row ?? null;
}

export function listTransports(tx: Tx, limit: number): Promise<TransportRow[]> {
  return tx.rows(sql<TransportRow>`
    select ${columns} from channels.transport t where t.org_id = ${tx.orgId} order by t.position, t.created_at, t.id limit ${limit}`);
}

export function findTransport(tx: Tx, id: Id): Promise<TransportRow | null> {
  return tx.maybe(
    sql<TransportRow>`select ${columns} from channels.transport t where t.org_id = ${tx.orgId} and t.id = ${id}`,
  );
}

export function lockTransport(tx: Tx, id: Id): Promise<TransportRow | null> {
  return tx.maybe(
    sql<TransportRow>`select ${columns} from channels.transport t where t.org_id = ${tx.orgId} and t.id = ${id} for update`,
  );
}

/** The first way out of each channel. */
export async function listWaysOut(tx: Tx): Promise<Map<SentChannel, TransportRow>> {
  const rows = await tx.rows(sql<TransportRow & { readonly of: SentChannel }>`
    select distinct on (channel.code) channel.code as of, ${columns}
    from channels.transport t cross join unnest(t.channels) as channel (code)
    where t.org_id = ${tx.orgId} and t.active order by channel.code, t.position, t.created_at, t.id`);
  return new Map(rows.map(({ of, ...row }) => [of, row]));
}

export type NewTransport = Omit<
  TransportRow,
  'version' | 'failures' | 'rests' | 'restUntil' | 'lastError' | 'lastErrorAt' | 'lastSuccessAt'
>;

/** False where the organisation has one of this name. */
export async function insertTransport(tx: Tx, row: NewTransport): Promise<boolean> {
  const made = await tx.run(sql`
    insert into channels.transport (org_id, id, name, kind, channels, settings, sealed, token, sender, rate_per_second, window_size, position, prices,
      active, created_at)
    values (${tx.orgId}, ${row.id}, ${row.name}, ${row.kind}, ${row.channels}::text[], ${json(row.settings)}, ${row.sealed}, ${row.token}, ${row.sender},
      ${row.ratePerSecond}, ${row.window}, ${row.position}, ${json(row.prices ?? {})}, ${row.active}, ${at(tx.now)})
    on conflict (org_id, name) do nothing`);
  if (made === 0) return false;
  await tx.run(sql`select channels.address_add(${row.token}, ${row.id})`);
  return true;
}

/** False where another one has the name already. A change ends the rest: it is tried anew at once. */
export async function updateTransport(tx: Tx, row: TransportRow): Promise<boolean> {
  const touched = await tx.run(sql`
    update channels.transport t set name = ${row.name}, channels = ${row.channels}::text[], settings = ${json(row.settings)}, sealed = ${row.sealed},
      sender = ${row.sender}, rate_per_second = ${row.ratePerSecond}, window_size = ${row.window}, position = ${row.position},
      prices = ${json(row.prices ?? {})}, active = ${row.active}, version = t.version + 1, failures = 0, rests = 0, rest_until = null
    where t.org_id = ${tx.orgId} and t.id = ${row.id} and not exists (
      select from channels.transport other where other.org_id = ${tx.orgId} and other.name = ${row.name} and other.id <> ${row.id})`);
  return touched > 0;
}

/** What is sealed is another one now, and it stays open as it is: the version is the same. Nothing where somebody has changed it meanwhile. */
export async function updateSealed(tx: Tx, id: Id, version: number, sealed: string): Promise<void> {
  await tx.run(sql`
    update channels.transport set sealed = ${sealed} where org_id = ${tx.orgId} and id = ${id} and version = ${version}`);
}

export type Health = {
  readonly failures: number;
  readonly rests: number;
  readonly restMilliseconds: number | null;
  readonly error: string | null;
};

/** How it went. By the real clock: a rest is no time of business. */
export async function updateHealth(tx: Tx, id: Id, health: Health): Promise<void> {
  await tx.run(sql`
    update channels.transport set failures = ${health.failures}, rests = ${health.rests},
      rest_until = statement_timestamp() + ${health.restMilliseconds}::float8 * interval '1 millisecond',
      last_error = coalesce(${health.error}::text, last_error),
      last_error_at = case when ${health.error}::text is null then last_error_at else ${at(tx.now)}::timestamptz end,
      last_success_at = case when ${health.error}::text is null then ${at(tx.now)}::timestamptz else last_success_at end
    where org_id = ${tx.orgId} and id = ${id}`);
}

export type Depth = { readonly id: Id; readonly waiting: number; readonly sending: number };

/** Beyond so many nobody counts: a list of a million says "many". */
const COUNTED = 100_000;

export function listDepths(tx: Tx): Promise<Depth[]> {
  return tx.rows(sql<Depth>`
    select t.id,
      (select count(*)::int from (
        select from channels.send_queue q where q.org_id = ${tx.orgId} and q.lane = t.id limit ${COUNTED}) w) as waiting,
      (select count(*)::int from channels.hand_over h
        join channels.message m on m.org_id = h.org_id and m.id = any(h.message_ids)
        where h.org_id = ${tx.orgId} and h.lane = t.id and ${stateNow} = 'sending')
      + (select coalesce(sum(l.letters), 0)::int from channels.letter_batch l
        where l.org_id = ${tx.orgId} and l.transport_id = t.id and l.state in ('queued', 'printed')) as sending
    from channels.transport t where t.org_id = ${tx.orgId}`);
}
