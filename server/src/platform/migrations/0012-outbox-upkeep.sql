-- Numbers for the metrics, over all organisations: each state by its own partial index; `state in (…)` fits neither and reads all that was done.
create or replace function platform.outbox_backlog() returns table (pending bigint, dead bigint, oldest_seconds double precision)
language sql stable security definer set search_path = pg_catalog as $$
  select
    (select count(*) from platform.delivery where state = 'pending'),
    (select count(*) from platform.delivery where state = 'dead'),
    coalesce(extract(epoch from clock_timestamp() - (select min(queued_at) from platform.delivery where state = 'pending')), 0)::double precision
$$;

-- Retention, by the owner only, up to `maximum` events and positions in one transaction: it is called until it gives 0. Gives the rows
-- removed. The one of 0002 without a maximum stays for the release before.
create function platform.prune_outbox(kept_days integer, stream_hours integer, maximum integer) returns bigint language plpgsql as $$
declare
  horizon timestamptz := clock_timestamp() - make_interval(days => kept_days);
  stream_horizon timestamptz := clock_timestamp() - make_interval(hours => stream_hours);
  orgs uuid[];
  ids uuid[];
  removed bigint := 0;
  step bigint;
begin
  -- A pending or dead delivery keeps its event.
  select array_agg(old.org_id), array_agg(old.id) into orgs, ids from (
    select e.org_id, e.id from platform.event e where e.queued_at < horizon and not exists (
      select from platform.delivery d where d.org_id = e.org_id and d.event_id = e.id and d.state <> 'done')
    order by e.queued_at limit maximum
  ) old;
  if ids is not null then
    delete from platform.delivery d using unnest(orgs, ids) as old (org_id, id) where d.org_id = old.org_id and d.event_id = old.id;
    get diagnostics step = row_count;
    removed := removed + step;
    delete from platform.event e using unnest(orgs, ids) as old (org_id, id) where e.org_id = old.org_id and e.id = old.id;
    get diagnostics step = row_count;
    removed := removed + step;
  else
    -- Only kept events are left: what of them is done.
    delete from platform.delivery d where d.state = 'done' and (d.org_id, d.event_id, d.subscriber) in (
      select done.org_id, done.event_id, done.subscriber from platform.event e
      join platform.delivery done on done.org_id = e.org_id and done.event_id = e.id and done.state = 'done'
      where e.queued_at < horizon limit maximum
    );
    get diagnostics step = row_count;
    removed := removed + step;
  end if;
  with old as (
    select s.org_id, s.position from platform.stream_event s where s.given_at < stream_horizon order by s.given_at limit maximum
  ), gone as (
    delete from platform.stream_event s using old where s.org_id = old.org_id and s.position = old.position returning s.org_id, s.position
  ), per_organisation as (
    select org_id, max(position) as position, count(*) as rows from gone group by org_id
  ), noted as (
    update platform.stream_position p set pruned_to = greatest(p.pruned_to, o.position)
    from per_organisation o where p.org_id = o.org_id
  )
  select coalesce(sum(rows), 0) into step from per_organisation;
  return removed + step;
end
$$;
revoke execute on function platform.prune_outbox(integer, integer, integer) from public;
