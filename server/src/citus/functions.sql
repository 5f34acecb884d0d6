-- On a cluster alone: functions that hop from organisation to organisation. A query over all shards may not be recursive; each shard looks into its
-- partial index instead, and the coordinator puts together what they found. Same names, arguments and answers as in the migrations.

create or replace function platform.outbox_lanes(subscribers text[]) returns table (org_id uuid, subscriber text)
language sql stable security definer set search_path = pg_catalog as $$
  select distinct d.org_id, d.subscriber from platform.delivery d
  where d.state = 'pending' and d.next_at <= statement_timestamp() and d.subscriber = any (subscribers)
$$;

create or replace function platform.audit_unsealed() returns table (org_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select distinct e.org_id from platform.audit_entry e where e.seal_no is null
$$;

create or replace function enquiries.organisations_to_alert() returns table (org_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select e.org_id from enquiries.enquiry e where e.alert_at <= platform.clock_now()
  union
  select a.org_id from enquiries.alert a where a.ring_at <= platform.clock_now()
$$;

create or replace function enquiries.organisations_with_ended_claims() returns table (org_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select distinct e.org_id from enquiries.enquiry e where e.claimed_until <= platform.clock_now()
$$;

create or replace function analytics.organisations_to_count() returns table (org_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select distinct f.org_id from analytics.fact f where f.stale_at < platform.clock_now()
$$;

create or replace function analytics.organisations_with_reports() returns table (org_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select distinct r.org_id from analytics.report r where r.next_run_at <= platform.clock_now()
$$;

create or replace function platform.prune_jobs(kept_days integer) returns bigint language plpgsql volatile as $$
declare
  horizon constant timestamptz := clock_timestamp() - make_interval(days => kept_days);
  removed bigint;
begin
  delete from platform.job where state in ('done', 'failed') and finished_at < horizon;
  get diagnostics removed = row_count;
  return removed;
end
$$;
