-- Telephone exchanges, who sits at which telephone, and the calls that the exchanges tell of.
create schema telephony;
grant usage on schema telephony to :app_role;

create table telephony.exchange (
  org_id uuid not null,
  id uuid not null,
  site_id uuid not null,
  kind text not null check (kind in ('ami', 'ari', 'webhook')),
  name text not null check (char_length(name) between 1 and 120),
  host text check (char_length(host) between 1 and 253),
  port integer check (port between 1 and 65535),
  tls boolean not null default false,
  username text check (char_length(username) between 1 and 200),
  -- Sealed, newest first: the password, or the signing secrets, of which the second one counts until it ends.
  secrets text[] not null check (cardinality(secrets) between 1 and 2),
  old_secret_until timestamptz,
  -- Names a webhook in its public address, and nothing else.
  token text check (token ~ '^[A-Za-z0-9]{22}$'),
  channel text not null check (channel like '%{extension}%'),
  context text not null check (context ~ '^[A-Za-z0-9_.@/{}-]{1,80}$'),
  caller_number text check (caller_number ~ '^\+?\d{3,20}$'),
  recording_base text check (recording_base like 'https://%'),
  recording_announced boolean not null default false,
  active boolean not null,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, site_id) references identity.site (org_id, id),
  check ((kind = 'webhook') = (token is not null)),
  check (kind = 'webhook' or (host is not null and port is not null and username is not null))
);
select platform.protect('telephony.exchange', 'select, insert, update');
create unique index exchange_by_name on telephony.exchange (org_id, name);

-- Who holds the line to an exchange, and how it is. One process has it until its lease ends; another takes it over then.
create table telephony.connection (
  org_id uuid not null,
  exchange_id uuid not null,
  state text not null check (state in ('waiting', 'connecting', 'connected', 'failed')),
  since timestamptz not null,
  error text check (error ~ '^telephony\.[a-z_.]{1,60}$'),
  last_heard_at timestamptz,
  holder uuid,
  lease_until timestamptz,
  -- The settings that it was opened with: others need another one.
  version integer not null,
  primary key (org_id, exchange_id),
  foreign key (org_id, exchange_id) references telephony.exchange (org_id, id),
  check ((holder is null) = (lease_until is null))
);
select platform.protect('telephony.connection', 'select, insert, update (state, since, error, last_heard_at, holder, lease_until, version)');

-- Addresses inside the own network that an administrator allowed, with the reason.
create table telephony.allowed_host (
  org_id uuid not null,
  id uuid not null,
  host text not null check (char_length(host) between 1 and 253),
  port integer not null check (port between 1 and 65535),
  reason text not null check (char_length(reason) between 1 and 400),
  allowed_by uuid,
  allowed_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, host, port),
  foreign key (org_id, allowed_by) references identity.member (org_id, id)
);
select platform.protect('telephony.allowed_host', 'select, insert, delete');

-- The address of a webhook must be found before an organisation is known: the token alone, kept global.
create table telephony.address (
  token text primary key,
  org_id uuid not null,
  exchange_id uuid not null
);
revoke all on telephony.address from public;
create function telephony.exchange_of(p_token text) returns table (org_id uuid, exchange_id uuid)
language sql stable security definer set search_path = '' as $$
  select a.org_id, a.exchange_id from telephony.address a where a.token = p_token
$$;
create function telephony.address_add(p_token text, p_exchange uuid) returns void
language sql volatile security definer set search_path = '' as $$
  insert into telephony.address (token, org_id, exchange_id) values (p_token, platform.current_org(), p_exchange)
$$;
revoke execute on all functions in schema telephony from public;
grant execute on all functions in schema telephony to :app_role;

-- Signed messages that were taken: the same one comes once.
create table telephony.message (
  org_id uuid not null,
  exchange_id uuid not null,
  key text not null check (char_length(key) between 1 and 200),
  signature text not null check (char_length(signature) <= 2000),
  received_at timestamptz not null,
  primary key (org_id, exchange_id, key),
  foreign key (org_id, exchange_id) references telephony.exchange (org_id, id)
);
select platform.protect('telephony.message', 'select, insert, delete');
create index message_by_time on telephony.message (org_id, received_at);

