import type { Client } from 'pg';

/**
 * What stood at the end of a day, by plain SQL over the tables as they are at that moment, without a word of as-of: kept, and asked again later. Nothing
 * of it comes from the module that it judges.
 */
export async function prepareOracle(owner: Client): Promise<void> {
  await owner.query(`
    create schema oracle;
    create table oracle.stood (day date, id uuid, cohort text, counts boolean, invalid boolean, position int, consulted boolean, unreached boolean,
      neglected boolean, booked text, by_visit boolean, after_hold boolean, visited text, kind text, measured boolean, seconds int, attempts text);
    create table oracle.called (day date, id uuid, month text, hour text, connected boolean);
    create table oracle.promised (day date, id uuid, month text, kept boolean)`);
}

const MONTH = (column: string) => `to_char(${column} at time zone 'Asia/Seoul', 'YYYY-MM')`;
/** Calls that count, with whether a person of ours made them. */
const CALLS = `select c.*, c.direction = 'outbound' and exists (
    select from enquiries.act a where a.enquiry_id = c.enquiry_id and a.made ->> 'callId' = c.id::text and a.user_id is not null) as ours
  from enquiries.call c where c.voided_at is null`;
const EVENTS = `select s.* from enquiries.status_event s
  where s.voids is null and not exists (select from enquiries.status_event v where v.voids = s.id)`;
/** Opening minutes of the test's site between two times: it has no holiday in these weeks. */
const OPENING_SECONDS = `(
  select coalesce(sum(extract(epoch from least(first.at, d.day + p.until) - greatest(e.received_at, d.day + p.since))), 0)
  from (select (g.day::timestamp at time zone 'Asia/Seoul') as day, extract(isodow from g.day) as dow
    from generate_series((e.received_at at time zone 'Asia/Seoul')::date, (first.at at time zone 'Asia/Seoul')::date, '1 day') g (day)) d
  join (values (1, 5, interval '9:30', interval '13:00'), (1, 5, interval '14:00', interval '18:30'), (6, 6, interval '9:30', interval '13:00'))
    as p (least_dow, most_dow, since, until) on d.dow between p.least_dow and p.most_dow
  where least(first.at, d.day + p.until) > greatest(e.received_at, d.day + p.since))`;

/** Keeps what stands now as the end of `day` (YYYY-MM-DD). */
export async function keepDay(owner: Client, orgId: string, day: string): Promise<void> {
  await owner.query(
    `insert into oracle.stood
     select $2::date, e.id, e.cohort_month, e.qualified and e.status <> 'INVALID', e.qualified and e.status = 'INVALID', st.position,
       exists (select from (${EVENTS}) s join enquiries.status t on t.code = s.to_status where s.enquiry_id = e.id and t.position between 10 and 16),
       e.status = 'UNREACHED',
       e.open and (e.action_window_to < ($2::date + 1)::timestamp at time zone 'Asia/Seoul' or (e.imported and not exists (
         select from enquiries.act a where a.enquiry_id = e.id and a.voided_at is null and a.user_id is not null
           and a.kind in ('call', 'transition', 'visit', 'move_action')))),
       ${MONTH('b.valid_at')}, b.to_status = 'VISITED',
       exists (select from (${EVENTS}) s where s.enquiry_id = e.id and s.to_status = 'HOLD' and (s.valid_at, s.no) < (b.valid_at, b.no)),
       (select ${MONTH('min(s.valid_at)')} from (${EVENTS}) s where s.enquiry_id = e.id and s.to_status = 'VISITED'), e.patient_kind,
       not e.imported and not exists (select from (${CALLS}) c where c.enquiry_id = e.id and c.direction = 'inbound' and c.outcome = 'CONNECTED'
         and c.at <= e.received_at),
       case when first.at is not null then floor(${OPENING_SECONDS}) end,
       (select case when not tried.reached then 'n' || tried.tries when tried.ours then 'c' || tried.tries end from (
          select count(*) filter (where c.ours and (r.at is null or (c.at, c.id) <= (r.at, r.id))) as tries, r.id is not null as reached, r.ours
          from (select 1) one left join lateral (select * from (${CALLS}) c where c.enquiry_id = e.id and c.outcome = 'CONNECTED'
            order by c.at, c.id limit 1) r on true
          left join (${CALLS}) c on c.enquiry_id = e.id group by r.id, r.ours) tried where tried.tries > 0)
     from enquiries.enquiry e join enquiries.status st on st.code = e.status
     left join lateral (select * from (${EVENTS}) s where s.enquiry_id = e.id and s.to_status in ('BOOKED', 'VISITED')
       order by s.valid_at, s.no limit 1) b on true
     left join lateral (select min(c.at) as at from (${CALLS}) c where c.enquiry_id = e.id and c.ours) first on true
     where e.org_id = $1`,
    [orgId, day],
  );
  await owner.query(
    `insert into oracle.called
     select $2::date, c.enquiry_id, ${MONTH('c.at')}, lower(to_char(c.at at time zone 'Asia/Seoul', 'Dy-HH24')), c.outcome = 'CONNECTED'
     from (${CALLS}) c where c.org_id = $1 and c.ours`,
    [orgId, day],
  );
  await owner.query(
    `insert into oracle.promised
     select $2::date, p.enquiry_id, ${MONTH('p.window_to')}, coalesce(p.result, 'broken') <> 'broken'
     from enquiries.promise p where p.org_id = $1 and (p.result in ('kept', 'customer_first', 'broken')
       or (p.result is null and p.window_to < ($2::date + 1)::timestamp at time zone 'Asia/Seoul'))`,
    [orgId, day],
  );
}

