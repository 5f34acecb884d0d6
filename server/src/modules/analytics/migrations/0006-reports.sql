-- Pages of statistics as files, again and again, for colleagues (screen 23).
create table analytics.report (
  org_id uuid not null,
  id uuid not null,
  name text not null check (char_length(name) between 1 and 80),
  -- The page, how it is cut and compared; its months come from the period.
  query jsonb not null check (jsonb_typeof(query) = 'object'),
  period text not null check (period in ('yesterday', 'lastWeek', 'thisMonth', 'lastMonth', 'last3Months', 'last12Months')),
  formats text[] not null check (cardinality(formats) between 1 and 3 and formats <@ array['pdf', 'xlsx', 'csv']),
  language text not null check (language in ('ko', 'en', 'zh')),
  site_id uuid not null,
  every text not null check (every in ('day', 'week', 'month')),
  weekdays text[] not null check (weekdays <@ array['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']),
  day_of_month smallint not null check (day_of_month between 1 and 31),
  minute_of_day smallint not null check (minute_of_day between 0 and 1439),
  open_days_only boolean not null,
  paused boolean not null default false,
  next_run_at timestamptz,
  maker_id uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1 check (version > 0),
  primary key (org_id, id),
  foreign key (org_id, site_id) references identity.site (org_id, id),
  foreign key (org_id, maker_id) references identity.member (org_id, id),
  constraint report_of_weekdays check (every <> 'week' or cardinality(weekdays) > 0),
  constraint paused_is_not_due check (not (paused and next_run_at is not null))
);
select platform.protect('analytics.report', 'select, insert, delete');
grant update (name, query, period, formats, language, site_id, every, weekdays, day_of_month, minute_of_day, open_days_only, paused, next_run_at,
  updated_at, version) on analytics.report to :app_role;
create index report_due on analytics.report (org_id, next_run_at) where next_run_at is not null;

create table analytics.report_recipient (
  org_id uuid not null,
  report_id uuid not null,
  user_id uuid not null,
  primary key (org_id, report_id, user_id),
  foreign key (org_id, report_id) references analytics.report (org_id, id) on delete cascade,
  foreign key (org_id, user_id) references identity.member (org_id, id)
);
select platform.protect('analytics.report_recipient', 'select, insert, delete');
create index report_by_recipient on analytics.report_recipient (org_id, user_id);

-- One for each time that it was due, and each time that somebody asked for it.
create table analytics.report_run (
  org_id uuid not null,
  id uuid not null,
  report_id uuid not null,
  by_hand boolean not null,
  due_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  error text,
  error_params jsonb not null default '{}',
  finished_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, report_id) references analytics.report (org_id, id) on delete cascade,
  check ((state = 'waiting') = (finished_at is null)),
  check ((state = 'failed') = (error is not null))
);
select platform.protect('analytics.report_run', 'select, insert, delete');
grant update (state, error, error_params, finished_at) on analytics.report_run to :app_role;
-- However many processes look: once.
create unique index report_run_once on analytics.report_run (org_id, report_id, due_at) where not by_hand;
create index report_run_newest on analytics.report_run (org_id, report_id, id desc);

create table analytics.report_file (
  org_id uuid not null,
  run_id uuid not null,
  format text not null check (format in ('pdf', 'xlsx', 'csv')),
  content bytea not null,
  primary key (org_id, run_id, format),
  foreign key (org_id, run_id) references analytics.report_run (org_id, id) on delete cascade
);
select platform.protect('analytics.report_file', 'select, insert, delete');

-- Whom a report was for when it was made, and whether she has looked at it.
create table analytics.report_notice (
  org_id uuid not null,
  run_id uuid not null,
  user_id uuid not null,
  seen_at timestamptz,
  primary key (org_id, run_id, user_id),
  foreign key (org_id, run_id) references analytics.report_run (org_id, id) on delete cascade,
  foreign key (org_id, user_id) references identity.member (org_id, id)
);
select platform.protect('analytics.report_notice', 'select, insert, delete');
grant update (seen_at) on analytics.report_notice to :app_role;
create index report_notice_unseen on analytics.report_notice (org_id, user_id) where seen_at is null;

-- Organisations where a report is due: the sweep looks into no other.
create function analytics.organisations_with_reports() returns table (org_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  with recursive found as (
    (select r.org_id from analytics.report r where r.next_run_at is not null order by r.org_id limit 1)
    union all
    select (select r.org_id from analytics.report r where r.next_run_at is not null and r.org_id > found.org_id order by r.org_id limit 1)
    from found where found.org_id is not null
  )
  select f.org_id from found f where exists (
    select from analytics.report d where d.org_id = f.org_id and d.next_run_at <= platform.clock_now()
  )
$$;
revoke execute on function analytics.organisations_with_reports() from public;
grant execute on function analytics.organisations_with_reports() to :app_role;
