-- What comes in, as it came: text messages, chats, e-mail, fax; to whom it belongs, who answers, and what it did.
create schema inbox;
grant usage on schema inbox to :app_role;

create table inbox.message (
  org_id uuid not null,
  id uuid not null,
  -- The way by which it came in: a way out that hears answers, a mailbox, a source of signed messages.
  way_id uuid not null,
  -- The other end's own name of it: the same one comes once.
  external_id text collate "C" not null check (char_length(external_id) between 1 and 300),
  channel text not null check (channel in ('sms', 'chat', 'email', 'fax')),
  -- A number in E.164, an address in lower case, the name of a chat; null = withheld.
  from_address text check (char_length(from_address) between 1 and 254),
  from_name text check (char_length(from_name) between 1 and 120),
  to_address text check (char_length(to_address) between 1 and 254),
  subject text check (char_length(subject) <= 998),
  body text not null check (char_length(body) <= 100000),
  raw jsonb not null,
  -- By the sender's clock, never after `heard_at`.
  received_at timestamptz not null,
  heard_at timestamptz not null,
  -- How it was matched: one person has the address; several have it, or nobody; a member said whose it is.
  match text not null check (match in ('person', 'shared', 'unknown', 'by_hand')),
  person_id uuid,
  -- Our message that it answers.
  reply_to_id uuid,
  enquiry_id uuid,
  -- What it did by itself.
  effect text not null check (effect in ('none', 'stopped', 'confirmed', 'change_asked', 'cancelled', 'replied')),
  -- What a machine could not do with it: a code.
  problem text check (char_length(problem) between 1 and 80),
  state text not null check (state in ('open', 'done', 'spam')),
  owner_id uuid,
  done_at timestamptz,
  done_by uuid,
  version integer not null default 1 check (version > 0),
  primary key (org_id, id),
  constraint comes_once unique (org_id, way_id, external_id),
  foreign key (org_id, person_id) references people.person (org_id, id),
  foreign key (org_id, enquiry_id) references enquiries.enquiry (org_id, id),
  foreign key (org_id, owner_id) references identity.member (org_id, id),
  foreign key (org_id, done_by) references identity.member (org_id, id),
  constraint received_before_heard check (received_at <= heard_at),
  constraint matched_to_somebody check ((match in ('person', 'by_hand')) = (person_id is not null)),
  constraint done_at_a_time check ((state = 'open') = (done_at is null)),
  constraint done_by_somebody_then check (done_by is null or done_at is not null)
);
select platform.protect('inbox.message',
  'select, insert, update (match, person_id, reply_to_id, enquiry_id, effect, state, owner_id, done_at, done_by, version)');
create index message_open on inbox.message (org_id, received_at desc, id desc) where state = 'open';
create index message_open_of on inbox.message (org_id, owner_id, received_at desc, id desc) where state = 'open';
create index message_unmatched on inbox.message (org_id, received_at desc, id desc) where state = 'open' and person_id is null;
create index message_over on inbox.message (org_id, received_at desc, id desc) where state <> 'open';
create index message_by_person on inbox.message (org_id, person_id, received_at desc, id desc) where person_id is not null;
create index message_by_address on inbox.message (org_id, channel, from_address, received_at desc, id desc) where from_address is not null;
create index message_by_enquiry on inbox.message (org_id, enquiry_id) where enquiry_id is not null;

-- What came along: pages, pictures, the message as it was sent.
create table inbox.file (
  org_id uuid not null,
  message_id uuid not null,
  no smallint not null check (no > 0),
  file_id uuid not null,
  primary key (org_id, message_id, no),
  foreign key (org_id, message_id) references inbox.message (org_id, id),
  foreign key (org_id, file_id) references platform.file (org_id, id)
);
select platform.protect('inbox.file', 'select, insert');

-- Who writes to us by a channel. Whoever hears the next message of the same one waits here for the one before.
create table inbox.correspondent (
  org_id uuid not null,
  channel text not null check (channel in ('sms', 'chat', 'email', 'fax')),
  address text collate "C" not null check (char_length(address) between 1 and 254),
  heard_at timestamptz not null,
  primary key (org_id, channel, address)
);
select platform.protect('inbox.correspondent', 'select, insert, update (heard_at)');

-- Who has a message open on a screen right now.
create table inbox.viewer (
  org_id uuid not null,
  message_id uuid not null,
  user_id uuid not null,
  since timestamptz not null,
  seen_at timestamptz not null,
  primary key (org_id, message_id, user_id),
  foreign key (org_id, message_id) references inbox.message (org_id, id),
  foreign key (org_id, user_id) references identity.member (org_id, id),
  check (seen_at >= since)
);
select platform.protect('inbox.viewer', 'select, insert, update (since, seen_at), delete');
create index viewer_by_time on inbox.viewer (org_id, seen_at);

create view inbox.public_message with (security_invoker = true) as
  select org_id, id, person_id, channel, from_address, subject, body, received_at, reply_to_id, enquiry_id, effect, state from inbox.message;
grant select on inbox.public_message to :app_role;
