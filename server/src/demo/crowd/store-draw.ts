/** The months of the crowd's past, of the owner of the tables whoever is signed in; the months to come are there. */
export const PREPARE = `
  do $$ begin
    execute format('set local role %I', (select tableowner from pg_tables where schemaname = 'timeline' and tablename = 'entry'));
    perform platform.ensure_month(t.name::regclass, now() - step * interval '1 month')
    from platform.monthly_table t, generate_series(0, 37) step;
  end $$`;

/** `draw(n, 'what')`: a number from 0 up to 1 that is the same at every run. */
export const FUNCTIONS = `
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

/** Its id depends on nothing but its number: it is found again. */
const idOf = (i: string) =>
  `pg_temp.id7(timestamptz '2023-10-01 00:00Z' + ${i} * interval '1 millisecond', ${i}, 'person')`;

/** Whether the $2-th person of the crowd is in the organisation $1. */
export const IS_THERE = `select from people.person p where p.org_id = $1 and p.id = ${idOf('$2::bigint')}`;

/** The persons of a step, after $1 up to $2. */
export const NAMED = `
  create temp table person_of on commit drop as
  select i, i - $1::bigint - 1 as n, ${idOf('i')} as id,
    pg_temp.pick(${FAMILY_NAMES}, pg_temp.draw(i, 'family')) as family,
    pg_temp.pick(${FIRST}, pg_temp.draw(i, 'first')) as first, pg_temp.pick(${SECOND}, pg_temp.draw(i, 'second')) as second,
    date '1940-01-01' + floor(pg_temp.draw(i, 'birth') * 29000)::int as birth_date
  from generate_series($1::bigint + 1, $2::bigint) i`;

/** All persons of the organisation. */
export const KNOWN_PERSONS = `
  create temp table person_of on commit drop as
  select id, row_number() over (order by id) - 1 as n from people.person where org_id = $1`;

const STATUSES_OPEN = `'{HOLD,HOLD,HOLD,HOLD,HOLD,CANCELLED,CANCELLED,CANCELLED,BOOKED,BOOKED,BOOKED,NO_SHOW,NO_SHOW,CONSULTING,CONSULTING,LATER,WAITING,NEW,RESCHEDULING,CALLBACK,NO_ANSWER_1,NO_ANSWER_1,NO_ANSWER_2,NO_ANSWER_3,NO_ANSWER_4,NO_ANSWER_5}'::text[]`;
const STATUSES_CLOSED = `'{VISITED,VISITED,VISITED,VISITED,VISITED,VISITED,VISITED,UNREACHED,UNREACHED,UNREACHED,UNREACHED,UNREACHED,DECLINED,DECLINED,DECLINED,DECLINED,INELIGIBLE,INVALID,INVALID,DO_NOT_CONTACT}'::text[]`;
const CHANNELS = `'{internet,internet,internet,internet,phone,phone,phone,referral,referral,sign,building,walk_in,web_form,web_form,chat,sms,unknown}'::text[]`;
const INTERESTS = `'{implant,implant,implant,implant,orthodontics,orthodontics,scaling,cavity,check_up,whitening,wisdom_tooth}'::text[]`;

/** What each enquiry of a step ($1, $2] of $3 is about, drawn once. $4 of all are open, spread over them. Users $5, teams $6. */
export const DRAWN = `
  create temp table drawn on commit drop as
  with arrived as (
    select i as n, i * $4::bigint / $3::bigint > (i - 1) * $4::bigint / $3::bigint as open
    from generate_series($1::bigint + 1, $2::bigint) i
  ), timed as (
    select n, open, date_trunc('milliseconds', case
      -- What is still open came lately for the most part.
      when open then now() - (0.01 + power(pg_temp.draw(n, 'when'), 3) * 300) * interval '1 day'
      else least(now() - interval '1 hour', date_trunc('day', now() - pg_temp.draw(n, 'when') * interval '1095 days') + interval '30 minutes'
        + pg_temp.draw(n, 'hour') * interval '9 hours') end) as received_at,
      case when open then pg_temp.pick(${STATUSES_OPEN}, pg_temp.draw(n, 'status'))
        else pg_temp.pick(${STATUSES_CLOSED}, pg_temp.draw(n, 'status')) end as status,
      case when pg_temp.draw(n, 'rare') < 0.00002 then 'magazine' else pg_temp.pick(${CHANNELS}, pg_temp.draw(n, 'channel')) end as channel,
      case when pg_temp.draw(n, 'rare') > 0.99997 then '{laminate}'::text[] else array[pg_temp.pick(${INTERESTS}, pg_temp.draw(n, 'interest'))] end
        as interests,
      case when open then
        -- A third late, a third today, a third on another day.
        case floor(pg_temp.draw(n, 'due') * 3)::int
          when 0 then date_trunc('milliseconds', now() - pg_temp.draw(n, 'late') * interval '4 days')
          when 1 then date_trunc('day', now()) + interval '8 hours' + floor(pg_temp.draw(n, 'hour') * 20) * interval '30 minutes'
          else date_trunc('day', now()) + interval '33 hours' + floor(pg_temp.draw(n, 'late') * 60) * interval '1 day' end
      end as window_from
    from arrived
  )
  select t.*, p.id as person_id, pg_temp.id7(t.received_at, t.n, 'enquiry') as id, (t.received_at at time zone 'Asia/Seoul')::date as day,
    case when t.status = 'NEW' then t.received_at
      else date_trunc('milliseconds', least(now(), t.received_at + pg_temp.draw(t.n, 'since') * interval '60 days')) end as since,
    floor(power(pg_temp.draw(t.n, 'wait'), 4) * 40000)::int as wait,
    case when t.status in ('NEW', 'WAITING') then 0 else 2 end as calls,
    t.status in ('BOOKED', 'VISITED', 'NO_SHOW', 'CANCELLED', 'RESCHEDULING') as booked,
    case when t.status = 'NEW' or pg_temp.draw(t.n, 'owned') < 0.02 then null
      else ($5::uuid[])[1 + floor(pg_temp.draw(t.n, 'owner') * cardinality($5::uuid[]))::int] end as owner,
    ($5::uuid[])[1 + (t.n % cardinality($5::uuid[]))::int] as worker,
    ($6::uuid[])[1 + floor(pg_temp.draw(t.n, 'team') * cardinality($6::uuid[]))::int] as team,
    case when t.status in ('HOLD', 'VISITED', 'BOOKED', 'CANCELLED') then pg_temp.pick('{H,M,M,L}', pg_temp.draw(t.n, 'likely')) end as likelihood
  from timed t join person_of p on p.n = t.n * 7919 % (select count(*) from person_of)`;
