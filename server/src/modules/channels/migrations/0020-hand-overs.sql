-- What a message writes, once (decision 0038): it is on its way while it stands in a hand-over, and its row changes when its outcome is known.

-- Messages that one process took together. Who dies leaves the row, and whoever holds the lane next finds it. A message that is `queued` and in no queue is in one.
create table channels.hand_over (
  org_id uuid not null,
  lane uuid not null,
  id uuid not null,
  message_ids uuid[] not null check (cardinality(message_ids) between 1 and 10000),
  taken_at timestamptz not null,
  -- Which verdict let each of them go, in the same order; null: one of its own.
  verdict_ids uuid[],
  primary key (org_id, lane, id),
  constraint a_verdict_for_each check (cardinality(verdict_ids) = cardinality(message_ids))
);
select platform.protect('channels.hand_over', 'select, insert, delete');
grant update (verdict_ids) on channels.hand_over to :app_role;

-- The verdict that it shares with others of its hand-over: `channels.verdict` with this as its message.
alter table channels.message add column verdict_id uuid;
alter table channels.message_archive add column verdict_id uuid;
grant update (verdict_id) on channels.message to :app_role;

-- A centre of one's own takes more than ten thousand a second.
-- safe: the check only becomes wider; a dozen rows of an organisation
alter table channels.transport drop constraint transport_rate_per_second_check;
-- safe: the same
alter table channels.transport add constraint transport_rate_per_second_check check (rate_per_second between 1 and 100000);

create or replace function channels.lanes_to_serve() returns table (org_id uuid, lane uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select t.org_id, t.id from channels.transport t
  where t.active and t.kind <> 'post' and (t.rest_until is null or t.rest_until <= clock_timestamp()) and (
    -- Their sessions hear receipts, or look what became of a fax.
    t.kind in ('smpp', 'hylafax')
    or exists (select from channels.send_queue q where q.org_id = t.org_id and q.lane = t.id and q.next_at <= platform.clock_now())
    or exists (select from channels.hand_over h where h.org_id = t.org_id and h.lane = t.id)
    or exists (select from channels.batch b where b.org_id = t.org_id and b.lane = t.id))
$$;

create or replace view channels.public_message with (security_invoker = true) as
  select org_id, id, person_id, channel, purpose,
    case when state = 'queued' and not exists (select from channels.send_queue q where q.org_id = message.org_id and q.id = message.id) then 'sending'
      else state end as state,
    why, to_address, subject, body, language, template_id, template_no, enquiry_id, fallback_of,
    class, segments, cost_minor, currency, transport_id, made_by, made_at, send_at, handed_at, sent_at, settled_at, false as archived, occasion, verdict_id
  from channels.message
  union all
  select org_id, id, person_id, channel, purpose, state, why, to_address, subject, body, language, template_id, template_no, enquiry_id, fallback_of,
    class, segments, cost_minor, currency, transport_id, made_by, at, send_at, handed_at, sent_at, settled_at, true, occasion, verdict_id
  from channels.message_archive;
