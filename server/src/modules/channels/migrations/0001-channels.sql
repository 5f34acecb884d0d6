-- Ways out, templates, messages and the queues in which they wait (D12).
create schema channels;
grant usage on schema channels to :app_role;

-- A way out: a provider, a centre, a relay, with what it needs. What could speak in our name is sealed.
create table channels.transport (
  org_id uuid not null,
  id uuid not null,
  name text not null check (char_length(name) between 1 and 120),
  kind text not null check (kind in ('smtp', 'smpp', 'kannel', 'solapi', 'twilio')),
  channels text[] not null check (cardinality(channels) > 0 and channels <@ array['sms', 'alimtalk', 'email']),
  settings jsonb not null check (jsonb_typeof(settings) = 'object'),
  sealed text,
  -- Names it in the addresses at which receipts come in.
  token text not null check (token ~ '^[A-Za-z0-9]{22}$'),
  -- As whom it sends: a registered number, an address, a profile.
  sender text not null check (char_length(sender) between 1 and 254),
  rate_per_second integer not null check (rate_per_second between 1 and 10000),
  window_size integer not null check (window_size between 1 and 200),
  -- The smallest of a channel goes first.
  position integer not null default 0,
  -- Money in minor units for one message of each class: { "SMS": 20, "LMS": 50, "currency": "KRW" }
  prices jsonb not null default '{}' check (jsonb_typeof(prices) = 'object'),
  active boolean not null default true,
  version integer not null default 1 check (version > 0),
  created_at timestamptz not null,
  -- How it goes; by the real clock.
  failures integer not null default 0 check (failures >= 0),
  rests integer not null default 0 check (rests >= 0),
  rest_until timestamptz,
  last_error text check (char_length(last_error) <= 80),
  last_error_at timestamptz,
  last_success_at timestamptz,
  primary key (org_id, id),
  unique (org_id, name),
  constraint errors_have_a_time check ((last_error is null) = (last_error_at is null))
);
select platform.protect('channels.transport', 'select, insert');
grant update (name, channels, settings, sealed, sender, rate_per_second, window_size, position, prices, active, version,
  failures, rests, rest_until, last_error, last_error_at, last_success_at) on channels.transport to :app_role;

-- Whose public address this is, before an organisation is known.
create table channels.address (
  token text primary key,
  org_id uuid not null,
  transport_id uuid not null
);
create function channels.address_add(token text, transport uuid) returns void
language sql security definer set search_path = pg_catalog as $$
  insert into channels.address (token, org_id, transport_id)
  values ($1, nullif(current_setting('app.org_id', true), '')::uuid, $2)
$$;
create function channels.transport_of(token text) returns table (org_id uuid, transport_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select a.org_id, a.transport_id from channels.address a where a.token = $1
$$;
revoke execute on function channels.address_add(text, uuid), channels.transport_of(text) from public;
grant execute on function channels.address_add(text, uuid), channels.transport_of(text) to :app_role;

create table channels.template (
  org_id uuid not null,
  id uuid not null,
  name text not null check (char_length(name) between 1 and 120),
  purpose text not null check (purpose in ('care', 'service', 'survey', 'marketing', 'renewal')),
  -- In the order in which they are tried.
  channels text[] not null check (cardinality(channels) > 0 and channels <@ array['sms', 'alimtalk', 'email']),
  -- It speaks of a treatment or a diagnosis.
  health boolean not null,
  active boolean not null default true,
  latest integer not null check (latest > 0),
  version integer not null default 1 check (version > 0),
  created_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, name)
);
select platform.protect('channels.template', 'select, insert');
grant update (name, purpose, channels, health, active, latest, version) on channels.template to :app_role;

