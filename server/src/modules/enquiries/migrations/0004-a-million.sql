-- Reads of an organisation with a million enquiries, of which some per cent are open. What each index is for: ../README.md, Reading.

-- Open ones are few and read all the time: these indexes hold all that Today and the counts ask of a row, so that only a page is read from the table.
drop index enquiries.enquiry_by_owner, enquiries.enquiry_by_team, enquiries.enquiry_unowned, enquiries.enquiry_by_due;
create index enquiry_open_by_due on enquiries.enquiry (org_id, action_due_at, id)
  include (status, status_since, owner_id, team_id, source_channel, likelihood, patient_kind, received_at, received_on, promise_at,
    action_window_from, action_window_to, action_pool_at) where open;
create index enquiry_open_by_owner on enquiries.enquiry (org_id, owner_id, action_due_at, id)
  include (status, team_id, likelihood, received_at, promise_at, action_window_from, action_window_to, action_pool_at) where open;
create index enquiry_open_by_pool on enquiries.enquiry (org_id, team_id, action_pool_at)
  include (id, status, owner_id, likelihood, received_at, promise_at, action_due_at, action_window_from, action_window_to) where open;
create index enquiry_open_by_arrival on enquiries.enquiry (org_id, received_at, id)
  include (status, owner_id, team_id, source_channel, likelihood, patient_kind, action_window_to) where open;

-- The others in each order of the board, and for what the board filters by where a value may be rare.
create index enquiry_by_status_since on enquiries.enquiry (org_id, status_since desc, id desc);
create index enquiry_by_owner on enquiries.enquiry (org_id, owner_id, received_at desc, id desc) include (status, open);
create index enquiry_by_channel on enquiries.enquiry (org_id, source_channel, received_at desc, id desc) include (status, open);
drop index enquiries.enquiry_by_cohort;
create index enquiry_by_cohort on enquiries.enquiry (org_id, cohort_month, status_since desc, id desc) include (status, open);
create index enquiry_by_first_response on enquiries.enquiry (org_id, first_response_at) include (first_response_seconds, owner_id)
  where first_response_at is not null;
drop index enquiries.enquiry_by_pass;
create index enquiry_by_pass on enquiries.enquiry (org_id, pass_due_on, id) include (owner_id) where pass_due_on is not null;
-- Calls of a day, of everybody or of one: a day has some thousands.
drop index enquiries.call_by_user;
create index call_by_time on enquiries.call (org_id, at) include (user_id, enquiry_id) where voided_at is null;

-- Pages without a change need no look at the table once they are vacuumed: not only after a fifth of a million rows.
alter table enquiries.enquiry set (
  autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

-- Interests and reasons of a hold as words of one index. Each begins with its organisation: others' are not read. (plpgsql: a third of the time.)
create function enquiries.marks(org_id uuid, interests text[], hold_reasons text[]) returns text[]
language plpgsql immutable parallel safe set search_path = pg_catalog as $$
declare
  org text := org_id;
begin
  return string_to_array(
    org || '.' || array_to_string(interests, ' ' || org || '.') || ' ' || org || '!' || array_to_string(hold_reasons, ' ' || org || '!'), ' ');
end
$$;
create index enquiry_by_mark on enquiries.enquiry using gin (enquiries.marks(org_id, interests, hold_reasons)) with (fastupdate = off);

-- Up to `most` enquiries of this transaction's organisation with one of these interests (sign '.') or reasons of a hold (sign '!'). `&&` is not
-- leakproof: under row-level security its index would not be used.
create function enquiries.marked(sign text, codes text[], most integer) returns table (id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select e.id from enquiries.enquiry e
  where enquiries.marks(e.org_id, e.interests, e.hold_reasons) && array(select platform.current_org()::text || sign || code from unnest(codes) code)
    and e.org_id = platform.current_org()
  limit most
$$;
revoke execute on function enquiries.marks(uuid, text[], text[]), enquiries.marked(text, text[], integer) from public;
grant execute on function enquiries.marks(uuid, text[], text[]), enquiries.marked(text, text[], integer) to :app_role;

-- How many enquiries stand in each closed status, as lines that add up: a row for each would be a lock that everybody waits for. Who closes or
-- re-opens an enquiry appends a line in the same transaction; a sweep makes one line of many and counts anew.
create table enquiries.closed_count (
  org_id uuid not null,
  status text not null,
  id uuid not null,
  open boolean not null default false check (not open),
  change integer not null,
  primary key (org_id, status, id) include (change),
  foreign key (status, open) references enquiries.status (code, open)
);
select platform.protect('enquiries.closed_count', 'select, insert, delete');
insert into enquiries.closed_count (org_id, status, id, change)
select e.org_id, e.status, gen_random_uuid(), count(*) from enquiries.enquiry e where not e.open group by e.org_id, e.status;

-- Organisations with an alert that is due: a sweep looks into no other.
create function enquiries.organisations_to_alert() returns table (org_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  with recursive found as (
    (select e.org_id from enquiries.enquiry e where e.alert_at is not null order by e.org_id limit 1)
    union all
    select (select e.org_id from enquiries.enquiry e where e.alert_at is not null and e.org_id > found.org_id order by e.org_id limit 1)
    from found where found.org_id is not null
  )
  select f.org_id from found f where exists (
    select from enquiries.enquiry e where e.org_id = f.org_id and e.alert_at <= platform.clock_now()
  )
$$;
revoke execute on function enquiries.organisations_to_alert() from public;
grant execute on function enquiries.organisations_to_alert() to :app_role;
