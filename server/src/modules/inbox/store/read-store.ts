import type { InboxCounts, InboxView, ReceivedChannel } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { all, at, sql, type Sql, type Tx } from '../../../platform/db/index.ts';
import type { AtAndId } from '../../../platform/keyset.ts';
import type { MessageRow } from '../vocabulary.ts';
import { columns } from './message-store.ts';

/** What each view shows, in the order of the screen's tabs; each has an index. */
function viewOf(view: InboxView, userId: Id | null): Sql {
  const open = sql`m.state = 'open'`;
  switch (view) {
    case 'open':
      return open;
    case 'mine':
      return sql`${open} and m.owner_id = ${userId}`;
    case 'unassigned':
      return sql`${open} and m.owner_id is null`;
    case 'unmatched':
      return sql`${open} and m.person_id is null`;
    case 'done':
      return sql`m.state <> 'open' and m.state = 'done'`;
    case 'spam':
      return sql`m.state <> 'open' and m.state = 'spam'`;
  }
}

/** Newest first. */
export function listMessages(
  tx: Tx,
  { view, after, limit }: { readonly view: InboxView; readonly after: AtAndId | null; readonly limit: number },
): Promise<MessageRow[]> {
  const conditions = [sql`m.org_id = ${tx.orgId}`, viewOf(view, tx.actor.userId)];
  if (after) conditions.push(sql`(m.received_at, m.id) < (${at(after.at)}, ${after.id}::uuid)`);
  return tx.rows(sql<MessageRow>`
    select ${columns} from inbox.message m where ${all(conditions)} order by m.received_at desc, m.id desc limit ${limit}`);
}

const MOST_COUNTED = 1_000;

/** Of what waits, up to a thousand each. */
export async function countWaiting(tx: Tx): Promise<InboxCounts> {
  const count = (view: InboxView) =>
    sql`(select count(*)::int from (select from inbox.message m where m.org_id = ${tx.orgId} and ${viewOf(view, tx.actor.userId)} limit ${MOST_COUNTED}) as c)`;
  return tx.one(sql<InboxCounts>`
    select ${count('open')} as open, ${count('mine')} as mine, ${count('unassigned')} as unassigned, ${count('unmatched')} as unmatched`);
}

export type FileOfMessage = {
  readonly messageId: Id;
  readonly id: Id;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
};

export function listFiles(tx: Tx, messageIds: readonly Id[]): Promise<FileOfMessage[]> {
  if (messageIds.length === 0) return Promise.resolve([]);
  return tx.rows(sql<FileOfMessage>`
    select f.message_id as "messageId", p.id, p.name, p.media_type as "mediaType", coalesce(p.size_bytes, 0)::float8 as bytes
    from inbox.file f join platform.file p on p.org_id = f.org_id and p.id = f.file_id
    where f.org_id = ${tx.orgId} and f.message_id = any(${[...messageIds]}::uuid[]) order by f.message_id, f.no`);
}

/** What one address wrote by a channel, newest first. */
export function listOfAddress(tx: Tx, channel: ReceivedChannel, address: string, limit: number): Promise<MessageRow[]> {
  return tx.rows(sql<MessageRow>`
    select ${columns} from inbox.message m
    where m.org_id = ${tx.orgId} and m.channel = ${channel} and m.from_address = ${address} and m.state <> 'spam'
    order by m.received_at desc, m.id desc limit ${limit}`);
}

export async function listNames(tx: Tx, ids: readonly Id[]): Promise<Map<Id, string | null>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.rows(sql<{ id: Id; name: string | null }>`
    select p.id, p.name from people.public_person p where p.org_id = ${tx.orgId} and p.id = any(${[...ids]}::uuid[])`);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export async function updateOwner(tx: Tx, id: Id, ownerId: Id | null): Promise<void> {
  await tx.run(
    sql`update inbox.message set owner_id = ${ownerId}, version = version + 1 where org_id = ${tx.orgId} and id = ${id}`,
  );
}

export async function updateState(tx: Tx, id: Id, state: MessageRow['state']): Promise<void> {
  const over = state !== 'open';
  await tx.run(sql`
    update inbox.message set state = ${state}, version = version + 1, done_at = ${over ? at(tx.now) : null}::timestamptz,
      done_by = ${over ? tx.actor.userId : null}::uuid
    where org_id = ${tx.orgId} and id = ${id}`);
}

// ---- who looks at it

export function listViewers(tx: Tx, messageId: Id, seenSince: Instant, most: number): Promise<{ userId: Id }[]> {
  return tx.rows(sql<{ userId: Id }>`
    select v.user_id as "userId" from inbox.viewer v
    where v.org_id = ${tx.orgId} and v.message_id = ${messageId} and v.seen_at >= ${at(seenSince)} order by v.since limit ${most}`);
}

/** True where she was not there before. */
export async function saveViewer(tx: Tx, messageId: Id, userId: Id, seenSince: Instant): Promise<boolean> {
  const renewed = await tx.run(sql`
    update inbox.viewer set seen_at = greatest(seen_at, ${at(tx.now)}::timestamptz)
    where org_id = ${tx.orgId} and message_id = ${messageId} and user_id = ${userId} and seen_at >= ${at(seenSince)}`);
  if (renewed > 0) return false;
  await tx.run(sql`
    insert into inbox.viewer (org_id, message_id, user_id, since, seen_at)
    values (${tx.orgId}, ${messageId}, ${userId}, ${at(tx.now)}, ${at(tx.now)})
    on conflict (org_id, message_id, user_id) do update set since = excluded.since, seen_at = excluded.seen_at`);
  return true;
}

export async function removeViewer(tx: Tx, messageId: Id, userId: Id): Promise<boolean> {
  const gone = await tx.run(
    sql`delete from inbox.viewer where org_id = ${tx.orgId} and message_id = ${messageId} and user_id = ${userId}`,
  );
  return gone > 0;
}

export async function removeViewersBefore(tx: Tx, seenBefore: Instant): Promise<void> {
  await tx.run(sql`delete from inbox.viewer where org_id = ${tx.orgId} and seen_at < ${at(seenBefore)}`);
}
