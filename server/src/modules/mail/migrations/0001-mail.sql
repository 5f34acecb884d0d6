-- Mailboxes, and what comes into them: bounces, complaints, replies (D12).
create schema mail;
grant usage on schema mail to :app_role;

-- Where mail comes in: a folder that is read by IMAP, or an address for which the own receiving end takes mail.
create table mail.mailbox (
  org_id uuid not null,
  id uuid not null,
  name text not null check (char_length(name) between 1 and 120),
  kind text not null check (kind in ('imap', 'smtp')),
  -- To whom people write; `@domain` = whatever comes to that domain.
  address text not null check (address = lower(address) and address like '%@%' and char_length(address) between 3 and 254),
  host text check (char_length(host) between 1 and 253),
  port integer check (port between 1 and 65535),
  security text check (security in ('tls', 'starttls', 'none')),
  username text check (char_length(username) between 1 and 254),
  sealed text,
  folder text check (char_length(folder) between 1 and 254),
  active boolean not null default true,
  version integer not null default 1 check (version > 0),
  created_at timestamptz not null,
  -- How far it was read: null = not yet, it begins with what comes from then on.
  uid_validity bigint,
  next_uid bigint check (next_uid > 0),
  -- A mail at which reading broke off, and how often: the third time it is left out.
  stuck_uid bigint,
  stuck_tries smallint not null default 0,
  -- How it goes; by the real clock.
  failures integer not null default 0 check (failures >= 0),
  -- Not tried any more until somebody changes it.
  halted boolean not null default false,
  rest_until timestamptz,
  last_error text check (char_length(last_error) <= 80),
  last_error_at timestamptz,
  last_read_at timestamptz,
  primary key (org_id, id),
  unique (org_id, name),
  constraint read_by_imap check ((kind = 'imap') = (num_nonnulls(host, port, security, username, folder) = 5)),
  constraint read_by_imap_or_not check (kind = 'imap' or num_nonnulls(host, port, security, username, folder, sealed) = 0),
  constraint errors_have_a_time check ((last_error is null) = (last_error_at is null)),
  constraint read_in_one_epoch check ((uid_validity is null) = (next_uid is null))
);
select platform.protect('mail.mailbox', 'select, insert');
grant update (name, address, host, port, security, username, sealed, folder, active, version, uid_validity, next_uid, stuck_uid, stuck_tries,
  failures, halted, rest_until, last_error, last_error_at, last_read_at) on mail.mailbox to :app_role;

-- A mail that came in, from the moment that it is ours.
create table mail.received (
  org_id uuid not null,
  id uuid not null,
  mailbox_id uuid not null,
  -- The same mail is one, however often it comes.
  fingerprint text not null check (fingerprint ~ '^[0-9a-f]{64}$'),
  received_at timestamptz not null,
  size_bytes integer not null check (size_bytes >= 0),
  -- To whom the envelope said it goes, where it is known.
  recipient text check (char_length(recipient) <= 254),
  state text not null check (state in ('waiting', 'done', 'failed', 'dropped')),
  kind text check (kind in ('reply', 'bounce', 'complaint', 'leave', 'auto', 'own')),
  -- What came of it, or why nothing did: a code.
  result text check (char_length(result) between 1 and 80),
  tries smallint not null default 0 check (tries >= 0),
  next_at timestamptz not null,
  settled_at timestamptz,
  -- Which of our messages it is about.
  message_id uuid,
  primary key (org_id, id),
  unique (org_id, mailbox_id, fingerprint),
  foreign key (org_id, mailbox_id) references mail.mailbox (org_id, id),
  constraint settled_at_a_time check ((state = 'waiting') = (settled_at is null)),
  constraint done_has_a_kind check (state <> 'done' or kind is not null),
  constraint undone_says_why check (state not in ('failed', 'dropped') or result is not null)
);
select platform.protect('mail.received', 'select, insert, delete');
grant update (state, kind, result, tries, next_at, settled_at, message_id) on mail.received to :app_role;
create index received_due on mail.received (org_id, next_at, id) where state = 'waiting';
create index received_by_mailbox on mail.received (org_id, mailbox_id, received_at desc, id desc);
create index received_failed on mail.received (org_id, mailbox_id, received_at desc, id desc) where state = 'failed';
create index received_old on mail.received (org_id, received_at);

-- Its bytes, as they came; kept for a while.
create table mail.original (
  org_id uuid not null,
  received_id uuid not null,
  raw bytea not null,
  primary key (org_id, received_id),
  foreign key (org_id, received_id) references mail.received (org_id, id) on delete cascade
);
alter table mail.original alter column raw set storage external;
select platform.protect('mail.original', 'select, insert, delete');

-- What came back of a message: the last word of it, and what it says of the address.
create table mail.bounce (
  org_id uuid not null,
  message_id uuid not null,
  address text not null check (char_length(address) between 3 and 254),
  action text not null check (action in ('failed', 'delayed')),
  status text check (status ~ '^[245]\.\d{1,3}\.\d{1,3}$'),
  verdict text not null check (verdict in ('dead', 'doubtful', 'ours')),
  diagnostic text check (char_length(diagnostic) <= 500),
  heard_at timestamptz not null,
  primary key (org_id, message_id)
);
select platform.protect('mail.bounce', 'select, insert');
grant update (action, status, verdict, diagnostic, heard_at) on mail.bounce to :app_role;
create index bounce_of_address on mail.bounce (org_id, address, heard_at);

-- For whom the receiving end takes mail, before an organisation is known.
create table mail.address (
  address text primary key,
  org_id uuid not null,
  mailbox_id uuid not null
);
-- True where it is this mailbox's from now on; another's is left alone.
create function mail.address_take(address text, mailbox uuid) returns boolean
language sql security definer set search_path = pg_catalog as $$
  with gone as (
    delete from mail.address a where a.org_id = nullif(current_setting('app.org_id', true), '')::uuid and a.mailbox_id = $2 and a.address <> $1
  )
  insert into mail.address (address, org_id, mailbox_id) values ($1, nullif(current_setting('app.org_id', true), '')::uuid, $2)
  on conflict on constraint address_pkey do update set mailbox_id = excluded.mailbox_id where mail.address.org_id = excluded.org_id
    and mail.address.mailbox_id = excluded.mailbox_id
  returning true
$$;
create function mail.mailbox_of(addresses text[]) returns table (address text, org_id uuid, mailbox_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select a.address, a.org_id, a.mailbox_id from mail.address a where a.address = any ($1)
$$;
-- Folders to be read: whoever holds one reads it, and opens it anew where its version is another.
create function mail.mailboxes_to_read() returns table (org_id uuid, id uuid, version integer)
language sql stable security definer set search_path = pg_catalog as $$
  select m.org_id, m.id, m.version from mail.mailbox m
  where m.active and m.kind = 'imap' and not m.halted and (m.rest_until is null or m.rest_until <= clock_timestamp())
$$;
create function mail.organisations_with_mail() returns table (org_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select distinct r.org_id from mail.received r where r.state = 'waiting' and r.next_at <= platform.clock_now()
$$;
revoke execute on function mail.address_take(text, uuid), mail.mailbox_of(text[]), mail.mailboxes_to_read(), mail.organisations_with_mail() from public;
grant execute on function mail.address_take(text, uuid), mail.mailbox_of(text[]), mail.mailboxes_to_read(), mail.organisations_with_mail() to :app_role;
