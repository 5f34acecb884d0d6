-- An alert that nobody answers is told again, as often as the organisation says; who puts it off hears it again at the time that she named (A8).
-- `rings` = how often it was told again, `again_left` = how often it still is, `ring_at` = when next.
alter table enquiries.alert
  add column rings smallint not null default 0 check (rings >= 0),
  add column again_left smallint not null default 0 check (again_left >= 0),
  add column ring_at timestamptz,
  add column snoozed_until timestamptz,
  add constraint answered_is_quiet check (acknowledged_at is null or (ring_at is null and snoozed_until is null)),
  add constraint put_off_comes_again check (snoozed_until is null or ring_at is not null);
grant update (rings, again_left, ring_at, snoozed_until) on enquiries.alert to :app_role;
create index alert_to_ring on enquiries.alert (org_id, ring_at) where ring_at is not null;

-- Organisations with an alert that is due, for the first time or again: a sweep looks into no other.
create or replace function enquiries.organisations_to_alert() returns table (org_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  with recursive found as (
    (select e.org_id from enquiries.enquiry e where e.alert_at is not null order by e.org_id limit 1)
    union all
    select (select e.org_id from enquiries.enquiry e where e.alert_at is not null and e.org_id > found.org_id order by e.org_id limit 1)
    from found where found.org_id is not null
  ), ringing as (
    (select a.org_id from enquiries.alert a where a.ring_at is not null order by a.org_id limit 1)
    union all
    select (select a.org_id from enquiries.alert a where a.ring_at is not null and a.org_id > ringing.org_id order by a.org_id limit 1)
    from ringing where ringing.org_id is not null
  )
  select f.org_id from found f where exists (
    select from enquiries.enquiry e where e.org_id = f.org_id and e.alert_at <= platform.clock_now()
  )
  union
  select r.org_id from ringing r where exists (
    select from enquiries.alert a where a.org_id = r.org_id and a.ring_at <= platform.clock_now()
  )
$$;
