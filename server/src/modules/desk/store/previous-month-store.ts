import {
  STATUS_CODES,
  type CallOutcome,
  type PreviousMonthGroup,
  type PreviousMonthShow,
  type StatusCode,
} from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { all, at, sql, type Sql, type Tx } from '../../../platform/db/index.ts';
import { isConsulted } from '../../enquiries/index.ts';

/** A month at one site: from, until, and when its two passes begin (null: its next month has no open day). */
export type SiteMonth = {
  readonly siteId: Id;
  readonly from: Instant;
  readonly until: Instant;
  readonly passes: readonly [Instant | null, Instant | null];
};
export type PassNo = 1 | 2;
export type MonthCursor = {
  readonly rank: number;
  readonly worth: number;
  readonly receivedAt: Instant;
  readonly id: Id;
};
export type MonthQuery = {
  readonly months: readonly SiteMonth[];
  /** The moment that decides which pass is due. */
  readonly now: Instant;
  /** Null = of nobody; undefined = of all. */
  readonly ownerId?: Id | null | undefined;
  readonly group?: PreviousMonthGroup | undefined;
  readonly show: PreviousMonthShow;
  readonly pass?: PassNo | undefined;
  readonly after: MonthCursor | null;
  readonly limit: number;
};
export type MonthRow = MonthCursor & {
  readonly siteId: Id;
  readonly group: PreviousMonthGroup;
  readonly enteredAt: Instant;
  readonly leftAt: Instant | null;
  readonly oneAt: Instant | null;
  readonly oneOutcome: CallOutcome | null;
  readonly oneBy: Id | null;
  readonly twoAt: Instant | null;
  readonly twoOutcome: CallOutcome | null;
  readonly twoBy: Id | null;
};

/** One page in the order in which the work is worth doing: what a pass is due for, then the likelier, then who has waited longer. */
export function listMonth(tx: Tx, query: MonthQuery): Promise<MonthRow[]> {
  const { after, limit } = query;
  const rest = after
    ? sql`(w.rank, w.worth, w.received_at, w.id) > (${after.rank}::integer, ${after.worth}::integer, ${at(after.receivedAt)}::timestamptz, ${after.id}::uuid)`
    : sql`true`;
  return tx.rows(sql<MonthRow>`
    ${worked(tx, query.months, query.now)}
    select w.id, w.site_id as "siteId", w.group, w.entered_at as "enteredAt", w.left_at as "leftAt", w.one_at as "oneAt", w.one_outcome as "oneOutcome",
      w.one_by as "oneBy", w.two_at as "twoAt", w.two_outcome as "twoOutcome", w.two_by as "twoBy", w.rank, w.worth, w.received_at as "receivedAt"
    from worked w where ${shown(query)} and ${rest}
    order by w.rank, w.worth, w.received_at, w.id limit ${limit}`);
}

type PassCounts = { readonly [N in 'due' | 'done' | 'connected' | 'booked' | 'visited' as `${N}1` | `${N}2`]: number };
export type MonthCounts = PassCounts & {
  readonly whole: boolean;
  readonly ownerId: Id | null;
  readonly listed: number;
  readonly todo: number;
} & { readonly [G in PreviousMonthGroup]: number };

/** What each pass reached, of each owner (null = of nobody) and, as `whole`, of all. */
export function countMonth(tx: Tx, months: readonly SiteMonth[], now: Instant): Promise<MonthCounts[]> {
  const count = (condition: Sql) => sql`count(*) filter (where ${condition})`;
  const figures = ([1, 2] as const).flatMap((pass) =>
    (['due', 'done', 'connected', 'booked', 'visited'] as const).map(
      (show) => sql`${count(ofPass(show, pass))} as ${sql.ref(`${show}${pass}`)}`,
    ),
  );
  const groups = (['unreached', 'lost', 'hold', 'cancelled', 'no_show'] as const).map(
    (group) => sql`${count(sql`w.group = ${group}`)} as ${sql.ref(group)}`,
  );
  return tx.rows(sql<MonthCounts>`
    ${worked(tx, months, now)}
    select grouping(w.owner_id) = 1 as whole, w.owner_id as "ownerId", count(*) as listed, ${count(TODO)} as todo, ${sql.join([...figures, ...groups])}
    from worked w group by grouping sets ((w.owner_id), ())`);
}

const LISTED = ['UNREACHED', 'HOLD', 'CANCELLED', 'NO_SHOW'] satisfies StatusCode[];
/** Who was once there was connected. */
const CONSULTED = STATUS_CODES.filter(isConsulted);
const TODO = sql`w.left_at is null and w.two_at is null`;

function shown({ ownerId, group, show, pass }: MonthQuery): Sql {
  const conditions: Sql[] = [];
  if (ownerId === null) conditions.push(sql`w.owner_id is null`);
  else if (ownerId !== undefined) conditions.push(sql`w.owner_id = ${ownerId}::uuid`);
  if (group) conditions.push(sql`w.group = ${group}`);
  if (show === 'todo') conditions.push(pass === undefined ? TODO : sql`${TODO} and w.next_pass = ${pass}::integer`);
  else if (show !== 'all') {
    conditions.push(pass === undefined ? sql`(${ofPass(show, 1)} or ${ofPass(show, 2)})` : ofPass(show, pass));
  }
  return conditions.length > 0 ? all(conditions) : sql`true`;
}

