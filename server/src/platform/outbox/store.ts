import type { Id } from '../../kernel/ids.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { all, at, json, sql, type Database, type DomainEvent, type Told, type Tx } from '../db/index.ts';
import type { DeliveredEvent } from './types.ts';

export const OUTBOX_CHANNEL = 'anbu_outbox';

/** Events, deliveries and the wake-up call in one statement. `subscribersOf` names who gets an event of a type. */
export async function insertEvents(
  tx: Tx,
  events: readonly Told<DomainEvent>[],
  subscribersOf: (type: string) => readonly string[],
): Promise<void> {
  const ids = events.map(() => newId());
  const deliveries = events.flatMap((event, index) =>
    subscribersOf(event.type).map((subscriber) => ({ eventId: ids[index]!, subscriber })),
  );
  const actorIds = events.map(({ actor }) => actor.userId ?? actor.apiKeyId);
  await tx.run(sql`
    with written as (
      insert into platform.event (org_id, id, at, type, person_id, actor_id, payload, queued_at)
      select ${tx.orgId}::uuid, e.id, e.at, e.type, e.person_id, e.actor_id, e.payload, t.queued_at
      from rows from (unnest(${ids}::uuid[], ${events.map((event) => event.type)}::text[], ${events.map((event) => event.personId ?? null)}::uuid[],
        ${events.map((event) => at(event.at))}::timestamptz[], ${actorIds}::uuid[]), jsonb_array_elements(${json(events.map((event) => event.payload))}))
        as e (id, type, person_id, at, actor_id, payload),
        (select clock_timestamp() as queued_at) t
    ), addressed as (
      insert into platform.delivery (org_id, event_id, subscriber, queued_at, next_at)
      select ${tx.orgId}::uuid, d.event_id, d.subscriber, t.queued_at, t.queued_at
      from unnest(${deliveries.map((d) => d.eventId)}::uuid[], ${deliveries.map((d) => d.subscriber)}::text[]) as d (event_id, subscriber),
        (select clock_timestamp() as queued_at) t
    )
    select pg_notify(${OUTBOX_CHANNEL}, ${tx.orgId})`);
}

export type Lane = { readonly orgId: Id; readonly subscriber: string };

export async function listLanes(db: Database, subscribers: readonly string[]): Promise<Lane[]> {
  return db.global(sql<Lane>`
    select org_id as "orgId", subscriber from platform.outbox_lanes(${subscribers}::text[])`);
}

