-- What waits to be printed is no lane of the sender.
create or replace function channels.lanes_to_serve() returns table (org_id uuid, lane uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select t.org_id, t.id from channels.transport t
  where t.active and t.kind <> 'post' and (t.rest_until is null or t.rest_until <= clock_timestamp()) and (
    -- Their sessions hear receipts, or look what became of a fax.
    t.kind in ('smpp', 'hylafax')
    or exists (select from channels.send_queue q where q.org_id = t.org_id and q.lane = t.id and q.next_at <= platform.clock_now())
    or exists (select from channels.batch b where b.org_id = t.org_id and b.lane = t.id))
$$;
