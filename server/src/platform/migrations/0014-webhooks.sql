-- Ways in by which others bring signed messages: what they sign with, and what they signed (R11).
create table platform.webhook (
  org_id uuid not null,
  -- The source, exchange or way out whose messages they are.
  id uuid not null,
  -- What the secrets are sealed for: one module's do not open as another's.
  purpose text not null check (purpose ~ '^[a-z]+\.[a-z]+$'),
  -- Sealed, newest first; the second one counts until it ends.
  secrets text[] not null check (cardinality(secrets) between 1 and 2),
  old_secret_until timestamptz,
  primary key (org_id, id),
  constraint two_until_one_ends check ((cardinality(secrets) = 2) = (old_secret_until is not null))
);
select platform.protect('platform.webhook', 'select, insert, update (secrets, old_secret_until), delete');

-- The very same message a second time is a copy that somebody kept, and has no effect. By the real clock; the owner removes old ones in the night.
create table platform.webhook_message (
  org_id uuid not null,
  webhook_id uuid not null,
  key text collate "C" not null check (char_length(key) between 1 and 200),
  signature text collate "C" not null check (char_length(signature) between 1 and 2000),
  -- As it came, where whoever takes it keeps it nowhere else.
  raw bytea check (octet_length(raw) <= 262144),
  heard_at timestamptz not null,
  primary key (org_id, webhook_id, key, signature),
  foreign key (org_id, webhook_id) references platform.webhook (org_id, id) on delete cascade
);
select platform.protect('platform.webhook_message', 'select, insert');
create index webhook_message_by_time on platform.webhook_message (org_id, heard_at);