/** True where this transaction now has the lane to itself: first deliveries of a subscriber keep their order. */
export async function lockLane(tx: Tx, subscriber: string): Promise<boolean> {
  const { locked } = await tx.one(sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`outbox ${tx.orgId} ${subscriber}`}, 0)) as locked`);
  return locked;
}

/** Whether anything waits for this subscriber in the organisation: what it knows is then of a while ago. */
export async function hasPending(tx: Tx, subscriber: string): Promise<boolean> {
  const { waits } = await tx.one(sql<{ waits: boolean }>`
    select exists (
      select from platform.delivery d
      where d.org_id = ${tx.orgId} and d.subscriber = ${subscriber} and d.state = 'pending') as waits`);
  return waits;
}

export type Claimed = DeliveredEvent & { readonly attempts: number };

/**
 * The oldest that are due. What was told after this transaction began is for the next one: a handler that goes by `tx.now` must not take it for something
 * of the future.
 */
export async function lockDeliveries(tx: Tx, subscriber: string, limit: number): Promise<Claimed[]> {
  return tx.rows(sql<Claimed>`
    select e.id, e.type, e.at, e.person_id as "personId", e.actor_id as "actorId", e.payload, d.attempts
    from platform.delivery d join platform.event e on e.org_id = d.org_id and e.id = d.event_id
    where d.org_id = ${tx.orgId} and d.subscriber = ${subscriber} and d.state = 'pending' and d.next_at <= transaction_timestamp()
    order by d.queued_at, d.event_id
    limit ${limit}
    for update of d skip locked`);
}

export async function updateDone(tx: Tx, subscriber: string, eventIds: readonly Id[]): Promise<void> {
  await tx.run(sql`
    update platform.delivery set state = 'done', attempts = attempts + 1, error = null, settled_at = statement_timestamp()
    where org_id = ${tx.orgId} and subscriber = ${subscriber} and event_id = any (${eventIds}::uuid[])`);
}

export type FailedDelivery = {
  readonly eventId: Id;
  readonly error: string;
  readonly waitMilliseconds: number;
  readonly dead: boolean;
};

export async function updateFailed(tx: Tx, subscriber: string, failed: readonly FailedDelivery[]): Promise<void> {
  await tx.run(sql`
    update platform.delivery d set attempts = d.attempts + 1, error = f.error,
      state = case when f.dead then 'dead' else 'pending' end,
      settled_at = case when f.dead then statement_timestamp() end,
      next_at = statement_timestamp() + f.wait * interval '1 millisecond'
    from unnest(${failed.map((f) => f.eventId)}::uuid[], ${failed.map((f) => f.error)}::text[],
      ${failed.map((f) => f.waitMilliseconds)}::float8[], ${failed.map((f) => f.dead)}::boolean[]) as f (event_id, error, wait, dead)
    where d.org_id = ${tx.orgId} and d.subscriber = ${subscriber} and d.event_id = f.event_id`);
}

export type DeadLetterRow = {
  readonly eventId: Id;
  readonly subscriber: string;
  readonly eventType: string;
  readonly attempts: number;
  readonly error: string;
  readonly failedAt: Instant;
};

/** Newest first. */
export async function listDeadLetters(
  tx: Tx,
  limit: number,
  after: { at: Instant; id: Id; subscriber: string } | null,
): Promise<DeadLetterRow[]> {
  return tx.rows(sql<DeadLetterRow>`
    select d.event_id as "eventId", d.subscriber, e.type as "eventType", d.attempts, coalesce(d.error, '') as error,
      date_trunc('milliseconds', d.settled_at) as "failedAt"
    from platform.delivery d join platform.event e on e.org_id = d.org_id and e.id = d.event_id
    where d.org_id = ${tx.orgId} and d.state = 'dead' and ${
      after
        ? sql`(date_trunc('milliseconds', d.settled_at), d.event_id, d.subscriber) < (${at(after.at)}::timestamptz, ${after.id}::uuid, ${after.subscriber})`
        : sql`true`
    }
    order by date_trunc('milliseconds', d.settled_at) desc, d.event_id desc, d.subscriber desc
    limit ${limit}`);
}

/** Pending again, with all attempts. Gives the number of letters. */
export async function updateReplayed(
  tx: Tx,
  which: { subscriber?: string | undefined; eventIds?: readonly Id[] | undefined },
): Promise<number> {
  const conditions = [sql`org_id = ${tx.orgId}`, sql`state = 'dead'`];
  if (which.subscriber !== undefined) conditions.push(sql`subscriber = ${which.subscriber}`);
  if (which.eventIds !== undefined) conditions.push(sql`event_id = any (${which.eventIds}::uuid[])`);
  const replayed = await tx.run(sql`
    update platform.delivery set state = 'pending', attempts = 0, next_at = statement_timestamp(), settled_at = null
    where ${all(conditions)}`);
  if (replayed > 0) await tx.run(sql`select pg_notify(${OUTBOX_CHANNEL}, ${tx.orgId})`);
  return replayed;
}

/** So that one failing event undoes its own work only. */
export async function setSavepoint(tx: Tx): Promise<void> {
  await tx.run(sql`savepoint delivery`);
}
export async function rollBackToSavepoint(tx: Tx): Promise<void> {
  await tx.run(sql`rollback to savepoint delivery`);
}
export async function releaseSavepoint(tx: Tx): Promise<void> {
  await tx.run(sql`release savepoint delivery`);
}

export type Backlog = { readonly pending: number; readonly dead: number; readonly oldestSeconds: number };

/** Over all organisations. */
export async function findBacklog(db: Database): Promise<Backlog> {
  const [backlog] = await db.global(sql<Backlog>`
    select pending, dead, oldest_seconds as "oldestSeconds" from platform.outbox_backlog()`);
  return backlog!;
}
