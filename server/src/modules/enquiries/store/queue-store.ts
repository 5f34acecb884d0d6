import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { all, at, sql, type Sql, type Tx } from '../../../platform/db/index.ts';
import { ARRIVAL_CLOCKS, priorityTable } from '../rules/index.ts';
import type { StatusCode } from '../vocabulary.ts';
import { enquiryColumns, type EnquiryRecord } from './enquiry-row.ts';
import { listedFromColumn, scoreOf, worthOf } from './score.ts';

export type QueueScope = {
  /** Null = of all owners. */
  readonly ownerId: Id | null;
  /** Pools that are offered too: without owner, or past their pool time. */
  readonly poolTeamIds: readonly Id[];
};

/** The moment that a queue is of: its order moves with the minute, so all pages of one list are of the same. */
export type QueueMoment = { readonly now: Instant; readonly until: Instant };

/** A part of a queue: those of some statuses, or the late ones. */
export type QueuePart = { readonly statuses?: readonly StatusCode[]; readonly late?: true };

export type QueueCursor = { readonly score: number; readonly dueAt: Instant; readonly id: Id };
export type Queued = EnquiryRecord & { readonly score: number; readonly pool: boolean };

export type QueueQuery = {
  readonly scope: QueueScope;
  readonly moment: QueueMoment;
  readonly part: QueuePart;
  readonly after: QueueCursor | null;
  readonly limit: number;
};

/** The next of the queue: highest score first, then the earliest due, then the id. Only the page is read from the table. */
export function listQueue(tx: Tx, query: QueueQuery): Promise<Queued[]> {
  return tx.rows(sql<Queued>`
    with best as materialized (${best(tx, query)})
    select ${enquiryColumns}, best.score, best.pool
    from enquiries.enquiry e join best on best.id = e.id
    where e.org_id = ${tx.orgId} and e.id = any(array(select best.id from best))
    order by best.score desc, best.action_due_at, best.id`);
}

/** The same, its place and whether it is of the pool alone. */
export function listQueueIds(tx: Tx, query: QueueQuery): Promise<(QueueCursor & { readonly pool: boolean })[]> {
  return tx.rows(sql<QueueCursor & { readonly pool: boolean }>`
    with best as (${best(tx, query)})
    select best.id, best.score, best.action_due_at as "dueAt", best.pool from best
    order by best.score desc, best.action_due_at, best.id`);
}

export type QueueCounts = {
  readonly statuses: readonly { readonly status: StatusCode; readonly count: number; readonly late: number }[];
  readonly passes: number;
};

/** How many there are of each status and how many of them are late, and the passes that are due beside them. */
export async function countQueue(
  tx: Tx,
  scope: QueueScope,
  moment: QueueMoment,
  today: CalendarDay,
): Promise<QueueCounts> {
  const rows = await tx.rows(sql<{ status: StatusCode | null; count: number; late: number }>`
    select e.status, count(*) as count, count(*) filter (where e.action_window_to < ${at(moment.now)}::timestamptz) as late
    from (${openOnes(tx, scope, moment)}) as e group by e.status
    union all select null, count(*), 0 from enquiries.enquiry e where ${passes(tx, scope, today)}`);
  return {
    statuses: rows.flatMap(({ status, ...row }) => (status === null ? [] : [{ status, ...row }])),
    passes: rows.find(({ status }) => status === null)?.count ?? 0,
  };
}

/**
 * How many stood in the queue at each of these moments of its day, from what each act of the day found (`act.before`): what is there now since the
 * last act on it, what an act found from the act before until then. An enquiry is there from when it was received, another owner's from its pool time on.
 * `moments` ascend; each state counts from the first moment after it began to the first after it ended, so that a row is read once and not each hour.
 */
