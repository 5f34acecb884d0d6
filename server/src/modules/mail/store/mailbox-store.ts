import type { Id } from '../../../kernel/ids.ts';
import { at, sql, type Database, type Tx } from '../../../platform/db/index.ts';
import type { MailboxRow } from '../vocabulary.ts';

const columns = sql`
  m.id, m.name, m.kind, m.address, m.host, m.port, m.security, m.username, m.folder, m.auth, m.client_id as "clientId", m.token_url as "tokenUrl", m.sealed, m.active, m.version, m.uid_validity as "uidValidity",
  m.next_uid as "nextUid", m.stuck_uid as "stuckUid", m.stuck_tries::integer as "stuckTries", m.failures, m.halted, m.rest_until as "restUntil",
  m.last_error as "lastError", m.last_error_at as "lastErrorAt", m.last_read_at as "lastReadAt"`;

export function listMailboxes(tx: Tx, limit: number): Promise<MailboxRow[]> {
  return tx.rows(sql<MailboxRow>`
    select ${columns} from mail.mailbox m where m.org_id = ${tx.orgId} order by m.created_at, m.id limit ${limit}`);
}

export function findMailbox(tx: Tx, id: Id): Promise<MailboxRow | null> {
  return tx.maybe(sql<MailboxRow>`select ${columns} from mail.mailbox m where m.org_id = ${tx.orgId} and m.id = ${id}`);
}

export function lockMailbox(tx: Tx, id: Id): Promise<MailboxRow | null> {
  return tx.maybe(
    sql<MailboxRow>`select ${columns} from mail.mailbox m where m.org_id = ${tx.orgId} and m.id = ${id} for update`,
  );
}

export type NewMailbox = Pick<
  MailboxRow,
  | 'id'
  | 'name'
  | 'kind'
  | 'address'
  | 'host'
  | 'port'
  | 'security'
  | 'username'
  | 'folder'
  | 'auth'
  | 'clientId'
  | 'tokenUrl'
  | 'sealed'
  | 'active'
>;

/** False where the organisation has one of this name. */
export async function insertMailbox(tx: Tx, row: NewMailbox): Promise<boolean> {
  const made = await tx.run(sql`
    insert into mail.mailbox (org_id, id, name, kind, address, host, port, security, username, folder, auth, client_id, token_url, sealed, active, created_at)
    values (${tx.orgId}, ${row.id}, ${row.name}, ${row.kind}, ${row.address}, ${row.host}, ${row.port}, ${row.security}, ${row.username},
      ${row.folder}, ${row.auth}, ${row.clientId}, ${row.tokenUrl}, ${row.sealed}, ${row.active}, ${at(tx.now)})
    on conflict (org_id, name) do nothing`);
  return made > 0;
}

/** False where another one has the name already. A change ends the rest; another folder is read from its own beginning. */
export async function updateMailbox(tx: Tx, row: MailboxRow, isElsewhere: boolean): Promise<boolean> {
  const touched = await tx.run(sql`
    update mail.mailbox m set name = ${row.name}, address = ${row.address}, host = ${row.host}, port = ${row.port}, security = ${row.security},
      username = ${row.username}, folder = ${row.folder}, auth = ${row.auth}, client_id = ${row.clientId},
      token_url = ${row.tokenUrl}, sealed = ${row.sealed}, active = ${row.active}, version = m.version + 1, failures = 0,
      halted = false, rest_until = null, uid_validity = case when ${isElsewhere} then null else m.uid_validity end,
      next_uid = case when ${isElsewhere} then null else m.next_uid end
    where m.org_id = ${tx.orgId} and m.id = ${row.id} and not exists (
      select from mail.mailbox other where other.org_id = ${tx.orgId} and other.name = ${row.name} and other.id <> ${row.id})`);
  return touched > 0;
}

/** What renews access is another one now. Nothing where somebody has changed it meanwhile. */
export async function updateSealed(tx: Tx, id: Id, version: number, sealed: string): Promise<void> {
  await tx.run(sql`
    update mail.mailbox set sealed = ${sealed} where org_id = ${tx.orgId} and id = ${id} and version = ${version}`);
}

/** True where the receiving end takes mail of this address for it from now on; another mailbox's address stays that one's. */
export async function takeAddress(tx: Tx, address: string, mailboxId: Id): Promise<boolean> {
  const taken = await tx.maybe(sql<{ taken: boolean }>`select mail.address_take(${address}, ${mailboxId}) as taken`);
  return taken?.taken === true;
}

/** Whose these addresses are; before an organisation is known. */
export function findAddresses(
  database: Database,
  addresses: readonly string[],
): Promise<{ address: string; orgId: Id; mailboxId: Id }[]> {
  return database.global(sql<{ address: string; orgId: Id; mailboxId: Id }>`
    select address, org_id as "orgId", mailbox_id as "mailboxId" from mail.mailbox_of(${[...addresses]}::text[])`);
}

export type ToRead = { readonly orgId: Id; readonly id: Id; readonly version: number };

export function listToRead(database: Database): Promise<ToRead[]> {
  return database.global(sql<ToRead>`select org_id as "orgId", id, version from mail.mailboxes_to_read()`);
}

/** How far it was read. */
export async function updateCursor(
  tx: Tx,
  id: Id,
  cursor: { readonly uidValidity: number; readonly nextUid: number },
): Promise<void> {
  await tx.run(sql`
    update mail.mailbox set uid_validity = ${cursor.uidValidity}, next_uid = ${cursor.nextUid}, stuck_uid = null, stuck_tries = 0
    where org_id = ${tx.orgId} and id = ${id}`);
}

/** Reading broke off at this mail. Gives how often it did. */
export async function updateStuck(tx: Tx, id: Id, uid: number): Promise<number> {
  const row = await tx.maybe(sql<{ tries: number }>`
    update mail.mailbox set stuck_tries = case when stuck_uid = ${uid} then stuck_tries + 1 else 1 end, stuck_uid = ${uid}
    where org_id = ${tx.orgId} and id = ${id} returning stuck_tries::integer as tries`);
  return row?.tries ?? 0;
}

export type Health = {
  readonly failures: number;
  readonly restMilliseconds: number | null;
  readonly halted: boolean;
  readonly error: string | null;
};

/** How it went. By the real clock: a rest is no time of business. True where who looks at it sees something else. */
export async function updateHealth(tx: Tx, id: Id, health: Health): Promise<void> {
  await tx.run(sql`
    update mail.mailbox set failures = ${health.failures}, halted = ${health.halted},
      rest_until = statement_timestamp() + ${health.restMilliseconds}::float8 * interval '1 millisecond',
      last_error = coalesce(${health.error}::text, last_error),
      last_error_at = case when ${health.error}::text is null then last_error_at else ${at(tx.now)}::timestamptz end,
      last_read_at = case when ${health.error}::text is null then ${at(tx.now)}::timestamptz else last_read_at end
    where org_id = ${tx.orgId} and id = ${id}`);
}
