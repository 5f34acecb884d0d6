-- What is sent by itself: how each occasion goes, and each notice from the moment it is owed until it is known what became of it.
create schema notices;
grant usage on schema notices to :app_role;

create table notices.setting (
  org_id uuid not null,
  occasion text not null check (char_length(occasion) between 1 and 40),
  active boolean not null,
  channels text[] not null check (cardinality(channels) > 0),
  template_id uuid not null,
  days smallint check (days between 1 and 7),
  minutes smallint check (minutes between 0 and 720),
  at_time text check (at_time ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  version integer not null default 1 check (version > 0),
  changed_by uuid,
  changed_at timestamptz not null,
  primary key (org_id, occasion),
  foreign key (org_id, template_id) references channels.template (org_id, id),
  foreign key (org_id, changed_by) references identity.member (org_id, id)
);
select platform.protect('notices.setting', 'select, insert');
grant update (active, channels, template_id, days, minutes, at_time, version, changed_by, changed_at) on notices.setting to :app_role;

-- What messages say of a site.
create table notices.place (
  org_id uuid not null,
  site_id uuid not null,
  phone text not null check (char_length(phone) <= 40),
  -- { ko, en, zh }
  way jsonb not null check (jsonb_typeof(way) = 'object'),
  version integer not null check (version > 0),
  primary key (org_id, site_id),
  foreign key (org_id, site_id) references identity.site (org_id, id)
);
select platform.protect('notices.place', 'select, insert');
grant update (phone, way, version) on notices.place to :app_role;

-- Where a colleague is told, if she wishes it.
create table notices.contact (
  org_id uuid not null,
  user_id uuid not null,
  phone text check (phone ~ '^\+[1-9]\d{6,14}$'),
  by_sms boolean not null,
  by_email boolean not null,
  version integer not null check (version > 0),
  primary key (org_id, user_id),
  foreign key (org_id, user_id) references identity.member (org_id, id),
  constraint sms_goes_to_a_number check (not by_sms or phone is not null)
);
select platform.protect('notices.contact', 'select, insert');
grant update (phone, by_sms, by_email, version) on notices.contact to :app_role;

-- waiting → written | void | expired. Once for each occasion and subject, however often its event is delivered.
create table notices.notice (
  org_id uuid not null,
  id uuid not null,
  occasion text not null check (char_length(occasion) between 1 and 40),
  subject text collate "C" not null check (char_length(subject) between 1 and 120),
  person_id uuid,
  member_id uuid,
  enquiry_id uuid,
  booking_id uuid,
  -- The duty, the stop, the alert, the run of a report.
  ref_id uuid,
  params jsonb not null default '{}' check (jsonb_typeof(params) = 'object'),
  made_at timestamptz not null,
  due_at timestamptz not null,
  useful_until timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'written', 'void', 'expired')),
  -- Why it is void or expired, or why it waits though its time has come: a code.
  why text check (char_length(why) between 1 and 80),
  next_at timestamptz,
  settled_at timestamptz,
  message_id uuid,
  -- What became of its message, as far as it was told.
  message_state text check (char_length(message_state) <= 20),
  message_why text check (char_length(message_why) <= 80),
  sent_at timestamptz,
  primary key (org_id, id),
  unique (org_id, occasion, subject),
  foreign key (org_id, person_id) references people.person (org_id, id) on delete cascade,
  foreign key (org_id, member_id) references identity.member (org_id, id),
  constraint told_to_one check (num_nonnulls(person_id, member_id) = 1),
  constraint waits_for_a_time check ((state = 'waiting') = (next_at is not null) and (state = 'waiting') = (settled_at is null)),
  constraint written_is_a_message check ((state = 'written') = (message_id is not null and message_state is not null) or state = 'void'),
  constraint ended_says_why check (state not in ('void', 'expired') or why is not null)
);
select platform.protect('notices.notice', 'select, insert, delete');
grant update (state, why, next_at, settled_at, message_id, message_state, message_why, sent_at) on notices.notice to :app_role;
create index notice_due on notices.notice (org_id, next_at) where next_at is not null;
create index notice_of_message on notices.notice (org_id, message_id) where message_id is not null;
create index notice_of_enquiry on notices.notice (org_id, enquiry_id) where enquiry_id is not null;
create index notice_by_person on notices.notice (org_id, person_id) where person_id is not null;
create index notice_made on notices.notice (org_id, made_at);

-- Organisations with a notice that is due: the sweep looks into no other.
create function notices.organisations_to_serve() returns table (org_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select distinct n.org_id from notices.notice n where n.next_at <= platform.clock_now()
$$;
revoke execute on function notices.organisations_to_serve() from public;
grant execute on function notices.organisations_to_serve() to :app_role;