-- What is written is never changed: a change is the next version, and each is approved by itself.
create table channels.template_version (
  org_id uuid not null,
  template_id uuid not null,
  no integer not null check (no > 0),
  -- [{ name, type, sample }]
  variables jsonb not null check (jsonb_typeof(variables) = 'array'),
  -- { ko: { subject, text }, … }
  bodies jsonb not null check (jsonb_typeof(bodies) = 'object'),
  -- The name under which the provider of AlimTalk approved it.
  provider_code text check (char_length(provider_code) between 1 and 80),
  written_by uuid,
  written_at timestamptz not null,
  state text not null default 'draft' check (state in ('draft', 'approved', 'withdrawn')),
  review_number text check (char_length(review_number) between 1 and 80),
  expires_on date,
  decided_by uuid,
  decided_at timestamptz,
  primary key (org_id, template_id, no),
  foreign key (org_id, template_id) references channels.template (org_id, id),
  foreign key (org_id, written_by) references identity.member (org_id, id),
  foreign key (org_id, decided_by) references identity.member (org_id, id),
  constraint decided_by_somebody check ((state = 'draft') = (decided_at is null))
);
select platform.protect('channels.template_version', 'select, insert');
grant update (state, review_number, expires_on, provider_code, decided_by, decided_at) on channels.template_version to :app_role;

-- A message to one person by one channel, from the day it is wished for until it is archived.
create table channels.message (
  org_id uuid not null,
  id uuid not null,
  -- Null = a test that a member sends to herself.
  person_id uuid,
  channel text not null check (channel in ('sms', 'alimtalk', 'email')),
  purpose text not null check (purpose in ('care', 'service', 'survey', 'marketing', 'renewal')),
  health boolean not null,
  state text not null check (state in ('draft', 'gated', 'queued', 'sending', 'sent', 'delivered', 'read', 'replied', 'refused', 'expired', 'unknown', 'failed')),
  -- Why it is in a state that nobody wished for: a code of the gate, of the transport, of the provider.
  why text check (char_length(why) between 1 and 80),
  to_address text check (char_length(to_address) between 1 and 254),
  subject text check (char_length(subject) <= 998),
  body text not null check (char_length(body) <= 20000),
  language text not null check (language in ('ko', 'en', 'zh')),
  template_id uuid,
  template_no integer,
  values jsonb not null default '{}' check (jsonb_typeof(values) = 'object'),
  enquiry_id uuid,
  useful_until timestamptz,
  -- Channels that are tried when this one fails, in order.
  fallback text[] not null default '{}' check (fallback <@ array['sms', 'alimtalk', 'email']),
  fallback_of uuid,
  class text check (class in ('SMS', 'LMS', 'MMS')),
  segments smallint check (segments > 0),
  cost_minor integer check (cost_minor >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  transport_id uuid,
  provider_id text check (char_length(provider_id) between 1 and 200),
  tries smallint not null default 0 check (tries >= 0),
  made_by uuid,
  made_at timestamptz not null,
  send_at timestamptz not null,
  handed_at timestamptz,
  sent_at timestamptz,
  settled_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, person_id) references people.person (org_id, id),
  foreign key (org_id, template_id, template_no) references channels.template_version (org_id, template_id, no),
  foreign key (org_id, transport_id) references channels.transport (org_id, id),
  foreign key (org_id, made_by) references identity.member (org_id, id),
  -- The next channel is tried once.
  unique (org_id, fallback_of),
  constraint goes_to_somebody check (state in ('draft', 'refused', 'expired') or to_address is not null),
  constraint goes_by_something check (state in ('draft', 'gated', 'refused', 'expired') or transport_id is not null),
  constraint handed_over_at_a_time check (state not in ('sending', 'sent', 'delivered', 'read', 'replied', 'unknown') or handed_at is not null),
  constraint sent_at_a_time check (state not in ('sent', 'delivered', 'read', 'replied') or sent_at is not null),
  constraint refused_for_a_reason check (state not in ('refused', 'expired', 'unknown', 'failed') or why is not null),
  constraint money_has_a_currency check ((cost_minor is null) = (currency is null))
);
select platform.protect('channels.message', 'select, insert, delete');
grant update (state, why, to_address, class, segments, cost_minor, currency, transport_id, provider_id, tries, handed_at, sent_at, settled_at)
  on channels.message to :app_role;
create index message_by_person on channels.message (org_id, person_id, made_at desc, id desc);
create index message_by_time on channels.message (org_id, made_at desc, id desc);
create index message_sending on channels.message (org_id, transport_id) where state = 'sending';
create index message_of_provider on channels.message (org_id, transport_id, provider_id) where provider_id is not null;
create index message_settled on channels.message (org_id, made_at, id) where settled_at is not null;

-- The same, once it is over: by month, nothing points here.
create table channels.message_archive (like channels.message including defaults, at timestamptz not null check (at = made_at), primary key (org_id, at, id))
  partition by range (at);