const NEXT = `to_char((o.cohort || '-01')::date + interval '1 month', 'YYYY-MM')`;
const MINUTES = `case when o.seconds <= 7200 then ceil(o.seconds / 60.0) else ceil(o.seconds / 600.0) * 10 end`;
/** Each figure of a month of inflow, of rows `o`. */
const COHORT: Record<string, string> = {
  enquiries: 'count(*) filter (where o.counts)',
  sameMonthBooked: 'count(*) filter (where o.counts and o.booked = o.cohort)',
  nextMonthBooked: `count(*) filter (where o.counts and o.booked <= ${NEXT})`,
  byNowBooked: 'count(o.booked) filter (where o.counts)',
  withoutBooking: 'count(*) filter (where o.counts and o.by_visit)',
  visited: 'count(o.visited) filter (where o.counts)',
  unconnected: 'count(*) filter (where o.counts and (o.position between 3 and 9 or (o.unreached and not o.consulted)))',
  neverCalled: 'count(*) filter (where o.counts and o.position <= 2)',
  lost: 'count(*) filter (where o.unreached and o.consulted and o.counts)',
  open: 'count(*) filter (where o.counts and o.position <= 15)',
  neglected: 'count(*) filter (where o.counts and o.neglected)',
  invalid: 'count(*) filter (where o.invalid)',
  responseDue: 'count(*) filter (where o.counts and o.measured)',
  responded: 'count(o.seconds) filter (where o.counts and o.measured)',
  within5Count: 'count(*) filter (where o.counts and o.measured and o.seconds <= 300)',
  within30Count: 'count(*) filter (where o.counts and o.measured and o.seconds <= 1800)',
  responseMedian: `percentile_disc(0.5) within group (order by ${MINUTES}) filter (where o.counts and o.measured)`,
  responseP90: `percentile_disc(0.9) within group (order by ${MINUTES}) filter (where o.counts and o.measured)`,
};
const HAPPENED: Record<string, readonly [month: string, from: string, count: string]> = {
  bookings: ['o.booked', 'oracle.stood', 'count(*) filter (where o.counts)'],
  reconsulted: ['o.booked', 'oracle.stood', 'count(*) filter (where o.counts and o.after_hold)'],
  newPatients: ['o.visited', 'oracle.stood', `count(*) filter (where o.counts and o.kind = 'new')`],
  promisesDue: ['o.month', 'oracle.promised', 'count(*)'],
  promisesKept: ['o.month', 'oracle.promised', 'count(*) filter (where o.kept)'],
  tries: ['o.month', 'oracle.called', 'count(*)'],
  connects: ['o.month', 'oracle.called', 'count(*) filter (where o.connected)'],
};

/** How a row is cut, of the enquiry `e` as it is now. */
const KEYS: Record<string, string> = {
  none: `''`,
  owner: `coalesce(e.owner_id::text, '')`,
  channel: 'e.source_channel',
  campaign: `coalesce(e.campaign, '')`,
  interest: 'i.interest',
  patientKind: 'e.patient_kind',
  site: 'e.site_id::text',
};

export type Truth = ReadonlyMap<string, Readonly<Record<string, number | null>>>;

/** What each figure was at the end of a day, by `month key`, by its definition. `where`: a condition on the enquiry as it is now. */
export async function truthOf(owner: Client, day: string, by: string, where = 'true'): Promise<Truth> {
  const truth = new Map<string, Record<string, number | null>>();
  const add = (rows: Record<string, unknown>[]) => {
    for (const { month, key, ...figures } of rows) {
      const name = `${String(month)} ${String(key)}`;
      truth.set(name, {
        ...truth.get(name),
        ...Object.fromEntries(Object.entries(figures).map(([k, v]) => [k, v === null ? null : Number(v)])),
      });
    }
  };
  const join = `join enquiries.enquiry e on e.id = o.id cross join lateral (
    select distinct unnest(case when e.interests = '{}' then array[''] else e.interests end) as interest ${by === 'interest' ? '' : 'limit 1'}) i`;
  const ask = async (from: string, month: string, figures: Record<string, string>) => {
    const counts = Object.entries(figures).map(([name, sql]) => `${sql} as "${name}"`);
    const text = `select ${month} as month, ${KEYS[by]} as key, ${counts.join(', ')} from ${from} o ${join}
      where o.day = $1 and ${month} is not null and ${where} group by 1, 2`;
    add((await owner.query(text, [day])).rows as Record<string, unknown>[]);
  };
  await ask('oracle.stood', 'o.cohort', COHORT);
  for (const [name, [month, from, count]] of Object.entries(HAPPENED)) await ask(from, month, { [name]: count });
  return truth;
}

/** Connected and not connected by attempts, of months of inflow; calls and connects by hour, of all months. */
export async function bucketsOf(
  owner: Client,
  day: string,
): Promise<{ attempts: Record<string, number>; hours: Record<string, [number, number]> }> {
  const attempts = await owner.query<{ attempts: string; n: string }>(
    'select attempts, count(*) as n from oracle.stood where day = $1 and counts and measured and attempts is not null group by 1',
    [day],
  );
  const hours = await owner.query<{ hour: string; n: string; connected: string }>(
    'select hour, count(*) as n, count(*) filter (where connected) as connected from oracle.called where day = $1 group by 1',
    [day],
  );
  return {
    attempts: Object.fromEntries(attempts.rows.map(({ attempts: bucket, n }) => [bucket, Number(n)])),
    hours: Object.fromEntries(hours.rows.map(({ hour, n, connected }) => [hour, [Number(n), Number(connected)]])),
  };
}
