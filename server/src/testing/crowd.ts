import type pg from 'pg';

/** Where the crowd is put: an organisation with its main site, its teams and its users. */
export type Place = {
  readonly orgId: string;
  readonly siteId: string;
  readonly teamIds: readonly string[];
  readonly userIds: readonly string[];
};

/** `due` of the open ones are due today or late; the others wait for another day. */
export type Crowd = {
  readonly people: number;
  readonly enquiries: number;
  readonly open: number;
  /** Without what they leave behind that no list shows: archive, audit, history. */
  readonly rowsOnly?: boolean;
};

/**
 * A crowd as years of work leave it behind, written by SQL: through the services a million persons take hours. Three years of enquiries in the
 * hours of a clinic; names, channels and interests of which some are frequent and some hardly ever met; the open ones among 15 statuses, a third of
 * them late. `client` is the superuser's: rows are not checked against their neighbours one by one. Persons that are there already get enquiries too.
 */
export async function insertCrowd(client: pg.Client, place: Place, crowd: Crowd): Promise<void> {
  await client.query('begin');
  await client.query(`set local session_replication_role = replica; set local work_mem = '256MB'`);
  await client.query(FUNCTIONS);
  for (const statement of crowd.people > 0 ? PERSONS : []) await client.query(statement, [place.orgId, crowd.people]);
  await client.query(
    `create temp table person_of on commit drop as
     select id, row_number() over (order by id) - 1 as n from people.person where org_id = $1`,
    [place.orgId],
  );
  await client.query('create unique index on person_of (n)');
  await client.query('analyze person_of');
  await client.query(DRAWN, [crowd.enquiries, crowd.open]);
  await client.query('create index on drawn (n); analyze drawn');
  await client.query(ENQUIRIES, [place.orgId, place.siteId, place.teamIds, place.userIds]);
  for (const statement of crowd.rowsOnly ? SHOWN : [...SHOWN, ...TOLD])
    await client.query(statement, [place.orgId, place.userIds]);
  await client.query('commit');
}

/** `draw(n, 'what')`: a number from 0 up to 1 that is the same at every run. */
const FUNCTIONS = `
  create or replace function pg_temp.draw(n bigint, what text) returns float8 language sql immutable parallel safe as $$
    select (hashtextextended(what, n) & 1073741823) / 1073741824.0::float8 $$;
  create or replace function pg_temp.pick(names text[], at float8) returns text language sql immutable parallel safe as $$
    select names[1 + floor(at * cardinality(names))::int] $$;
  create or replace function pg_temp.id7(at timestamptz, n bigint, what text) returns uuid language sql immutable parallel safe as $$
    select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(h, 1, 3) || '8' || substr(h, 4, 15))::uuid
    from (select md5(what || n) as h) hashed $$;
  create or replace function pg_temp.initial(letter text) returns text language sql immutable parallel safe as $$
    select substr('ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ', (ascii(letter) - 44032) / 588 + 1, 1) $$`;

const FAMILY_NAMES = `'{김,김,김,김,이,이,이,박,박,최,정,강,조,윤,장,임,한,오,서,신}'::text[]`;
const FIRST = `'{민,서,지,수,예,하,도,주,현,은,영,정,성,경,미,태,동,재,승,혜}'::text[]`;
const SECOND = `'{준,연,우,현,윤,호,진,아,희,영,훈,원,빈,은,민,경,석,자,숙,철,란,솔,결,담,별}'::text[]`;