/** What counts for a pass. Whatever came after a pass is that pass's until the next one is done. */
function ofPass(show: Exclude<PreviousMonthShow, 'todo' | 'all'>, pass: PassNo): Sql {
  const doneAt = pass === 1 ? sql`w.one_at` : sql`w.two_at`;
  if (show === 'due') return sql`(${doneAt} is not null or w.left_at is null)`;
  if (show === 'done') return sql`${doneAt} is not null`;
  const since = sql.ref(`w.${show}_at`);
  return pass === 2 ? sql`${since} >= w.two_at` : sql`(${since} >= w.one_at and coalesce(${since} < w.two_at, true))`;
}

/**
 * What each month left and what became of it, as `worked`: enquiries whose last status of the month, entered in it, was unreached, on hold, cancelled
 * or no-show. They are on the list until that status is left. A pass is done by our own call on or after its day, in another slot than the call before it,
 * or by one that reached the person; the rule of `passes` in enquiries, for all of the list. What a correction took back never was. Spec: domain §2.
 */
function worked(tx: Tx, months: readonly SiteMonth[], now: Instant): Sql {
  const times = (of: (month: SiteMonth) => Instant | null) => months.map((month) => at(of(month)));
  const valid = (event: string) => sql`${sql.ref(`${event}.voids`)} is null and not exists (
    select from enquiries.public_status_event v where v.org_id = ${tx.orgId} and v.voids = ${sql.ref(`${event}.id`)})`;
  return sql`
    with month as (
      select * from unnest(${months.map(({ siteId }) => siteId)}::uuid[], ${times(({ from }) => from)}::timestamptz[],
        ${times(({ until }) => until)}::timestamptz[], ${times(({ passes }) => passes[0])}::timestamptz[], ${times(({ passes }) => passes[1])}::timestamptz[])
        as month (site_id, begins, ends, first, second)
    ), listed as materialized (
      select e.id, e.site_id, e.owner_id, e.likelihood, e.received_at, s.valid_at as entered_at, month.ends, month.first, month.second,
        case s.to_status when 'HOLD' then 'hold' when 'CANCELLED' then 'cancelled' when 'NO_SHOW' then 'no_show'
          else case when exists (
            select from enquiries.public_status_event c
            where c.org_id = ${tx.orgId} and c.enquiry_id = e.id and c.no < s.no and c.to_status = any(${CONSULTED}::text[]) and ${valid('c')}
          ) then 'lost' else 'unreached' end
        end as "group",
        (select min(l.valid_at) from enquiries.public_status_event l
          where l.org_id = ${tx.orgId} and l.enquiry_id = e.id and l.no > s.no and ${valid('l')}) as left_at
      from month
      join enquiries.public_status_event s on s.org_id = ${tx.orgId} and s.to_status = any(${LISTED}::text[])
        and s.valid_at >= month.begins and s.valid_at < month.ends and ${valid('s')}
      join enquiries.public_enquiry e on e.org_id = ${tx.orgId} and e.id = s.enquiry_id and e.site_id = month.site_id and e.qualified
      where not exists (
        select from enquiries.public_status_event l
        where l.org_id = ${tx.orgId} and l.enquiry_id = e.id and l.no > s.no and l.valid_at < month.ends and ${valid('l')})
    ), called as materialized (
      select l.id, c.at, c.outcome, c.user_id, c.direction, l.ends, l.second,
        c.direction = 'outbound' and c.at >= l.first and c.at <= coalesce(l.left_at, 'infinity')
          and (c.outcome = 'CONNECTED' or c.slot is distinct from lag(c.slot) over (partition by l.id order by c.at, c.id)) as does_pass
      from listed l join enquiries.public_call c on c.org_id = ${tx.orgId} and c.enquiry_id = l.id and c.voided_at is null
    ), one as (
      select distinct on (c.id) c.id, c.at, c.outcome, c.user_id from called c where c.does_pass order by c.id, c.at
    ), two as (
      select distinct on (c.id) c.id, c.at, c.outcome, c.user_id from called c join one on one.id = c.id
      where c.does_pass and c.at > one.at and c.at >= c.second order by c.id, c.at
    ), since as (
      select id, min(at) filter (where what = 'connected') as connected_at, min(at) filter (where what = 'booked') as booked_at,
        min(at) filter (where what = 'visited') as visited_at
      from (
        select c.id, c.at, 'connected' as what from called c where c.outcome = 'CONNECTED' and c.at >= c.ends
        union all
        select l.id, s.valid_at, mark.what
        from listed l
        join enquiries.public_status_event s on s.org_id = ${tx.orgId} and s.enquiry_id = l.id and s.valid_at >= l.ends
          and s.to_status = any(${CONSULTED}::text[]) and ${valid('s')}
        cross join lateral (values ('connected'), (case when s.to_status = 'VISITED' then 'visited' end)) as mark (what)
        union all
        select l.id, b.booked_at, 'booked'
        from listed l join enquiries.public_booking b on b.org_id = ${tx.orgId} and b.enquiry_id = l.id and b.booked_at >= l.ends and b.state <> 'voided'
      ) as happened group by id
    ), worked as (
      select l.id, l.site_id, l.owner_id, l."group", l.entered_at, l.left_at, l.received_at,
        one.at as one_at, one.outcome as one_outcome, one.user_id as one_by, two.at as two_at, two.outcome as two_outcome, two.user_id as two_by,
        since.connected_at, since.booked_at, since.visited_at, case when one.at is null then 1 else 2 end as next_pass,
        case when l.left_at is null and two.at is null and case when one.at is null then l.first else l.second end <= ${at(now)}::timestamptz
          then 0 else 1 end as rank,
        case l.likelihood when 'H' then 0 when 'M' then 1 when 'L' then 2 else 3 end as worth
      from listed l left join one on one.id = l.id left join two on two.id = l.id left join since on since.id = l.id
    )`;
}
