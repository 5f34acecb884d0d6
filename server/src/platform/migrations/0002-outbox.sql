-- Events of the business transaction, one delivery per subscriber, and what the stream tells the screens.
-- Times of delivery (queued_at, next_at, settled_at, given_at) are the database's real time: a test clock does not hold deliveries back.
create table platform.event (
  org_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  type text not null,
  person_id uuid,
  actor_id uuid,
  payload jsonb not null,
  queued_at timestamptz not null,
  primary key (org_id, id)
);
create index event_by_age on platform.event (queued_at);

create table platform.delivery (
  org_id uuid not null,
  event_id uuid not null,
  subscriber text not null,
  queued_at timestamptz not null,
  state text not null default 'pending' check (state in ('pending', 'done', 'dead')),
  attempts smallint not null default 0,
  next_at timestamptz not null,
  error text,
  settled_at timestamptz,
  primary key (org_id, event_id, subscriber),
  foreign key (org_id, event_id) references platform.event (org_id, id),
  check ((state = 'pending') = (settled_at is null))
);
-- Done deliveries are the many: no index but the key knows them.
create index delivery_pending on platform.delivery (org_id, subscriber, queued_at, event_id) where state = 'pending';
create index delivery_dead on platform.delivery (org_id, settled_at, event_id, subscriber) where state = 'dead';

create table platform.stream_position (
  org_id uuid not null primary key,
  position bigint not null,
  -- Positions up to this one are no longer kept.
  pruned_to bigint not null default 0
);

create table platform.stream_event (
  org_id uuid not null,
  position bigint not null,
  given_at timestamptz not null,
  type text not null,
  ids jsonb not null,
  by uuid,
  primary key (org_id, position)
);
create index stream_event_by_age on platform.stream_event (given_at);

select platform.protect('platform.event', 'select, insert');
select platform.protect('platform.delivery', 'select, insert, update');
select platform.protect('platform.stream_position', 'select, insert, update');
select platform.protect('platform.stream_event', 'select, insert');

-- Which organisation has something to deliver to which of these subscribers. Hops from lane to lane on the partial index:
-- its cost is the number of lanes with something pending, not of deliveries.
create function platform.outbox_lanes(subscribers text[]) returns table (org_id uuid, subscriber text)
language sql stable security definer set search_path = pg_catalog as $$
  with recursive lane as (
    (select d.org_id, d.subscriber from platform.delivery d where d.state = 'pending' order by d.org_id, d.subscriber limit 1)
    union all
    select next.org_id, next.subscriber from lane, lateral (
      select d.org_id, d.subscriber from platform.delivery d
      where d.state = 'pending' and (d.org_id, d.subscriber) > (lane.org_id, lane.subscriber)
      order by d.org_id, d.subscriber limit 1
    ) next
  )
  select lane.org_id, lane.subscriber from lane
  where lane.subscriber = any (subscribers) and exists (
    select from platform.delivery d where d.org_id = lane.org_id and d.subscriber = lane.subscriber
      and d.state = 'pending' and d.next_at <= clock_timestamp()
  )
$$;
revoke execute on function platform.outbox_lanes(text[]) from public;
grant execute on function platform.outbox_lanes(text[]) to :app_role;

-- Numbers for the metrics, over all organisations.
create function platform.outbox_backlog() returns table (pending bigint, dead bigint, oldest_seconds double precision)
language sql stable security definer set search_path = pg_catalog as $$
  select count(*) filter (where state = 'pending'), count(*) filter (where state = 'dead'),
    coalesce(extract(epoch from clock_timestamp() - min(queued_at) filter (where state = 'pending')), 0)::double precision
  from platform.delivery where state in ('pending', 'dead')
$$;
revoke execute on function platform.outbox_backlog() from public;
grant execute on function platform.outbox_backlog() to :app_role;

-- Retention, by the owner only. Gives the number of rows removed.
create function platform.prune_outbox(kept_days integer, stream_hours integer) returns bigint language plpgsql as $$
declare
  horizon timestamptz := clock_timestamp() - make_interval(days => kept_days);
  stream_horizon timestamptz := clock_timestamp() - make_interval(hours => stream_hours);
  removed bigint := 0;
  step bigint;
begin
  delete from platform.delivery d using platform.event e
  where e.queued_at < horizon and d.org_id = e.org_id and d.event_id = e.id and d.state = 'done';
  get diagnostics step = row_count;
  removed := removed + step;
  -- A pending or dead delivery keeps its event.
  delete from platform.event e where e.queued_at < horizon
    and not exists (select from platform.delivery d where d.org_id = e.org_id and d.event_id = e.id);
  get diagnostics step = row_count;
  removed := removed + step;
  with gone as (
    delete from platform.stream_event where given_at < stream_horizon returning org_id, position
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
revoke execute on function platform.prune_outbox(integer, integer) from public;