select platform.protect('channels.message_archive', 'select, insert');
create index message_archive_by_person on channels.message_archive (org_id, person_id, at desc, id desc);
create index message_archive_by_time on channels.message_archive (org_id, at desc, id desc);
select platform.by_month('channels.message_archive');

-- One message for each key, for ever: what asks twice is told of the first.
create table channels.message_key (
  org_id uuid not null,
  dedupe_key text collate "C" not null check (char_length(dedupe_key) between 1 and 200),
  message_id uuid not null,
  primary key (org_id, dedupe_key)
);
select platform.protect('channels.message_key', 'select, insert');

-- What the gate said, each time it was asked, for good.
create table channels.verdict (
  org_id uuid not null,
  at timestamptz not null,
  id uuid not null,
  message_id uuid not null,
  evidence jsonb not null,
  primary key (org_id, at, id)
) partition by range (at);
select platform.protect('channels.verdict', 'select, insert');
create index verdict_of_message on channels.verdict (org_id, message_id, at);
select platform.by_month('channels.verdict');

-- What waits to be handed over, in a lane for each transport.
create table channels.send_queue (
  org_id uuid not null,
  lane uuid not null,
  id uuid not null,
  next_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, id) references channels.message (org_id, id) on delete cascade
);
select platform.protect('channels.send_queue', 'select, insert, delete');
-- `for update` asks for a right to update something.
grant update (next_at) on channels.send_queue to :app_role;
create index send_queue_due on channels.send_queue (org_id, lane, next_at, id);

-- A hand-off whose answer was lost: somebody looks, nothing is sent again by itself.
create table channels.task (
  org_id uuid not null,
  message_id uuid not null,
  opened_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  decision text check (decision in ('arrived', 'send_again', 'leave', 'heard')),
  primary key (org_id, message_id),
  foreign key (org_id, decided_by) references identity.member (org_id, id),
  constraint decided_says_what check ((decided_at is null) = (decision is null))
);
select platform.protect('channels.task', 'select, insert');
grant update (opened_at, decided_at, decided_by, decision) on channels.task to :app_role;
create index task_open on channels.task (org_id, opened_at, message_id) where decided_at is null;

-- A receipt that came before the answer to the hand-off was handled.
create table channels.early_receipt (
  org_id uuid not null,
  id uuid not null,
  transport_id uuid not null,
  provider_id text not null check (char_length(provider_id) between 1 and 200),
  state text not null check (state in ('sent', 'delivered', 'read', 'failed')),
  why text check (char_length(why) between 1 and 80),
  heard_at timestamptz not null,
  primary key (org_id, id)
);
select platform.protect('channels.early_receipt', 'select, insert, delete');
create index early_receipt_of_provider on channels.early_receipt (org_id, transport_id, provider_id);

-- Lanes in which something is due, or was left in the middle: the sender looks into no other.
create function channels.lanes_to_serve() returns table (org_id uuid, lane uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select t.org_id, t.id from channels.transport t
  where t.active and (t.rest_until is null or t.rest_until <= clock_timestamp()) and (
    -- Its session hears receipts.
    t.kind = 'smpp'
    or exists (select from channels.send_queue q where q.org_id = t.org_id and q.lane = t.id and q.next_at <= platform.clock_now())
    or exists (select from channels.message m where m.org_id = t.org_id and m.transport_id = t.id and m.state = 'sending'))
$$;
revoke execute on function channels.lanes_to_serve() from public;
grant execute on function channels.lanes_to_serve() to :app_role;

create view channels.public_message with (security_invoker = true) as
  select org_id, id, person_id, channel, purpose, state, why, to_address, subject, body, language, template_id, template_no, enquiry_id, fallback_of,
    class, segments, cost_minor, currency, transport_id, made_by, made_at, send_at, handed_at, sent_at, settled_at, false as archived
  from channels.message
  union all
  select org_id, id, person_id, channel, purpose, state, why, to_address, subject, body, language, template_id, template_no, enquiry_id, fallback_of,
    class, segments, cost_minor, currency, transport_id, made_by, at, send_at, handed_at, sent_at, settled_at, true
  from channels.message_archive;
grant select on channels.public_message to :app_role;
