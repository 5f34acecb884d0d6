-- When a sweep last did all of its work: one that fails each night must be seen.
alter table platform.sweep add column succeeded_at timestamptz;
update platform.sweep set succeeded_at = last_at where error is null;

create or replace function platform.end_sweep(which text, next_run timestamptz, every_seconds double precision, failure text) returns void
language sql volatile security definer set search_path = pg_catalog as $$
  update platform.sweep set busy_until = null, last_at = clock_timestamp(), error = failure,
    succeeded_at = case when failure is null then clock_timestamp() else succeeded_at end,
    next_at = coalesce(next_run, clock_timestamp() + make_interval(secs => every_seconds))
  where name = which
$$;

-- Null = never.
create function platform.sweep_succeeded_at(which text) returns timestamptz
language sql stable security definer set search_path = pg_catalog as $$
  select s.succeeded_at from platform.sweep s where s.name = which
$$;
revoke execute on function platform.sweep_succeeded_at(text) from public;
grant execute on function platform.sweep_succeeded_at(text) to :app_role;
