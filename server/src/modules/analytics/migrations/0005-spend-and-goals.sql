-- What was spent on a channel in a month (C11), and how many first bookings a site is to have (screen 21). Entered by people: each change is a row
-- more, the latest version holds, null takes it away.
create table analytics.spend (
  org_id uuid not null,
  month char(7) not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  channel text not null check (channel <> ''),
  version integer not null check (version > 0),
  -- Whole won.
  amount_won bigint check (amount_won between 0 and 100000000000),
  set_by uuid,
  set_at timestamptz not null,
  primary key (org_id, month, channel, version),
  foreign key (org_id, set_by) references identity.member (org_id, id)
);
select platform.protect('analytics.spend', 'select, insert');

create table analytics.booking_goal (
  org_id uuid not null,
  month char(7) not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  site_id uuid not null,
  version integer not null check (version > 0),
  bookings integer check (bookings between 0 and 100000),
  set_by uuid,
  set_at timestamptz not null,
  primary key (org_id, month, site_id, version),
  foreign key (org_id, site_id) references identity.site (org_id, id),
  foreign key (org_id, set_by) references identity.member (org_id, id)
);
select platform.protect('analytics.booking_goal', 'select, insert');

-- What the last night found wrong, so that whoever watches the program hears of it.
alter table analytics.progress
  add column differences integer not null default 0 check (differences >= 0),
  add column reconciled_at timestamptz;
create function analytics.differences() returns bigint
language sql stable security definer set search_path = pg_catalog as $$
  select coalesce(sum(p.differences), 0)::bigint from analytics.progress p
$$;
revoke execute on function analytics.differences() from public;
grant execute on function analytics.differences() to :app_role;
