import type { ReceivedKind, ReceivedState } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { plus, DAY, type Instant } from '../../../kernel/instant.ts';
import { all, at, sql, type Database, type Tx } from '../../../platform/db/index.ts';
import type { AtAndId } from '../../../platform/keyset.ts';
import type { ReceivedRow } from '../vocabulary.ts';

const columns = sql`
  r.id, r.mailbox_id as "mailboxId", r.fingerprint, r.received_at as "receivedAt", r.size_bytes as "sizeBytes", r.recipient, r.state, r.kind, r.result,
  r.tries::integer as tries, r.settled_at as "settledAt", r.message_id as "messageId"`;

export type NewReceived = Pick<ReceivedRow, 'id' | 'mailboxId' | 'fingerprint' | 'sizeBytes' | 'recipient'> & {
  readonly raw: Buffer | null;
  /** It cannot be taken: why. */
  readonly failed: string | null;
};

/** False where this mailbox had the same one before. */
export async function insertReceived(tx: Tx, row: NewReceived): Promise<boolean> {
  const failed = row.failed !== null;
  const made = await tx.run(sql`
    insert into mail.received (org_id, id, mailbox_id, fingerprint, received_at, size_bytes, recipient, state, result, next_at, settled_at)
    values (${tx.orgId}, ${row.id}, ${row.mailboxId}, ${row.fingerprint}, ${at(tx.now)}, ${row.sizeBytes}, ${row.recipient},
      ${failed ? 'failed' : 'waiting'}, ${row.failed}, ${at(tx.now)}, ${failed ? at(tx.now) : null})
    on conflict (org_id, mailbox_id, fingerprint) do nothing`);
  if (made === 0) return false;
  if (row.raw !== null)
    await tx.run(sql`insert into mail.original (org_id, received_id, raw) values (${tx.orgId}, ${row.id}, ${row.raw})`);
  return true;
}

export function listOrganisationsWithMail(database: Database): Promise<{ orgId: Id }[]> {
  return database.global(sql<{ orgId: Id }>`select org_id as "orgId" from mail.organisations_with_mail()`);
}

/** What is due, oldest first. */
export function listDue(tx: Tx, limit: number): Promise<{ id: Id }[]> {
  return tx.rows(sql<{ id: Id }>`
    select r.id from mail.received r where r.org_id = ${tx.orgId} and r.state = 'waiting' and r.next_at <= ${at(tx.now)}
    order by r.next_at, r.id limit ${limit}`);
}

export function findReceived(tx: Tx, id: Id): Promise<ReceivedRow | null> {
  return tx.maybe(
    sql<ReceivedRow>`select ${columns} from mail.received r where r.org_id = ${tx.orgId} and r.id = ${id}`,
  );
}

/** Null too where another process is at it this moment. */
export function lockReceived(tx: Tx, id: Id): Promise<ReceivedRow | null> {
  return tx.maybe(
    sql<ReceivedRow>`select ${columns} from mail.received r where r.org_id = ${tx.orgId} and r.id = ${id} for update skip locked`,
  );
}

export async function findOriginal(tx: Tx, id: Id): Promise<Buffer | null> {
  const row = await tx.maybe(
    sql<{ raw: Buffer }>`select o.raw from mail.original o where o.org_id = ${tx.orgId} and o.received_id = ${id}`,
  );
  return row?.raw ?? null;
}

export type Settled = {
  readonly state: ReceivedState;
  readonly kind: ReceivedKind | null;
  readonly result: string | null;
  readonly messageId: Id | null;
};

export async function updateSettled(tx: Tx, id: Id, settled: Settled): Promise<void> {
  await tx.run(sql`
    update mail.received set state = ${settled.state}, kind = coalesce(${settled.kind}, kind), result = ${settled.result},
      message_id = ${settled.messageId}, settled_at = ${at(tx.now)}
    where org_id = ${tx.orgId} and id = ${id}`);
}

/** It waits again: after a failure later, by hand at once. */
export async function updateWaiting(tx: Tx, id: Id, tries: number, nextAt: Instant): Promise<void> {
  await tx.run(sql`
    update mail.received set state = 'waiting', tries = ${tries}, next_at = ${at(nextAt)}, settled_at = null
    where org_id = ${tx.orgId} and id = ${id}`);
}

export type ReceivedFilter = {
  readonly mailboxId: Id;
  readonly state: ReceivedState | null;
  readonly after: AtAndId | null;
  readonly limit: number;
};

/** Newest first. */
export function listReceived(tx: Tx, filter: ReceivedFilter): Promise<ReceivedRow[]> {
  const conditions = [sql`r.org_id = ${tx.orgId}`, sql`r.mailbox_id = ${filter.mailboxId}`];
  if (filter.state === 'failed') conditions.push(sql`r.state = 'failed'`);
  else if (filter.state !== null) conditions.push(sql`r.state = ${filter.state}`);
  if (filter.after) conditions.push(sql`(r.received_at, r.id) < (${at(filter.after.at)}, ${filter.after.id}::uuid)`);
  return tx.rows(sql<ReceivedRow>`
    select ${columns} from mail.received r where ${all(conditions)} order by r.received_at desc, r.id desc limit ${filter.limit}`);
}

export type Counts = { readonly mailboxId: Id; readonly waiting: number; readonly failed: number };

/** Beyond so many nobody counts. */
const COUNTED = 10_000;

export function countReceived(tx: Tx): Promise<Counts[]> {
  return tx.rows(sql<Counts>`
    select m.id as "mailboxId",
      (select count(*)::int from (
        select from mail.received r where r.org_id = ${tx.orgId} and r.mailbox_id = m.id and r.state = 'waiting' limit ${COUNTED}) w) as waiting,
      (select count(*)::int from (
        select from mail.received r where r.org_id = ${tx.orgId} and r.mailbox_id = m.id and r.state = 'failed' limit ${COUNTED}) f) as failed
    from mail.mailbox m where m.org_id = ${tx.orgId}`);
}

/** Originals of what was taken go after so many days, rows after so many more; so many at once. Gives how many went. */
export async function removeOld(
  tx: Tx,
  days: { readonly originals: number; readonly rows: number },
  most: number,
): Promise<number> {
  const before = (count: number) => at(plus(tx.now, -count * DAY));
  const originals = await tx.run(sql`
    delete from mail.original o where o.org_id = ${tx.orgId} and o.received_id in (
      select r.id from mail.received r where r.org_id = ${tx.orgId} and r.received_at < ${before(days.originals)} and r.state in ('done', 'dropped')
        and exists (select from mail.original kept where kept.org_id = r.org_id and kept.received_id = r.id)
      order by r.received_at limit ${most})`);
  const rows = await tx.run(sql`
    delete from mail.received r where r.org_id = ${tx.orgId} and r.id in (
      select old.id from mail.received old where old.org_id = ${tx.orgId} and old.received_at < ${before(days.rows)} and old.state <> 'waiting'
      order by old.received_at limit ${most})`);
  return originals + rows;
}
