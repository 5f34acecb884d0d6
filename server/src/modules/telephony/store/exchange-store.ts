import type { Id } from '../../../kernel/ids.ts';
import { at, sql, type Database, type Tx } from '../../../platform/db/index.ts';
import type { AllowedHostRow, ConnectionRow, ExchangeRow } from '../vocabulary.ts';

const columns = sql`
  x.id, x.site_id as "siteId", x.kind, x.name, x.host, x.port, x.tls, x.username, x.secrets, x.token,
  x.channel, x.context, x.caller_number as "callerNumber", x.recording_base as "recordingBase",
  x.recording_announced as "recordingAnnounced", x.recording_consent as "recordingConsent", x.recording_days as "recordingDays", x.active, x.version`;

/** Whose public address this is; before an organisation is known. */
export async function findAddress(database: Database, token: string): Promise<{ orgId: Id; id: Id } | null> {
  const [row] = await database.global(
    sql<{ orgId: Id; id: Id }>`
      select org_id as "orgId", exchange_id as id from telephony.exchange_of(${token})`,
  );
  return row ?? null;
}

export function listExchanges(tx: Tx, limit: number): Promise<ExchangeRow[]> {
  return tx.rows(sql<ExchangeRow>`
    select ${columns} from telephony.exchange x where x.org_id = ${tx.orgId} order by x.created_at, x.id limit ${limit}`);
}

export function findExchange(tx: Tx, id: Id): Promise<ExchangeRow | null> {
  return tx.maybe(
    sql<ExchangeRow>`select ${columns} from telephony.exchange x where x.org_id = ${tx.orgId} and x.id = ${id}`,
  );
}

export function lockExchange(tx: Tx, id: Id): Promise<ExchangeRow | null> {
  return tx.maybe(
    sql<ExchangeRow>`select ${columns} from telephony.exchange x where x.org_id = ${tx.orgId} and x.id = ${id} for update`,
  );
}

/** False where the organisation has an exchange of this name. */
export async function insertExchange(tx: Tx, row: Omit<ExchangeRow, 'version'>): Promise<boolean> {
  const made = await tx.run(sql`
    insert into telephony.exchange (org_id, id, site_id, kind, name, host, port, tls, username, secrets, token, channel, context, caller_number,
      recording_base, recording_announced, recording_consent, recording_days, active, created_at)
    values (${tx.orgId}, ${row.id}, ${row.siteId}, ${row.kind}, ${row.name}, ${row.host}, ${row.port}, ${row.tls}, ${row.username},
      ${row.secrets}::text[], ${row.token}, ${row.channel}, ${row.context}, ${row.callerNumber}, ${row.recordingBase},
      ${row.recordingAnnounced}, ${row.recordingConsent}, ${row.recordingDays}, ${row.active}, ${at(tx.now)})
    on conflict (org_id, name) do nothing`);
  if (made === 0) return false;
  if (row.token !== null) await tx.run(sql`select telephony.address_add(${row.token}, ${row.id})`);
  return true;
}

/** False where another exchange has the name already. */
export async function updateExchange(tx: Tx, row: ExchangeRow): Promise<boolean> {
  const touched = await tx.run(sql`
    update telephony.exchange x set site_id = ${row.siteId}, name = ${row.name}, host = ${row.host}, port = ${row.port}, tls = ${row.tls},
      username = ${row.username}, secrets = ${row.secrets}::text[], channel = ${row.channel},
      context = ${row.context}, caller_number = ${row.callerNumber}, recording_base = ${row.recordingBase},
      recording_announced = ${row.recordingAnnounced}, recording_consent = ${row.recordingConsent}, recording_days = ${row.recordingDays}, active = ${row.active}, version = x.version + 1
    where x.org_id = ${tx.orgId} and x.id = ${row.id}
      and not exists (
        select from telephony.exchange other where other.org_id = ${tx.orgId} and other.name = ${row.name} and other.id <> ${row.id})`);
  return touched > 0;
}

export function listConnections(tx: Tx): Promise<ConnectionRow[]> {
  return tx.rows(sql<ConnectionRow>`
    select c.exchange_id as "exchangeId", c.state, c.since, c.error, c.last_heard_at as "lastHeardAt"
    from telephony.connection c where c.org_id = ${tx.orgId}`);
}

/** A message came by a webhook: that it works is seen by it. */
export async function updateHeard(tx: Tx, exchangeId: Id): Promise<void> {
  await tx.run(sql`
    insert into telephony.connection (org_id, exchange_id, state, since, last_heard_at, version)
    values (${tx.orgId}, ${exchangeId}, 'connected', ${at(tx.now)}, ${at(tx.now)}, 1)
    on conflict (org_id, exchange_id) do update set state = 'connected', error = null, last_heard_at = excluded.last_heard_at`);
}

export function listAllowedHosts(tx: Tx): Promise<AllowedHostRow[]> {
  return tx.rows(sql<AllowedHostRow>`
    select h.id, h.host, h.port, h.reason, h.allowed_by as "allowedBy", h.allowed_at as "allowedAt"
    from telephony.allowed_host h where h.org_id = ${tx.orgId} order by h.host, h.port limit 200`);
}

/** False where it is allowed already. */
export async function insertAllowedHost(
  tx: Tx,
  row: Omit<AllowedHostRow, 'allowedBy' | 'allowedAt'>,
): Promise<boolean> {
  const made = await tx.run(sql`
    insert into telephony.allowed_host (org_id, id, host, port, reason, allowed_by, allowed_at)
    values (${tx.orgId}, ${row.id}, ${row.host}, ${row.port}, ${row.reason}, ${tx.actor.userId}, ${at(tx.now)})
    on conflict (org_id, host, port) do nothing`);
  return made > 0;
}

export function removeAllowedHost(tx: Tx, id: Id): Promise<{ host: string; port: number } | null> {
  return tx.maybe(sql<{ host: string; port: number }>`
    delete from telephony.allowed_host where org_id = ${tx.orgId} and id = ${id} returning host, port`);
}
