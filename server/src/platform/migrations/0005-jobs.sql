-- Long work with progress. Leases, waits and the ticker go by the database's real time.
create table platform.job (
  org_id uuid not null,
  id uuid not null,
  kind text not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  title_params jsonb not null default '{}',
  input jsonb not null,
  ref_id uuid,
  progress_done bigint not null default 0,
  progress_total bigint,
  attempts smallint not null default 0,
  -- Waiting: not before. Running: the worker is taken for dead after this.
  due_at timestamptz not null,
  worker uuid,
  error text,
  error_params jsonb not null default '{}',
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (org_id, id),
  check ((state = 'running') = (worker is not null)),
  check ((state in ('done', 'failed')) = (finished_at is not null))
);
create index job_open on platform.job (due_at) where state in ('waiting', 'running');
create index job_newest on platform.job (org_id, created_at, id);
select platform.protect('platform.job');

create function platform.jobs_due(kinds text[], maximum integer) returns table (org_id uuid, id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select j.org_id, j.id from platform.job j
  where j.state in ('waiting', 'running') and j.due_at <= clock_timestamp() and j.kind = any (kinds)
  order by j.due_at limit maximum
$$;

-- Sweeps and daily work of the whole program: one row each, claimed by database time, so that of all processes one runs it.
create table platform.sweep (
  name text primary key,
  next_at timestamptz not null,
  -- Somebody runs it; taken for dead after this.
  busy_until timestamptz,
  last_at timestamptz,
  error text
);

-- Of these, the ones that are due or were never seen.
create function platform.sweeps_due(names text[]) returns setof text
language sql stable security definer set search_path = pg_catalog as $$
  select n.name from unnest(names) n (name) left join platform.sweep s on s.name = n.name
  where s.name is null or (s.next_at <= clock_timestamp() and (s.busy_until is null or s.busy_until <= clock_timestamp()))
$$;

-- True where the caller is to run it now.
create function platform.claim_sweep(which text, due_first timestamptz, lease_seconds integer) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
declare
  claimed boolean := false;
begin
  if not exists (select from platform.sweep s where s.name = which) then
    insert into platform.sweep (name, next_at) values (which, coalesce(due_first, clock_timestamp())) on conflict do nothing;
  end if;
  update platform.sweep s set busy_until = clock_timestamp() + make_interval(secs => lease_seconds)
  where s.name = (
    select w.name from platform.sweep w
    where w.name = which and w.next_at <= clock_timestamp() and (w.busy_until is null or w.busy_until <= clock_timestamp())
    for update skip locked
  )
  returning true into claimed;
  return coalesce(claimed, false);
end
$$;

-- `next_at` null = so many seconds after now.
create function platform.end_sweep(which text, next_run timestamptz, every_seconds double precision, failure text) returns void
language sql volatile security definer set search_path = pg_catalog as $$
  update platform.sweep set busy_until = null, last_at = clock_timestamp(), error = failure,
    next_at = coalesce(next_run, clock_timestamp() + make_interval(secs => every_seconds))
  where name = which
$$;

create function platform.prune_jobs(kept_days integer) returns bigint language sql volatile as $$
  with gone as (
    delete from platform.job where state in ('done', 'failed') and finished_at < clock_timestamp() - make_interval(days => kept_days) returning 1
  ) select count(*) from gone
$$;
revoke execute on function platform.jobs_due(text[], integer), platform.sweeps_due(text[]), platform.claim_sweep(text, timestamptz, integer),
  platform.end_sweep(text, timestamptz, double precision, text), platform.prune_jobs(integer) from public;
grant execute on function platform.jobs_due(text[], integer), platform.sweeps_due(text[]), platform.claim_sweep(text, timestamptz, integer),
  platform.end_sweep(text, timestamptz, double precision, text) to :app_role;
