import type { Language } from '@anbu/contract';
import { WEEKDAYS, type CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, type Sql, type Tx } from '../../../platform/db/index.ts';
import type { Plan, Shift, Week, WorkerRow } from '../vocabulary.ts';

export type DayRange = { readonly from: CalendarDay; readonly to: CalendarDay };

type PatternRow = { memberId: Id; from: CalendarDay; version: number; shifts: (Shift & { weekday: number })[] };
type DayRow = { memberId: Id; day: CalendarDay; version: number; shifts: Shift[] };
type AwayRow = { memberId: Id; from: Instant; to: Instant | null };

const SHIFT = sql`'siteId', s.site_id, 'from', s.from_minute, 'to', s.to_minute`;

/** What is planned for these members on these days, and when they are away then: as plans, one for each of them. */
export async function listPlans(tx: Tx, memberIds: readonly Id[], range: DayRange): Promise<Map<Id, Plan>> {
  const patterns = await tx.rows(sql<PatternRow>`
    select p.member_id as "memberId", p.valid_from as "from", p.version, coalesce((
      select json_agg(json_build_object('weekday', s.weekday, ${SHIFT}) order by s.weekday, s.from_minute)
      from roster.pattern_shift s where s.org_id = p.org_id and s.member_id = p.member_id and s.valid_from = p.valid_from
    ), '[]') as shifts
    from roster.pattern p
    where p.org_id = ${tx.orgId} and p.member_id = any(${memberIds}::uuid[]) and p.valid_from <= ${range.to}::date
      and p.valid_from >= coalesce((
        select max(q.valid_from) from roster.pattern q
        where q.org_id = p.org_id and q.member_id = p.member_id and q.valid_from <= ${range.from}::date), '-infinity')
    order by p.valid_from desc`);
  const days = await tx.rows(sql<DayRow>`
    select d.member_id as "memberId", d.day, d.version, coalesce((
      select json_agg(json_build_object(${SHIFT}) order by s.from_minute)
      from roster.day_shift s where s.org_id = d.org_id and s.member_id = d.member_id and s.day = d.day
    ), '[]') as shifts
    from roster.day d
    where d.org_id = ${tx.orgId} and d.member_id = any(${memberIds}::uuid[]) and d.day between ${range.from}::date and ${range.to}::date`);
  // A day of a site begins up to fourteen hours before, and ends twelve hours after that of UTC.
  const absences = await tx.rows(sql<AwayRow>`
    select a.member_id as "memberId", a.from_at as "from", a.to_at as "to" from roster.absence a
    where a.org_id = ${tx.orgId} and a.member_id = any(${memberIds}::uuid[]) and a.cancelled_at is null
      and a.from_at < (${range.to}::date + 2)::timestamp at time zone 'UTC'
      and (a.to_at is null or a.to_at > (${range.from}::date - 1)::timestamp at time zone 'UTC')
    order by a.from_at`);
  return new Map(
    memberIds.map((id) => [
      id,
      {
        patterns: patterns
          .filter(({ memberId }) => memberId === id)
          .map(({ from, version, shifts }) => ({ from, version, week: weekOf(shifts) })),
        days: new Map(days.filter(({ memberId }) => memberId === id).map(({ day, ...row }) => [day, row])),
        absences: absences.filter(({ memberId }) => memberId === id).map(({ from, to }) => ({ from, to })),
      },
    ]),
  );
}

function weekOf(shifts: PatternRow['shifts']): Week {
  const of = (weekday: number) =>
    shifts.filter((shift) => shift.weekday === weekday).map(({ siteId, from, to }) => ({ siteId, from, to }));
  // Each weekday is there: the list is that of the type.
  return Object.fromEntries(WEEKDAYS.map((name, index) => [name, of(index + 1)])) as unknown as Week;
}

/** The version of a pattern that begins on that day; 0 where there is none. */
export async function findPatternVersion(tx: Tx, memberId: Id, from: CalendarDay): Promise<number> {
  const row = await tx.maybe(sql<{ version: number }>`
    select p.version from roster.pattern p
    where p.org_id = ${tx.orgId} and p.member_id = ${memberId} and p.valid_from = ${from}::date for update`);
  return row?.version ?? 0;
}

export async function findDayVersion(tx: Tx, memberId: Id, day: CalendarDay): Promise<number> {
  const row = await tx.maybe(sql<{ version: number }>`
    select d.version from roster.day d
    where d.org_id = ${tx.orgId} and d.member_id = ${memberId} and d.day = ${day}::date for update`);
  return row?.version ?? 0;
}

