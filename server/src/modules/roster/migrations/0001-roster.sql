-- Who works when and where, and who is away (F9).
create schema roster;
grant usage on schema roster to :app_role;
-- An exclusion of overlaps compares ids and ranges in one index.
create extension if not exists btree_gist;

-- What a member brings to work beside her role. Without a row: nothing is said.
create table roster.worker (
  org_id uuid not null,
  member_id uuid not null,
  languages text[] not null default '{}' check (languages <@ array['ko', 'en', 'zh']),
  version integer not null default 1 check (version > 0),
  primary key (org_id, member_id),
  foreign key (org_id, member_id) references identity.member (org_id, id)
);
select platform.protect('roster.worker', 'select, insert, update (languages, version)');

-- A weekly pattern holds from its day until the next one of the member begins: what was planned before stays readable.
create table roster.pattern (
  org_id uuid not null,
  member_id uuid not null,
  valid_from date not null,
  version integer not null default 1 check (version > 0),
  changed_by uuid,
  changed_at timestamptz not null,
  primary key (org_id, member_id, valid_from),
  foreign key (org_id, member_id) references identity.member (org_id, id)
);
select platform.protect('roster.pattern', 'select, insert, update (version, changed_by, changed_at)');

create table roster.pattern_shift (
  org_id uuid not null,
  member_id uuid not null,
  valid_from date not null,
  -- Monday is 1, Sunday 7.
  weekday smallint not null check (weekday between 1 and 7),
  site_id uuid not null,
  from_minute smallint not null,
  to_minute smallint not null,
  primary key (org_id, member_id, valid_from, weekday, from_minute),
  foreign key (org_id, member_id, valid_from) references roster.pattern (org_id, member_id, valid_from),
  foreign key (org_id, site_id) references identity.site (org_id, id),
  check (0 <= from_minute and from_minute < to_minute and to_minute <= 1440),
  -- Nobody is in two places at once.
  constraint pattern_shifts_do_not_overlap exclude using gist (
    org_id with =, member_id with =, valid_from with =, weekday with =, int4range(from_minute, to_minute) with &&)
);
select platform.protect('roster.pattern_shift', 'select, insert, delete');

-- A day that goes by itself and not by the week; without a shift it is a day off.
create table roster.day (
  org_id uuid not null,
  member_id uuid not null,
  day date not null,
  version integer not null default 1 check (version > 0),
  changed_by uuid,
  changed_at timestamptz not null,
  primary key (org_id, member_id, day),
  foreign key (org_id, member_id) references identity.member (org_id, id)
);
select platform.protect('roster.day', 'select, insert, delete, update (version, changed_by, changed_at)');

create table roster.day_shift (
  org_id uuid not null,
  member_id uuid not null,
  day date not null,
  site_id uuid not null,
  from_minute smallint not null,
  to_minute smallint not null,
  primary key (org_id, member_id, day, from_minute),
  foreign key (org_id, member_id, day) references roster.day (org_id, member_id, day),
  foreign key (org_id, site_id) references identity.site (org_id, id),
  check (0 <= from_minute and from_minute < to_minute and to_minute <= 1440),
  constraint day_shifts_do_not_overlap exclude using gist (
    org_id with =, member_id with =, day with =, int4range(from_minute, to_minute) with &&)
);
select platform.protect('roster.day_shift', 'select, insert, delete');

-- Away, from a moment to a moment or until further notice. What was called off before it began stays as a row.
create table roster.absence (
  org_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  from_at timestamptz not null,
  to_at timestamptz,
  kind text not null check (kind in ('sick', 'leave', 'training', 'other')),
  note text check (char_length(note) between 1 and 500),
  cancelled_at timestamptz,
  made_by uuid,
  made_at timestamptz not null,
  version integer not null default 1 check (version > 0),
  primary key (org_id, id),
  foreign key (org_id, member_id) references identity.member (org_id, id),
  check (from_at < to_at),
  constraint absences_do_not_overlap exclude using gist (
    org_id with =, member_id with =, tstzrange(from_at, to_at) with &&) where (cancelled_at is null)
);
select platform.protect('roster.absence', 'select, insert, update (from_at, to_at, kind, note, cancelled_at, version)');
create index absence_by_end on roster.absence (org_id, to_at);

create view roster.public_absence with (security_invoker = true) as
  select org_id, id, member_id, from_at, to_at, cancelled_at from roster.absence;
grant select on roster.public_absence to :app_role;
