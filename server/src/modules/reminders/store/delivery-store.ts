import type { Language } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { sql, type Database, type Tx } from '../../../platform/db/index.ts';

export type Raised = { readonly alertId: Id; readonly userId: Id; readonly ring: number };

/** One for each browser of the person, `minutes` from now: told twice of one event, it stands once. */
export async function insertDeliveries(tx: Tx, raised: readonly Raised[], minutes: number): Promise<void> {
  await tx.run(sql`
    insert into reminders.delivery (org_id, id, alert_id, ring, channel, browser_id, next_at, queued_at)
    select ${tx.orgId}::uuid, gen_random_uuid(), r.alert_id, r.ring, 'push', b.id, t.now + ${minutes}::integer * interval '1 minute', t.now
    from unnest(${raised.map(({ alertId }) => alertId)}::uuid[], ${raised.map(({ userId }) => userId)}::uuid[],
      ${raised.map(({ ring }) => ring)}::smallint[]) as r (alert_id, user_id, ring)
    join reminders.browser b on b.org_id = ${tx.orgId} and b.user_id = r.user_id and b.ended_at is null
    cross join (select clock_timestamp() as now) t
    on conflict (org_id, alert_id, ring, channel, browser_id) do nothing`);
}

/** The test button: no alert. */
export async function insertTest(tx: Tx, browserId: Id): Promise<void> {
  await tx.run(sql`
    insert into reminders.delivery (org_id, id, ring, channel, browser_id, next_at, queued_at)
    select ${tx.orgId}::uuid, ${newId()}::uuid, 0, 'push', ${browserId}::uuid, t.now, t.now from (select clock_timestamp() as now) t`);
}

export async function listOrganisationsToTell(db: Database): Promise<Id[]> {
  const rows = await db.global(sql<{ orgId: Id }>`
    select o.org_id as "orgId" from reminders.organisations_to_tell() o`);
  return rows.map(({ orgId }) => orgId);
}

export type DueDelivery = {
  readonly id: Id;
  readonly alertId: Id | null;
  readonly attempts: number;
  /** Milliseconds since it was to be sent first. */
  readonly age: number;
  /** The database's real time. */
  readonly realNow: Instant;
  readonly browserId: Id;
  readonly userId: Id;
  readonly sessionId: Id;
  readonly sealed: string;
  readonly service: string;
  readonly language: Language;
  readonly ended: boolean;
  readonly push: boolean;
  readonly quietUntil: Instant | null;
};

/** Deliveries whose time has come, also those whose sender died; locked, and those that another process holds passed over. */
export function lockDueDeliveries(tx: Tx, limit: number): Promise<DueDelivery[]> {
  return tx.rows(sql<DueDelivery>`
    select d.id, d.alert_id as "alertId", d.attempts, clock_timestamp() as "realNow",
      (extract(epoch from clock_timestamp() - d.queued_at) * 1000)::float8 as age,
      b.id as "browserId", b.user_id as "userId", b.session_id as "sessionId", b.sealed, b.service, b.language, b.ended_at is not null as ended,
      coalesce(w.push, true) as push, w.quiet_until as "quietUntil"
    from reminders.delivery d
    join reminders.browser b on b.org_id = d.org_id and b.id = d.browser_id
    left join reminders.wish w on w.org_id = b.org_id and w.user_id = b.user_id
    where d.org_id = ${tx.orgId} and d.next_at <= statement_timestamp()
    order by d.next_at limit ${limit} for update of d skip locked`);
}

/** From now on it is somebody's; where she dies it is due again after so many seconds. */
export async function updateSending(tx: Tx, ids: readonly Id[], leaseSeconds: number): Promise<void> {
  if (ids.length === 0) return;
  await tx.run(sql`
    update reminders.delivery set state = 'sending', attempts = attempts + 1, next_at = statement_timestamp() + ${leaseSeconds}::float8 * interval '1 second'
    where org_id = ${tx.orgId} and id = any(${ids}::uuid[])`);
}

export type Settled = {
  readonly id: Id;
  readonly state: 'waiting' | 'sent' | 'failed' | 'gone' | 'skipped';
  readonly why: string | null;
  /** For what waits again. */
  readonly waitMilliseconds: number | null;
};

/** Of many in one statement. What was settled by another meanwhile stays as it is. */
export async function updateSettled(tx: Tx, settled: readonly Settled[]): Promise<void> {
  if (settled.length === 0) return;
  await tx.run(sql`
    update reminders.delivery d set state = s.state, why = s.why,
      next_at = case when s.state = 'waiting' then statement_timestamp() + s.wait * interval '1 millisecond' end,
      settled_at = case when s.state = 'waiting' then null else statement_timestamp() end
    from unnest(${settled.map(({ id }) => id)}::uuid[], ${settled.map(({ state }) => state)}::text[], ${settled.map(({ why }) => why)}::text[],
      ${settled.map(({ waitMilliseconds }) => waitMilliseconds)}::float8[]) as s (id, state, why, wait)
    where d.org_id = ${tx.orgId} and d.id = s.id and d.settled_at is null`);
}

/** What was settled, and ended, longer ago than these days. Gives how many deliveries went. */
export async function removeOld(tx: Tx, days: number): Promise<number> {
  const removed = await tx.run(sql`
    delete from reminders.delivery where org_id = ${tx.orgId} and settled_at < statement_timestamp() - ${days}::integer * interval '1 day'`);
  await tx.run(sql`
    delete from reminders.browser b where b.org_id = ${tx.orgId} and b.ended_at < statement_timestamp() - ${days}::integer * interval '1 day'
      and not exists (select from reminders.delivery d where d.org_id = b.org_id and d.browser_id = b.id)`);
  return removed;
}
