import type { StatusCode, StatusUsage } from '@anbu/contract';
import { STATUS_CODES, STATUS_USAGES } from '@anbu/contract';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import { DAY, type Instant } from '../../../kernel/instant.ts';
import { all, at, sql, type Sql, type Tx } from '../../../platform/db/index.ts';
import { CLOSED, CORRECTION_DAYS, MEASURES, TALKED, type Asked, type UsageCounts } from '../rules/status-health.ts';

/** Changes of status that are meant: when, to what, by whom, how. What is undefined is not asked. */
export type Uses = {
  readonly span: { readonly from: Instant | null; readonly until: Instant | null };
  readonly statuses?: readonly StatusCode[] | undefined;
  readonly by?: readonly string[] | undefined;
  /** By nobody who signed in: a rule of the program or a key. With `by` either suits. */
  readonly byNobody?: boolean;
  /** One of these. Without any: however it was set, but for what was taken back. */
  readonly usages?: readonly StatusUsage[] | undefined;
  readonly zone: string;
  readonly today: CalendarDay;
};

/** So long a period may be for its events to be read by their index. */
const MOST_DAYS = 366;

export function isOfAPeriod({ span: { from, until } }: Uses): boolean {
  return from !== null && until !== null && until - from <= (MOST_DAYS + 1) * DAY;
}

/** Of an event `s`. An import tells what was; nobody here chose it. */
const COUNTS = sql`s.voids is null and s.by_rule is distinct from 'imports.status'`;
const CHOSEN = sql`(s.by_rule is null or s.by_rule = 'enquiries.status.call_said')`;
const takenBack = (event: 's' | 'n') => sql`exists (
  select from enquiries.status_event v where v.org_id = ${sql.raw(event)}.org_id and v.voids = ${sql.raw(event)}.id)`;

type Place = Pick<Uses, 'zone' | 'today'>;

/** The condition of each usage, of an event `s`: the filter of the board and the counts go by the same one. `taken`: whether it was taken back. */
function usageOf(usage: StatusUsage, { zone, today }: Place, taken = takenBack('s')): Sql {
  const days = sql`make_interval(days => ${CORRECTION_DAYS}::integer)`;
  const next = sql`n.org_id = s.org_id and n.enquiry_id = s.enquiry_id and n.no > s.no and n.from_status = s.to_status
    and n.voids is null and not ${takenBack('n')}`;
  switch (usage) {
    case 'chosen':
      return sql`${CHOSEN} and not ${taken}`;
    case 'chosen_ever':
      return CHOSEN;
    case 'hold_overdue':
      // Still this hold, its day gone by, and since that day neither call nor reply nor another time for it.
      return sql`s.to_status = 'HOLD' and ${CHOSEN} and not ${taken} and exists (
        select from enquiries.enquiry x
        where x.org_id = s.org_id and x.id = s.enquiry_id and x.status = 'HOLD' and x.status_since = s.valid_at
          and x.recontact_on < ${today}::date
          and not exists (
            select from enquiries.act a
            where a.org_id = x.org_id and a.enquiry_id = x.id and a.voided_at is null and a.kind in ('call', 'reply', 'move_action')
              and a.at >= x.recontact_on::timestamp at time zone ${zone}::text))`;
    case 'hold_then_visit':
      return sql`s.to_status = 'HOLD' and ${CHOSEN} and not ${taken} and exists (
        select from enquiries.status_event n
        where ${next} and n.to_status = 'VISITED'
          and (n.valid_at at time zone ${zone}::text)::date = (s.valid_at at time zone ${zone}::text)::date)`;
    case 'callback_no_time':
      return sql`s.to_status = 'CALLBACK' and ${CHOSEN} and not ${taken} and exists (
        select from enquiries.promise p
        where p.org_id = s.org_id and p.enquiry_id = s.enquiry_id and p.made_at = s.valid_at and p.promised_at is null)`;
    case 'declined_other':
      return sql`s.to_status = 'DECLINED' and ${CHOSEN} and not ${taken} and s.reason_code = 'OTHER'`;
    case 'declined_words':
      return sql`s.to_status = 'DECLINED' and ${CHOSEN} and not ${taken} and s.reason_text <> ''`;
    case 'no_call':
      return sql`s.to_status = any(${TALKED}::text[]) and s.by_rule is null and not ${taken}
        and not exists (
          select from enquiries.call c
          where c.org_id = s.org_id and c.enquiry_id = s.enquiry_id and c.voided_at is null and c.at <= s.recorded_at)
        and not exists (
          select from enquiries.act a
          where a.org_id = s.org_id and a.enquiry_id = s.enquiry_id and a.kind = 'reply' and a.voided_at is null and a.at <= s.recorded_at)
        and exists (
          select from enquiries.enquiry x where x.org_id = s.org_id and x.id = s.enquiry_id and not x.imported)`;
    case 'corrected':
      return sql`${CHOSEN} and exists (
        select from enquiries.status_event v
        where v.org_id = s.org_id and v.voids = s.id and v.recorded_at < s.recorded_at + ${days})`;
    case 'reopened':
      return sql`s.to_status = any(${CLOSED}::text[]) and ${CHOSEN} and not ${taken} and exists (
        select from enquiries.status_event n where ${next} and n.by_rule is null and n.valid_at < s.valid_at + ${days})`;
  }
}
/** Of an event `s`, its organisation aside. */
export function usesWhere({ span, statuses, by, byNobody = false, usages, ...place }: Uses): Sql {
  const found: Sql[] = [COUNTS, during(span)];
  if (statuses) found.push(sql`s.to_status = any(${statuses}::text[])`);
  if (by && byNobody) found.push(sql`(s.user_id is null or s.user_id = any(${by}::uuid[]))`);
  else if (by) found.push(sql`s.user_id = any(${by}::uuid[])`);
  const asked = usages?.map((usage) => sql`(${usageOf(usage, place)})`);
  found.push(asked ? sql`(${sql.join(asked, sql` or `)})` : sql`not ${takenBack('s')}`);
  return all(found);
}