-- Whose telephone rings where. A user has one.
create table telephony.extension (
  org_id uuid not null,
  user_id uuid not null,
  exchange_id uuid not null,
  extension text not null check (extension ~ '^\d{2,6}$'),
  primary key (org_id, user_id),
  unique (org_id, exchange_id, extension),
  foreign key (org_id, user_id) references identity.member (org_id, id),
  foreign key (org_id, exchange_id) references telephony.exchange (org_id, id)
);
select platform.protect('telephony.extension', 'select, insert, update (exchange_id, extension), delete');

-- What an agent says of herself; what she does the calls say.
create table telephony.agent (
  org_id uuid not null,
  user_id uuid not null,
  state text not null check (state in ('available', 'away')),
  since timestamptz not null,
  primary key (org_id, user_id),
  foreign key (org_id, user_id) references identity.member (org_id, id)
);
select platform.protect('telephony.agent', 'select, insert, update (state, since)');

-- A call: ringing → answered → ended | missed, and never back. The exchange's own id comes once.
create table telephony.call (
  org_id uuid not null,
  id uuid not null,
  exchange_id uuid not null,
  external_id text not null check (char_length(external_id) between 1 and 150),
  direction text not null check (direction in ('inbound', 'outbound')),
  state text not null check (state in ('ringing', 'answered', 'ended', 'missed')),
  -- E.164; null = withheld, or no number that there is.
  number text check (number ~ '^\+[1-9]\d{4,14}$'),
  -- Extensions that ring now.
  ringing text[] not null default '{}' check (cardinality(ringing) <= 50),
  extension text check (extension ~ '^\d{2,6}$'),
  user_id uuid,
  person_id uuid,
  enquiry_id uuid,
  rang_at timestamptz not null,
  answered_at timestamptz,
  ended_at timestamptz,
  outcome text check (outcome in ('answered', 'busy', 'no_answer', 'failed')),
  cause integer check (cause between 0 and 127),
  recording text check (char_length(recording) between 1 and 500),
  -- The record of this call at its enquiry.
  recorded_call_id uuid,
  -- When it is recorded by itself; null = it is not.
  record_due_at timestamptz,
  -- Who looked at the number and wants no more of it.
  noted_by uuid,
  primary key (org_id, id),
  unique (org_id, exchange_id, external_id),
  foreign key (org_id, exchange_id) references telephony.exchange (org_id, id),
  foreign key (org_id, user_id) references identity.member (org_id, id),
  foreign key (org_id, noted_by) references identity.member (org_id, id),
  foreign key (org_id, person_id) references people.person (org_id, id),
  foreign key (org_id, enquiry_id) references enquiries.enquiry (org_id, id),
  foreign key (org_id, recorded_call_id) references enquiries.call (org_id, id),
  check ((state in ('ended', 'missed')) = (ended_at is not null)),
  check ((ended_at is null) = (outcome is null)),
  check ((answered_at is not null) = (state in ('answered', 'ended'))),
  check (state = 'ringing' or cardinality(ringing) = 0),
  check (record_due_at is null or (ended_at is not null and recorded_call_id is null and enquiry_id is not null)),
  check (answered_at >= rang_at and ended_at >= rang_at)
);
select platform.protect('telephony.call', 'select, insert, update (direction, state, number, ringing, extension, user_id, person_id, enquiry_id, answered_at, ended_at, outcome, cause, recording, recorded_call_id, record_due_at, noted_by)');
create index call_by_time on telephony.call (org_id, rang_at desc, id desc);
create index call_live on telephony.call (org_id, rang_at) where state in ('ringing', 'answered');
create index call_due on telephony.call (org_id, record_due_at) where record_due_at is not null;
create index call_by_person on telephony.call (org_id, person_id, rang_at desc, id desc) where person_id is not null;
create index call_by_enquiry on telephony.call (org_id, enquiry_id) where enquiry_id is not null;
create index call_by_record on telephony.call (org_id, recorded_call_id) where recorded_call_id is not null;
create index call_of_user on telephony.call (org_id, user_id, ended_at desc) where user_id is not null;

create view telephony.public_call with (security_invoker = true) as
  select org_id, id, person_id, direction, state, rang_at, answered_at, ended_at, recorded_call_id, recording is not null as has_recording
  from telephony.call;
grant select on telephony.public_call to :app_role;
