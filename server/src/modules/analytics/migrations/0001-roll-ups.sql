create schema analytics;
grant usage on schema analytics to :app_role;

-- How far the enquiries of an organisation are counted. Whoever changes its roll-ups holds this row: one after the other.
create table analytics.progress (
  org_id uuid not null primary key,
  -- False: those of before these tables are still being counted, in the order of their ids.
  complete boolean not null default false,
  after_id uuid,
  counted integer not null default 0 check (counted >= 0)
);
select platform.protect('analytics.progress', 'select, insert, update');

-- One row for each enquiry: by what it is cut, as it is now. No key to the enquiry: a row of ours must not keep an import from being taken back.
create table analytics.fact (
  org_id uuid not null,
  enquiry_id uuid not null,
  cohort_month char(7) not null check (cohort_month ~ '^\d{4}-\d{2}$'),
  owner_id uuid,
  channel text not null,
  campaign text,
  interests text[] not null,
  patient_kind text not null,
  site_id uuid not null,
  -- Of the enquiry that was counted.
  version integer not null,
  -- When it counts otherwise by time alone: an action or a promise becomes late.
  stale_at timestamptz,
  primary key (org_id, enquiry_id)
);
select platform.protect('analytics.fact', 'select, insert, delete');
grant update (cohort_month, owner_id, channel, campaign, interests, patient_kind, site_id, version, stale_at) on analytics.fact to :app_role;
create index fact_stale on analytics.fact (org_id, stale_at) where stale_at is not null;

-- What an enquiry counts as, and from which day on until before which: by what was recorded then. Null: until now.
create table analytics.span (
  org_id uuid not null,
  measure text not null check (measure in
    ('state', 'neglected', 'booked', 'visited', 'response', 'attempts', 'promises', 'bookings', 'visits', 'tries', 'connects')),
  month char(7) not null check (month ~ '^\d{4}-\d{2}$'),
  bucket text not null,
  enquiry_id uuid not null,
  since date not null,
  until date check (until > since),
  n smallint not null check (n > 0),
  primary key (org_id, measure, month, enquiry_id, bucket, since),
  foreign key (org_id, enquiry_id) references analytics.fact (org_id, enquiry_id)
);
select platform.protect('analytics.span', 'select, insert, delete');
create index span_by_enquiry on analytics.span (org_id, enquiry_id);

-- The sums: of now, and what was added on each day. Dimension `all` has the value ''; '' elsewhere is what has none.
create table analytics.tally (
  org_id uuid not null,
  dimension text not null check (dimension in ('all', 'owner', 'channel', 'campaign', 'interest', 'patientKind', 'site')),
  month char(7) not null,
  measure text not null,
  value text not null,
  bucket text not null,
  n integer not null,
  primary key (org_id, dimension, month, measure, value, bucket)
);
select platform.protect('analytics.tally', 'select, insert, delete');
create table analytics.tally_day (
  org_id uuid not null,
  dimension text not null check (dimension in ('all', 'owner', 'channel', 'campaign', 'interest', 'patientKind', 'site')),
  month char(7) not null,
  measure text not null,
  value text not null,
  bucket text not null,
  known_on date not null,
  n integer not null,
  primary key (org_id, dimension, month, measure, value, bucket, known_on)
);
select platform.protect('analytics.tally_day', 'select, insert, delete');
grant update (n) on analytics.tally, analytics.tally_day to :app_role;

-- Rows that are written again and again leave room for it on their page.
alter table analytics.tally set (fillfactor = 70);
alter table analytics.tally_day set (fillfactor = 80);

-- Organisations with something that counts otherwise by now: the sweep looks into no other.
create function analytics.organisations_to_count() returns table (org_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  with recursive found as (
    (select f.org_id from analytics.fact f where f.stale_at is not null order by f.org_id limit 1)
    union all
    select (select f.org_id from analytics.fact f where f.stale_at is not null and f.org_id > found.org_id order by f.org_id limit 1)
    from found where found.org_id is not null
  )
  select f.org_id from found f where exists (
    select from analytics.fact s where s.org_id = f.org_id and s.stale_at < platform.clock_now()
  )
$$;
revoke execute on function analytics.organisations_to_count() from public;
grant execute on function analytics.organisations_to_count() to :app_role;