export async function countCourse(
  tx: Tx,
  scope: QueueScope,
  moment: QueueMoment,
  moments: readonly Instant[],
): Promise<number[]> {
  const [first] = moments;
  if (first === undefined) return [];
  const { ownerId, poolTeamIds } = scope;
  const thresholds = moments.map((when) => at(when));
  const time = (property: string) => sql`to_timestamp(${sql.ref(`b.${property}`)} / 1000.0)`;
  const inTeams = sql`b."teamId" = any(${poolTeamIds}::uuid[])`;
  const inScope =
    ownerId === null
      ? poolTeamIds.length === 0
        ? sql`true`
        : inTeams
      : sql`(b."ownerId" = ${ownerId}::uuid or ${inTeams})`;
  const isOthers = (owner: Sql) => sql`${owner} <> ${ownerId}::uuid`;
  const rows = await tx.rows(sql<{ place: number; change: number }>`
    with acted as materialized (
      select a.enquiry_id, a.at, a.before, lag(a.at) over (partition by a.enquiry_id order by a.version_after) as since
      from enquiries.act a where a.org_id = ${tx.orgId} and a.at > ${at(first)}::timestamptz
    ), stood as (
      select greatest(e.received_at, l.at, case when ${isOthers(sql`e.owner_id`)} then e.action_pool_at end) as since,
        'infinity'::timestamptz as until
      from (${openOnes(tx, scope, moment)}) e
      left join (select enquiry_id, max(at) as at from acted group by enquiry_id) l on l.enquiry_id = e.id
      union all
      select greatest(f.received_at, f.since, f.pool_at), f.at
      from (
        -- Few acts found something of this queue: only these enquiries are looked up, by their ids.
        select a.since, a.at, case when ${isOthers(sql`b."ownerId"`)} then ${time('actionPoolAt')} end as pool_at,
          (select e.received_at from enquiries.enquiry e where e.org_id = ${tx.orgId} and e.id = a.enquiry_id) as received_at
        from acted a
        cross join lateral jsonb_to_record(a.before) as b (open boolean, "ownerId" uuid, "teamId" uuid, "actionReasonCode" text,
          "actionDueAt" numeric, "actionWindowFrom" numeric, "actionPoolAt" numeric)
        where b.open and ${inScope} and ${at(moment.until)}::timestamptz > case when b."actionReasonCode" = any(${ARRIVAL_CLOCKS}::text[])
          then ${time('actionWindowFrom')} else ${time('actionDueAt')} end
      ) f
    )
    select change.place, sum(change.by)::integer as change
    from stood s
    cross join lateral (values (width_bucket(s.since, ${thresholds}::timestamptz[]), 1), (width_bucket(s.until, ${thresholds}::timestamptz[]), -1))
      as change (place, by)
    where s.since < s.until group by change.place`);
  const changes = new Map(rows.map(({ place, change }) => [place, change]));
  let left = 0;
  return moments.map((_, index) => (left += changes.get(index) ?? 0));
}

function best(tx: Tx, { scope, moment, part, after, limit }: QueueQuery): Sql {
  const table = priorityTable(moment.now);
  const conditions: Sql[] = [];
  if (part.statuses) conditions.push(sql`e.status = any(${part.statuses}::text[])`);
  if (part.late) conditions.push(sql`e.action_window_to < ${at(moment.now)}::timestamptz`);
  const rest = after
    ? sql`(-scored.score, scored.action_due_at, scored.id) > (${-after.score}::integer, ${at(after.dueAt)}::timestamptz, ${after.id}::uuid)`
    : sql`true`;
  return sql`
    select scored.* from (
      select e.id, e.action_due_at, e.owner_id is null or e.action_pool_at <= ${at(moment.now)}::timestamptz as pool,
        ${scoreOf(table, moment.now)} as score
      from (${openOnes(tx, scope, moment)}) as e join ${worthOf(table)} on worth.status = e.status
      where ${all(conditions)}
    ) as scored
    where ${rest} order by scored.score desc, scored.action_due_at, scored.id limit ${limit}`;
}

/**
 * Open enquiries that belong to the day's list (`listedFrom`): of everybody (of some teams), or of the owner and of her pools. Each part stands
 * whole in one index of open enquiries, and no enquiry is in two of them.
 */
function openOnes(tx: Tx, { ownerId, poolTeamIds }: QueueScope, { now, until }: QueueMoment): Sql {
  const ones = (condition: Sql) => sql`
    select e.id, e.status, e.owner_id, e.likelihood, e.received_at, e.promise_at, e.action_due_at, e.action_window_from, e.action_window_to,
      e.action_pool_at, e.action_reason_code
    from enquiries.enquiry e
    where e.org_id = ${tx.orgId} and e.open and ${listedFromColumn} < ${at(until)}::timestamptz and ${condition}`;
  const inTeams = sql`e.team_id = any(${poolTeamIds}::uuid[])`;
  if (ownerId === null) return ones(poolTeamIds.length === 0 ? sql`true` : inTeams);
  const own = ones(sql`e.owner_id = ${ownerId}::uuid`);
  if (poolTeamIds.length === 0) return own;
  return sql`${own}
    union all ${ones(sql`e.owner_id is null and ${inTeams}`)}
    union all ${ones(sql`e.owner_id <> ${ownerId}::uuid and ${inTeams} and e.action_pool_at <= ${at(now)}::timestamptz`)}`;
}

export type PassCursor = { readonly dueOn: CalendarDay; readonly id: Id };

/** Unreached ones whose pass is due, with those of last month that were left: worked after month end (A9's base). */
export function listDuePasses(
  tx: Tx,
  scope: QueueScope,
  today: CalendarDay,
  after: PassCursor | null,
  limit: number,
): Promise<EnquiryRecord[]> {
  const rest = after ? sql`(e.pass_due_on, e.id) > (${after.dueOn}::date, ${after.id}::uuid)` : sql`true`;
  return tx.rows(sql<EnquiryRecord>`
    select ${enquiryColumns} from enquiries.enquiry e
    where ${passes(tx, scope, today)} and ${rest} order by e.pass_due_on, e.id limit ${limit}`);
}

function passes(tx: Tx, { ownerId }: QueueScope, today: CalendarDay): Sql {
  const mine = ownerId === null ? sql`true` : sql`(e.owner_id = ${ownerId} or e.owner_id is null)`;
  return sql`e.org_id = ${tx.orgId} and e.pass_due_on <= ${today}::date and ${mine}`;
}
