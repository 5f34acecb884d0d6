-- Alerts beyond the open page: browsers that are told though no page is open (A8).
create schema reminders;
grant usage on schema reminders to :app_role;

-- A browser in which a user wishes to be told of her alerts. Where it is reached and by which keys is sealed: who holds it can speak to her.
create table reminders.browser (
  org_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  session_id uuid not null,
  endpoint_hash bytea not null check (octet_length(endpoint_hash) = 32),
  sealed text not null,
  service text not null check (char_length(service) between 1 and 255),
  language text not null check (language in ('ko', 'en', 'zh')),
  added_at timestamptz not null,
  last_success_at timestamptz,
  failures integer not null default 0 check (failures >= 0),
  last_error text check (last_error in ('blocked', 'unreachable', 'busy', 'refused')),
  ended_at timestamptz,
  end_reason text check (end_reason in ('removed', 'signed_out', 'gone', 'replaced')),
  primary key (org_id, id),
  foreign key (org_id, user_id) references identity.member (org_id, id),
  constraint ended_says_why check ((ended_at is null) = (end_reason is null))
);
select platform.protect('reminders.browser', 'select, insert, delete');
grant update (session_id, sealed, language, last_success_at, failures, last_error, ended_at, end_reason)
  on reminders.browser to :app_role;
-- One browser is one endpoint, whoever sits before it.
create unique index browser_by_endpoint on reminders.browser (org_id, endpoint_hash) where ended_at is null;
create index browser_by_user on reminders.browser (org_id, user_id) where ended_at is null;

-- One telling of an alert by one channel to one place: once, whatever is killed and tried again.
create table reminders.delivery (
  org_id uuid not null,
  id uuid not null,
  -- Null = the test button.
  alert_id uuid,
  ring smallint not null check (ring >= 0),
  channel text not null check (channel in ('push')),
  browser_id uuid not null,
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'failed', 'gone', 'skipped')),
  why text check (why in ('answered', 'signed_out', 'switched_off', 'quiet', 'off_duty', 'too_late', 'ended', 'blocked', 'unreachable', 'busy', 'refused')),
  attempts smallint not null default 0 check (attempts >= 0),
  -- Waiting: when it is sent; sending: when whoever sends it counts as dead. By the real clock of the database.
  next_at timestamptz,
  queued_at timestamptz not null,
  settled_at timestamptz,
  primary key (org_id, id),
  unique (org_id, alert_id, ring, channel, browser_id),
  foreign key (org_id, alert_id) references enquiries.alert (org_id, id),
  foreign key (org_id, browser_id) references reminders.browser (org_id, id),
  constraint settled_waits_no_more check ((state in ('waiting', 'sending')) = (next_at is not null and settled_at is null))
);
select platform.protect('reminders.delivery', 'select, insert, delete');
grant update (state, why, attempts, next_at, settled_at) on reminders.delivery to :app_role;
create index delivery_due on reminders.delivery (org_id, next_at) where next_at is not null;
create index delivery_settled on reminders.delivery (org_id, settled_at) where settled_at is not null;

-- What a user wishes for all her browsers.
create table reminders.wish (
  org_id uuid not null,
  user_id uuid not null,
  push boolean not null,
  quiet_until timestamptz,
  version integer not null check (version > 0),
  primary key (org_id, user_id),
  foreign key (org_id, user_id) references identity.member (org_id, id)
);
select platform.protect('reminders.wish', 'select, insert');
grant update (push, quiet_until, version) on reminders.wish to :app_role;

-- Organisations with a delivery that is due: the sender looks into no other.
create function reminders.organisations_to_tell() returns table (org_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select distinct d.org_id from reminders.delivery d where d.next_at <= clock_timestamp()
$$;
revoke execute on function reminders.organisations_to_tell() from public;
grant execute on function reminders.organisations_to_tell() to :app_role;
