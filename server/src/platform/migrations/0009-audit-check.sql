-- A check of a whole chain, done by a job: how far it is, so that another worker goes on there, and what it found.
create table platform.audit_check (
  org_id uuid not null,
  id uuid not null,
  state text not null default 'running' check (state in ('running', 'done', 'failed')),
  started_at timestamptz not null,
  finished_at timestamptz,
  -- The end of the chain when it began: what is sealed later is the next check's. Null = there was none.
  head_no bigint,
  head_hash bytea,
  -- The last seal that holds, and the entries up to it.
  last_no bigint not null default 0,
  last_hash bytea not null default '\x',
  checked bigint not null default 0,
  intact boolean,
  unsealed bigint,
  broken_seal bigint,
  broken_entry_id uuid,
  primary key (org_id, id),
  check ((state = 'running') = (finished_at is null)),
  check ((state = 'done') = (intact is not null)),
  check (intact is null or intact = (broken_seal is null))
);
-- One at a time in an organisation.
create unique index audit_check_running on platform.audit_check (org_id) where state = 'running';
create index audit_check_newest on platform.audit_check (org_id, started_at, id);
select platform.protect('platform.audit_check', 'select, insert, update');