const PERSONS: readonly string[] = [
  `create temp table named on commit drop as
   select n, pg_temp.id7(now() - make_interval(days => 1100) + n * interval '1 millisecond', n, 'person') as id,
     pg_temp.pick(${FAMILY_NAMES}, pg_temp.draw(n, 'family')) as family,
     pg_temp.pick(${FIRST}, pg_temp.draw(n, 'first')) as first, pg_temp.pick(${SECOND}, pg_temp.draw(n, 'second')) as second,
     date '1940-01-01' + floor(pg_temp.draw(n, 'birth') * 29000)::int as birth_date
   from generate_series(1, $2::bigint) n where $1::uuid is not null`,
  `insert into people.person (org_id, id, number, name, name_normal, name_choseong, name_given, birth_date, sex, language, last_contact_at, created_at, updated_at)
   select $1, id, (coalesce((select last_number from people.person_counter where org_id = $1), 0) + row_number() over (order by n))::text,
     family || first || second, family || first || second,
     pg_temp.initial(family) || pg_temp.initial(first) || pg_temp.initial(second), first || second,
     case when n % 10 < 7 then birth_date end, case when n % 2 = 0 then 'female' else 'male' end,
     case when pg_temp.draw(n, 'tongue') < 0.0002 then 'vi' when n % 40 = 0 then 'en' when n % 3 = 0 then 'ko' end,
     date_trunc('milliseconds', now() - pg_temp.draw(n, 'contact') * interval '1000 days'), now() - interval '1100 days', now() - interval '1100 days'
   from named where $2::bigint is not null order by n`,
  `insert into people.person_counter (org_id, last_number) values ($1, $2)
   on conflict (org_id) do update set last_number = person_counter.last_number + excluded.last_number`,
  // One in thirty shares the number of the one before: a family's phone.
  `insert into people.person_phone (org_id, id, person_id, e164, last4, rank, created_at)
   select $1, pg_temp.id7(now(), n, 'phone'), id, '+8210' || number, right(number, 4), 1, now()
   from (select n, id, (30000000 + ((n - (n % 30 = 0)::int) * 7919) % 60000000)::text as number from named) numbered
   where $2::bigint is not null`,
  // One class that many have, one of which somebody may look at all.
  `insert into people.person_sticker (org_id, person_id, code, set_at)
   select $1, id, case when n % 50 = 0 then 'referrer' else 'high_value' end, now() from named
   where (n % 50 = 0 or pg_temp.draw(n, 'class') < 0.001) and $2::bigint is not null`,
];

/** What each enquiry is about, drawn once. */
const DRAWN = `
  create temp table drawn on commit drop as
  select arrived.n, p.id as person_id, received_at, open, pg_temp.id7(received_at, arrived.n, 'enquiry') as id,
    case when open then pg_temp.pick(
      '{HOLD,HOLD,HOLD,HOLD,HOLD,CANCELLED,CANCELLED,CANCELLED,BOOKED,BOOKED,BOOKED,NO_SHOW,NO_SHOW,CONSULTING,CONSULTING,LATER,WAITING,NEW,RESCHEDULING,CALLBACK,NO_ANSWER_1,NO_ANSWER_1,NO_ANSWER_2,NO_ANSWER_3,NO_ANSWER_4,NO_ANSWER_5}',
      pg_temp.draw(arrived.n, 'status'))
    else pg_temp.pick(
      '{VISITED,VISITED,VISITED,VISITED,VISITED,VISITED,VISITED,UNREACHED,UNREACHED,UNREACHED,UNREACHED,UNREACHED,DECLINED,DECLINED,DECLINED,DECLINED,INELIGIBLE,INVALID,INVALID,DO_NOT_CONTACT}',
      pg_temp.draw(arrived.n, 'status')) end as status,
    case when pg_temp.draw(arrived.n, 'rare') < 0.00002 then 'magazine' else pg_temp.pick(
      '{internet,internet,internet,internet,phone,phone,phone,referral,referral,sign,building,walk_in,web_form,web_form,chat,sms,unknown}',
      pg_temp.draw(arrived.n, 'channel')) end as channel,
    case when pg_temp.draw(arrived.n, 'rare') > 0.99997 then '{laminate}'::text[] else array[pg_temp.pick(
      '{implant,implant,implant,implant,orthodontics,orthodontics,scaling,cavity,check_up,whitening,wisdom_tooth}', pg_temp.draw(arrived.n, 'interest'))] end
      as interests,
    case when open then
      -- A third late, a third today, a third on another day.
      case floor(pg_temp.draw(arrived.n, 'due') * 3)::int
        when 0 then date_trunc('milliseconds', now() - pg_temp.draw(arrived.n, 'late') * interval '4 days')
        when 1 then date_trunc('day', now()) + interval '8 hours' + floor(pg_temp.draw(arrived.n, 'hour') * 20) * interval '30 minutes'
        else date_trunc('day', now()) + interval '33 hours' + floor(pg_temp.draw(arrived.n, 'late') * 60) * interval '1 day' end
    end as window_from
  from (
    select n, n <= $2::bigint as open, date_trunc('milliseconds', case
      -- What is still open came lately for the most part.
      when n <= $2::bigint then now() - (0.01 + power(pg_temp.draw(n, 'when'), 3) * 300) * interval '1 day'
      else date_trunc('day', now() - pg_temp.draw(n, 'when') * interval '1095 days') + interval '30 minutes'
        + pg_temp.draw(n, 'hour') * interval '9 hours' end) as received_at
    from generate_series(1, $1::bigint) n
  ) arrived
  join person_of p on p.n = arrived.n * 7919 % (select count(*) from person_of)`;

