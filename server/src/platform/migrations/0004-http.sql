-- Answers of POSTs with an Idempotency-Key, kept a day: who repeats the request gets the same answer and no second effect.
-- `actor_id` is the user or the API key. The row is written in the transaction of the act: no act without it, no row without the act.
create table platform.idempotent_replies (
  org_id uuid not null,
  actor_id uuid not null,
  key text not null check (length(key) between 1 and 200),
  -- SHA-256 of method, path, query and body.
  fingerprint bytea not null check (octet_length(fingerprint) = 32),
  status smallint,
  reply jsonb,
  at timestamptz not null,
  primary key (org_id, actor_id, key)
);
create index idempotent_replies_by_age on platform.idempotent_replies (org_id, at);
select platform.protect('platform.idempotent_replies');
