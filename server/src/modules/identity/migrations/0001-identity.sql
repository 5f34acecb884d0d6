-- Organisations, sites, teams, members (business tables under row-level security); accounts, sessions and API keys (global tables that
-- the application's login reaches only by the functions of 0002).
create schema identity;
grant usage on schema identity to :app_role;

-- ---- global: no grant to the application's login

-- A slug is unique over all organisations; the business table cannot promise that, because its keys start with org_id.
create table identity.organisation_slug (
  slug text primary key check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  org_id uuid not null unique,
  unique (org_id, slug)
);

-- One person who signs in, whatever the number of organisations that she works for.
create table identity.account (
  id uuid primary key,
  email text collate "C" not null unique check (email = lower(email)),
  password_hash text not null,
  totp_secret text,
  totp_confirmed boolean not null default false check (not totp_confirmed or totp_secret is not null),
  totp_last_step bigint,
  disabled boolean not null default false,
  language text check (language in ('ko', 'en', 'zh')),
  created_at timestamptz not null
);

-- Guesses by e-mail, known or not: what is answered and how long it takes must not tell the two apart.
create table identity.sign_in_guard (
  email_hash bytea primary key,
  failed_count integer not null,
  lock_count integer not null,
  locked_until timestamptz,
  failed_at timestamptz not null
);
create index sign_in_guard_failed_at on identity.sign_in_guard (failed_at);

create table identity.session (
  id uuid primary key,
  token_hash bytea not null unique,
  account_id uuid not null references identity.account (id),
  org_id uuid not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  idle_seconds integer not null,
  address text,
  user_agent text
);
create index session_account on identity.session (account_id);

create table identity.api_key (
  org_id uuid not null,
  id uuid not null,
  key_hash bytea not null unique,
  prefix text not null,
  name text not null,
  scopes text[] not null check (cardinality(scopes) > 0),
  maker_id uuid,
  created_at timestamptz not null,
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz,
  primary key (org_id, id)
);

-- Sign-ins that the sign-in page of a demo shows with their passwords.
create table identity.demo_sign_in (
  account_id uuid primary key references identity.account (id),
  org_id uuid not null,
  member_id uuid not null,
  password text not null
);

-- ---- business tables

create table identity.organisation (
  org_id uuid primary key,
  name text not null,
  slug text not null,
  language text not null check (language in ('ko', 'en', 'zh')),
  demo boolean not null,
  created_at timestamptz not null,
  version integer not null default 1,
  foreign key (org_id, slug) references identity.organisation_slug (org_id, slug)
);

create table identity.member (
  org_id uuid not null references identity.organisation (org_id),
  id uuid not null,
  account_id uuid not null references identity.account (id),
  name text not null,
  role text not null check (role in ('admin', 'manager', 'consultant', 'desk', 'agent', 'clinician', 'adjuster', 'analyst')),
  active boolean not null default true,
  created_at timestamptz not null,
  version integer not null default 1,
  primary key (org_id, id),
  unique (org_id, account_id)
);
create index member_account on identity.member (account_id);

create table identity.team (
  org_id uuid not null references identity.organisation (org_id),
  id uuid not null,
  name text not null,
  site_id uuid,
  leader_id uuid,
  created_at timestamptz not null,
  version integer not null default 1,
  primary key (org_id, id),
  foreign key (org_id, leader_id) references identity.member (org_id, id)
);

create table identity.team_member (
  org_id uuid not null,
  team_id uuid not null,
  member_id uuid not null,
  primary key (org_id, team_id, member_id),
  foreign key (org_id, team_id) references identity.team (org_id, id),
  foreign key (org_id, member_id) references identity.member (org_id, id)
);
create index team_member_member on identity.team_member (org_id, member_id);

-- No site without an intake team: no enquiry is ownerless.
create table identity.site (
  org_id uuid not null references identity.organisation (org_id),
  id uuid not null,
  name text not null,
  time_zone text not null,
  hours jsonb not null,
  calling_from text not null check (calling_from ~ '^\d\d:\d\d$'),
  calling_to text not null check (calling_to ~ '^\d\d:\d\d$'),
  holiday_country text check (holiday_country in ('KR', 'US', 'CN')),
  intake_team_id uuid not null,
  created_at timestamptz not null,
  version integer not null default 1,
  primary key (org_id, id),
  check (calling_from < calling_to),
  foreign key (org_id, intake_team_id) references identity.team (org_id, id)
);
-- A team and its site are made in one transaction, each naming the other.
alter table identity.team add constraint team_site
  foreign key (org_id, site_id) references identity.site (org_id, id) deferrable initially deferred;

create table identity.site_closure (
  org_id uuid not null,
  site_id uuid not null,
  day date not null,
  name text not null,
  primary key (org_id, site_id, day),
  foreign key (org_id, site_id) references identity.site (org_id, id)
);

select platform.protect('identity.organisation', 'select, insert, update');
select platform.protect('identity.member', 'select, insert, update');
select platform.protect('identity.team', 'select, insert, update');
select platform.protect('identity.team_member', 'select, insert, delete');
select platform.protect('identity.site', 'select, insert, update');
select platform.protect('identity.site_closure', 'select, insert, delete');

-- ---- what other modules may read

create view identity.public_organisation with (security_invoker = true) as
  select org_id, name, slug, language, demo from identity.organisation;
create view identity.public_site with (security_invoker = true) as
  select org_id, id, name, time_zone, intake_team_id from identity.site;
create view identity.public_member with (security_invoker = true) as
  select org_id, id, name, role, active from identity.member;
create view identity.public_team with (security_invoker = true) as
  select org_id, id, name, site_id, leader_id from identity.team;
create view identity.public_team_member with (security_invoker = true) as
  select org_id, team_id, member_id from identity.team_member;
grant select on identity.public_organisation, identity.public_site, identity.public_member, identity.public_team,
  identity.public_team_member to :app_role;