/** The pattern as it is from that day on, in place of one that began on the same day. */
export async function replacePattern(tx: Tx, memberId: Id, from: CalendarDay, week: Week): Promise<void> {
  await tx.run(sql`
    insert into roster.pattern (org_id, member_id, valid_from, changed_by, changed_at)
    values (${tx.orgId}, ${memberId}, ${from}, ${tx.actor.userId}, ${at(tx.now)})
    on conflict (org_id, member_id, valid_from)
    do update set version = pattern.version + 1, changed_by = excluded.changed_by, changed_at = excluded.changed_at`);
  await tx.run(sql`
    delete from roster.pattern_shift
    where org_id = ${tx.orgId} and member_id = ${memberId} and valid_from = ${from}::date`);
  const shifts = WEEKDAYS.flatMap((name, index) => week[name].map((shift) => ({ ...shift, weekday: index + 1 })));
  await tx.run(sql`
    insert into roster.pattern_shift (org_id, member_id, valid_from, weekday, site_id, from_minute, to_minute)
    select ${tx.orgId}::uuid, ${memberId}::uuid, ${from}::date, s.weekday, s.site_id, s.from_minute, s.to_minute
    from unnest(${shifts.map(({ weekday }) => weekday)}::smallint[], ${shifts.map(({ siteId }) => siteId)}::uuid[],
      ${shifts.map((shift) => shift.from)}::smallint[], ${shifts.map((shift) => shift.to)}::smallint[])
      as s (weekday, site_id, from_minute, to_minute)`);
}

export type DayPlan = { readonly memberId: Id; readonly day: CalendarDay; readonly shifts: readonly Shift[] };

/** Days that go by themselves from now on, in place of what they were. */
export async function replaceDays(tx: Tx, days: readonly DayPlan[]): Promise<void> {
  const keys = sql`unnest(${days.map(({ memberId }) => memberId)}::uuid[], ${days.map(({ day }) => day)}::date[]) as k (member_id, day)`;
  await tx.run(sql`
    insert into roster.day (org_id, member_id, day, changed_by, changed_at)
    select ${tx.orgId}::uuid, k.member_id, k.day, ${tx.actor.userId}::uuid, ${at(tx.now)}::timestamptz from ${keys}
    order by k.member_id, k.day
    on conflict (org_id, member_id, day)
    do update set version = day.version + 1, changed_by = excluded.changed_by, changed_at = excluded.changed_at`);
  await tx.run(sql`
    delete from roster.day_shift s using ${keys}
    where s.org_id = ${tx.orgId} and s.member_id = k.member_id and s.day = k.day`);
  const shifts = days.flatMap(({ memberId, day, shifts: of }) => of.map((shift) => ({ memberId, day, ...shift })));
  await tx.run(sql`
    insert into roster.day_shift (org_id, member_id, day, site_id, from_minute, to_minute)
    select ${tx.orgId}::uuid, s.* from unnest(${column(shifts, 'memberId')}::uuid[], ${column(shifts, 'day')}::date[],
      ${column(shifts, 'siteId')}::uuid[], ${column(shifts, 'from')}::smallint[], ${column(shifts, 'to')}::smallint[]) as s`);
}

function column<Row, K extends keyof Row>(rows: readonly Row[], key: K): Sql {
  return sql`${rows.map((row) => row[key])}`;
}

/** The day goes by the week again. False where it did already. */
export async function removeDay(tx: Tx, memberId: Id, day: CalendarDay): Promise<boolean> {
  await tx.run(sql`
    delete from roster.day_shift where org_id = ${tx.orgId} and member_id = ${memberId} and day = ${day}::date`);
  const rows = await tx.run(sql`
    delete from roster.day where org_id = ${tx.orgId} and member_id = ${memberId} and day = ${day}::date`);
  return rows === 1;
}

// ---- what a member brings to work
export function listWorkers(tx: Tx, memberIds: readonly Id[]): Promise<WorkerRow[]> {
  return tx.rows(sql<WorkerRow>`
    select w.member_id as "memberId", w.languages, w.version from roster.worker w
    where w.org_id = ${tx.orgId} and w.member_id = any(${memberIds}::uuid[])`);
}

export async function putWorker(tx: Tx, memberId: Id, languages: readonly Language[]): Promise<void> {
  await tx.run(sql`
    insert into roster.worker (org_id, member_id, languages) values (${tx.orgId}, ${memberId}, ${languages}::text[])
    on conflict (org_id, member_id) do update set languages = excluded.languages, version = worker.version + 1`);
}