/** The enquiries of such changes. All statuses are named where none is: their index begins with the status. */
export function usedIn(tx: Tx, uses: Uses): Sql<{ id: Id }> {
  return sql<{ id: Id }>`
    select s.enquiry_id from enquiries.status_event s
    where s.org_id = ${tx.orgId} and ${usesWhere({ ...uses, statuses: uses.statuses ?? STATUS_CODES })}`;
}

/**
 * Enquiries, each once, by status, by person, by both and of all together (null = of all): in how many a status was set, and of each usage in how
 * many. Reads the events of the period by their index, and per event what its status asks for.
 */
export function countUses(tx: Tx, { span, ...place }: Pick<Uses, 'span' | 'zone' | 'today'>): Promise<UsageCounts[]> {
  const flags = STATUS_USAGES.map((usage) => sql`${usageOf(usage, place, sql`s.taken`)} as ${sql.ref(usage)}`);
  const of = ({ statuses, usage }: Asked) =>
    statuses.length === 0
      ? sql`count(distinct u.enquiry_id) filter (where u.${sql.ref(usage)})`
      : sql`count(distinct u.enquiry_id) filter (where u.${sql.ref(usage)} and u.to_status = any(${statuses}::text[]))`;
  const counts = Object.entries(MEASURES).flatMap(([code, measure]) => [
    sql`${of(measure.found)} as ${sql.ref(`${code}_found`)}`,
    sql`${of(measure.of)} as ${sql.ref(`${code}_of`)}`,
  ]);
  return tx.rows(sql<UsageCounts>`
    with u as materialized (
      select s.enquiry_id, s.to_status, s.user_id, not s.taken as used, ${sql.join(flags)}
      from (
        select s.*, ${takenBack('s')} as taken from enquiries.status_event s
        where s.org_id = ${tx.orgId} and s.to_status = any(${STATUS_CODES}::text[]) and ${COUNTS} and ${during(span)}
        -- Asked once an event, not in each condition.
        offset 0
      ) s
    )
    select u.to_status as status, u.user_id as "userId", grouping(u.user_id) = 1 as "everybody",
      count(distinct u.enquiry_id) filter (where u.used) as used,
      count(distinct u.enquiry_id) filter (where u.chosen) as chosen, ${sql.join(counts)}
    from u group by grouping sets ((), (u.to_status), (u.user_id), (u.to_status, u.user_id))`);
}

function during({ from, until }: Uses['span']): Sql {
  return all([
    ...(from === null ? [] : [sql`s.valid_at >= ${at(from)}::timestamptz`]),
    ...(until === null ? [] : [sql`s.valid_at < ${at(until)}::timestamptz`]),
  ]);
}
