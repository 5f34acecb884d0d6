create schema timeline;
grant usage on schema timeline to :app_role;

-- What happened with a person, in one order. Append-only: the application may neither change nor remove an entry; a mistake is
-- answered by an entry of kind `correction` that names in `voids` the references of what did not happen.
-- `at` = when it happened, not when it was written; the same event always gives the same `at`, so its entry is written once.
create table timeline.entry (
  org_id uuid not null,
  at timestamptz not null,
  id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('enquiry', 'call', 'status', 'booking', 'visit', 'message', 'memo', 'person', 'assignment', 'correction')),
  code text not null,
  params jsonb not null default '{}',
  text text,
  actor_id uuid,
  enquiry_id uuid,
  -- The call, status event, booking or memo that the entry tells of.
  ref_id uuid,
  voids uuid[] not null default '{}',
  source_event_id uuid not null,
  recorded_at timestamptz not null,
  primary key (org_id, at, id),
  unique (org_id, source_event_id, at),
  check (kind = 'correction' or voids = '{}')
) partition by range (at);
select platform.protect('timeline.entry', 'select, insert');
create index entry_by_person on timeline.entry (org_id, person_id, at desc, id desc);
create index entry_corrections on timeline.entry (org_id, person_id) where kind = 'correction';
select platform.by_month('timeline.entry');
-- Imports tell of the past year; the month after those made ahead, too.
select platform.ensure_month('timeline.entry'::regclass, transaction_timestamp() + step * interval '1 month')
from generate_series(-14, 4) as step;