const ENQUIRIES = `
  insert into enquiries.enquiry (org_id, id, person_id, site_id, status, open, status_since, source_channel, campaign, utm, interests, patient_kind, received_at,
    received_on, cohort_month, first_response_at, first_response_seconds, owner_id, team_id, likelihood, hold_reasons, recontact_on, promise_at,
    promise_by, cancelled_by, closed_reason_code, invalid_kind, original_id, unanswered_days, chain_since, ever_consulted, pass_due_on, action_kind, action_due_at,
    action_window_from, action_window_to, action_pool_at, action_escalate_at, action_owner_id, action_team_id, action_reason_code,
    action_reason_params, action_set_at, alert_at, alert_stage, version, created_at, updated_at)
  select $1, d.id, d.person_id, $2, d.status, d.open,
    least(now(), d.received_at + pg_temp.draw(d.n, 'since') * interval '60 days'), d.channel,
    case when pg_temp.draw(d.n, 'rare') < 0.00002 then 'lost' when d.n % 4 = 0 then pg_temp.pick('{spring,summer,autumn,opening}', pg_temp.draw(d.n, 'campaign')) end,
    case when pg_temp.draw(d.n, 'rare') > 0.99998 then '{"source": "flyer"}'::jsonb
      when d.n % 3 = 0 then jsonb_build_object('source', pg_temp.pick('{naver,naver,instagram,google}', pg_temp.draw(d.n, 'source')), 'medium', 'cpc') else '{}' end,
    d.interests,
    case when d.n % 20 = 0 then 're_new' when d.n % 5 = 0 then 'returning' else 'new' end, d.received_at, d.day, to_char(d.day, 'YYYY-MM'),
    case when d.status not in ('NEW', 'WAITING', 'INVALID') then d.received_at + d.wait * interval '1 second' end,
    case when d.status not in ('NEW', 'WAITING', 'INVALID') then d.wait end,
    d.owner, d.team, d.likelihood,
    case when d.status = 'HOLD' or d.n % 12 = 0 then array[pg_temp.pick('{SCHEDULE,BUSY,FAMILY,COST,COST,COST,DISTANCE,THINKING,COMPARING}', pg_temp.draw(d.n, 'why'))]
      else '{}' end,
    case when d.status = 'HOLD' then d.window_from::date end,
    case when d.status = 'CALLBACK' then d.window_from + interval '10 minutes' end, case when d.status = 'CALLBACK' then 'us' end,
    case when d.status = 'CANCELLED' then 'patient' end, case when d.status = 'DECLINED' then 'COST' when d.status = 'INVALID' then 'fake' end, case when d.status = 'INVALID' then 'fake' end, null,
    case when d.status like 'NO_ANSWER%' then right(d.status, 1)::int else 0 end, d.received_at, d.status in ('VISITED', 'HOLD', 'BOOKED', 'CANCELLED'),
    case when d.status = 'UNREACHED' and d.received_at > now() - interval '45 days' then current_date - (d.n % 30)::int + 5 end,
    case when d.open then case d.status when 'NEW' then 'ASSIGN' when 'BOOKED' then 'CONFIRM' else 'CALL' end end,
    d.window_from, d.window_from, d.window_from + interval '30 minutes', d.window_from + interval '30 minutes', d.window_from + interval '1 hour',
    case when d.open then d.owner end, case when d.open and d.owner is null then d.team end,
    case when d.open then 'enquiries.next.no_answer' end, case when d.open then '{"day": 2, "days": 5}'::jsonb end, case when d.open then now() end,
    case when d.open and d.window_from > now() then d.window_from + interval '30 minutes' end, 2, 3, d.received_at, d.received_at
  from (
    select drawn.*, (received_at at time zone 'Asia/Seoul')::date as day, floor(power(pg_temp.draw(n, 'wait'), 4) * 40000)::int as wait,
      case when status = 'NEW' or pg_temp.draw(n, 'owned') < 0.02 then null
        else ($4::uuid[])[1 + floor(pg_temp.draw(n, 'owner') * cardinality($4::uuid[]))::int] end as owner,
      ($3::uuid[])[1 + floor(pg_temp.draw(n, 'team') * cardinality($3::uuid[]))::int] as team,
      case when status in ('HOLD', 'VISITED', 'BOOKED', 'CANCELLED') then pg_temp.pick('{H,M,M,L}', pg_temp.draw(n, 'likely')) end as likelihood
    from drawn
  ) d
  order by d.received_at`;

