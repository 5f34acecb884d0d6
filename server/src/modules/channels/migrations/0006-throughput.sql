-- Fewer writes for each message (decision 0030). The release before has no messages.

-- A change of state stays on its page and touches no index: two versions fit beside the first.
alter table channels.message set (fillfactor = 50);
-- safe: no statement reads by it
drop index channels.message_settled;
-- safe: what is on its way stands in `batch`; the release before has no messages
drop index channels.message_sending;
-- safe: the same rule stands in the next statement, for those that follow another message; the release before has no messages
alter table channels.message drop constraint message_org_id_fallback_of_key;
-- safe: the release before has no messages
create unique index message_follows on channels.message (org_id, fallback_of) where fallback_of is not null;

-- safe: one index serves as two did; the release before has no messages
alter table channels.verdict drop constraint verdict_pkey;
-- safe: the release before has no messages
drop index channels.verdict_of_message;
-- safe: the release before has no messages
alter table channels.verdict add primary key (org_id, message_id, at, id);

-- Messages that one process took together and of which not all is written: who dies leaves the row, and whoever holds the lane next finds it.
create table channels.batch (
  org_id uuid not null,
  lane uuid not null,
  id uuid not null,
  message_ids uuid[] not null check (cardinality(message_ids) between 1 and 10000),
  taken_at timestamptz not null,
  primary key (org_id, lane, id)
);
select platform.protect('channels.batch', 'select, insert, delete');

create or replace function channels.lanes_to_serve() returns table (org_id uuid, lane uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select t.org_id, t.id from channels.transport t
  where t.active and (t.rest_until is null or t.rest_until <= clock_timestamp()) and (
    -- Their sessions hear receipts, or look what became of a fax.
    t.kind in ('smpp', 'hylafax')
    or exists (select from channels.send_queue q where q.org_id = t.org_id and q.lane = t.id and q.next_at <= platform.clock_now())
    or exists (select from channels.batch b where b.org_id = t.org_id and b.lane = t.id))
$$;