const ENTRY = `at, person_id, kind, code, params, actor_id, enquiry_id, ref_id, source_event_id, recorded_at`;

/** What the row of a list shows of them beside: calls, bookings, how many are open. */
const SHOWN: readonly string[] = [
  `insert into enquiries.call (org_id, id, enquiry_id, person_id, at, recorded_at, user_id, direction, outcome, status_when_made, slot)
   select $1, pg_temp.id7(c.at, d.n * 10 + c.k, 'call'), d.id, d.person_id, c.at, c.at,
     ($2::uuid[])[1 + (d.n % cardinality($2::uuid[]))::int], 'outbound', case when c.k = 1 then 'NO_ANSWER' else 'CONNECTED' end, 'WAITING', 'AM'
   from drawn d cross join lateral (
     select k, least(now(), d.received_at + k * interval '7 hours' * pg_temp.draw(d.n, 'call')) as at from generate_series(1, (d.n % 3)::int) k) c`,
  `insert into enquiries.booking (org_id, id, enquiry_id, starts_at, duration_minutes, service_code, state, booked_at, ended_at)
   select $1, pg_temp.id7(d.received_at, d.n, 'booking'), d.id, coalesce(d.window_from, d.received_at) + interval '3 days', 30, d.interests[1],
     case d.status when 'BOOKED' then 'booked' when 'VISITED' then 'visited' when 'NO_SHOW' then 'no_show' else 'cancelled' end,
     least(now(), d.received_at + interval '5 hours'), case when d.status <> 'BOOKED' then now() end
   from drawn d where d.status in ('BOOKED', 'VISITED', 'NO_SHOW', 'CANCELLED') and $2::uuid[] is not null`,
  `update people.person p set open_enquiries = c.count
   from (select person_id, count(*) from enquiries.enquiry where org_id = $1 and open group by person_id) c
   where p.org_id = $1 and p.id = c.person_id and $2::uuid[] is not null`,
];

/** The events, acts, entries of the archive and lines of the audit that they leave behind. */
const TOLD: readonly string[] = [
  `insert into enquiries.status_event (org_id, id, enquiry_id, no, from_status, to_status, valid_at, recorded_at, by_rule, evidence)
   select $1, pg_temp.id7(d.received_at, d.n * 10 + e.no, 'event'), d.id, e.no, case when e.no = 2 then 'NEW' end,
     case when e.no = 1 then 'NEW' else d.status end, d.received_at, d.received_at, 'enquiries.status.received',
     case when d.status = 'DO_NOT_CONTACT' then '{"kind": "call"}'::jsonb end
   from drawn d cross join generate_series(1, 2) e (no) where $2::uuid[] is not null`,
  `insert into enquiries.act (org_id, id, enquiry_id, version_after, kind, user_id, at, before, made)
   select $1, pg_temp.id7(d.received_at, d.n, 'act'), d.id, 3, 'call', ($2::uuid[])[1 + (d.n % cardinality($2::uuid[]))::int], d.received_at,
     '{"status": "NEW", "open": true}', '{}'
   from drawn d`,
  `insert into timeline.entry (org_id, id, ${ENTRY})
   select $1, pg_temp.id7(d.received_at, d.n * 10 + k, 'entry'), d.received_at + k * interval '1 hour', d.person_id,
     case k when 1 then 'enquiry' when 2 then 'call' else 'status' end,
     case k when 1 then 'timeline.enquiry_received' when 2 then 'timeline.call_recorded' else 'timeline.status_changed' end,
     case k when 1 then jsonb_build_object('sourceChannel', d.channel, 'interests', d.interests)
       when 2 then '{"outcome": "NO_ANSWER", "direction": "outbound"}' else jsonb_build_object('from', 'NEW', 'to', d.status) end,
     null, d.id, pg_temp.id7(d.received_at, d.n, 'enquiry'), pg_temp.id7(d.received_at, d.n * 10 + k, 'told'), d.received_at
   from drawn d cross join generate_series(1, 3) k where $2::uuid[] is not null`,
  `insert into platform.audit_entry (org_id, at, id, written_at, actor_kind, actor_name, user_id, action, person_ids, entity, entity_id)
   select $1, d.received_at, pg_temp.id7(d.received_at, d.n, 'audit'), d.received_at, 'user', '김상담',
     ($2::uuid[])[1 + (d.n % cardinality($2::uuid[]))::int], case when d.n % 2 = 0 then 'people.read' else 'enquiries.call' end, array[d.person_id],
     'enquiry', d.id
   from drawn d`,
];
