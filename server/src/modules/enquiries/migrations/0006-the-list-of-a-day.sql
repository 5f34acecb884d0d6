-- The list of a day and its order ask for the reason of the next action too: whether it is a first clock, chosen by hand or the first contact of an
-- imported enquiry (rules/priority.ts, rules/clocks.ts). The indexes hold it, so that only a page is still read from the table.
drop index enquiries.enquiry_open_by_due, enquiries.enquiry_open_by_owner, enquiries.enquiry_open_by_pool;
create index enquiry_open_by_due on enquiries.enquiry (org_id, action_due_at, id)
  include (status, status_since, owner_id, team_id, source_channel, likelihood, patient_kind, received_at, received_on, promise_at,
    action_window_from, action_window_to, action_pool_at, action_reason_code) where open;
create index enquiry_open_by_owner on enquiries.enquiry (org_id, owner_id, action_due_at, id)
  include (status, team_id, likelihood, received_at, promise_at, action_window_from, action_window_to, action_pool_at, action_reason_code) where open;
create index enquiry_open_by_pool on enquiries.enquiry (org_id, team_id, action_pool_at)
  include (id, status, owner_id, likelihood, received_at, promise_at, action_due_at, action_window_from, action_window_to, action_reason_code)
  where open;

-- Imported ones of earlier releases: their first contact is no arrival, and what a call here measured was the age of the list.
update enquiries.enquiry
set action_reason_code = 'enquiries.next.imported', action_reason_params = jsonb_build_object('kind', action_kind)
where imported and status in ('NEW', 'WAITING')
  and action_reason_code in ('enquiries.next.assign', 'enquiries.next.first_call', 'enquiries.next.first_call_after_hours');
update enquiries.enquiry set first_response_at = null, first_response_seconds = null where imported and first_response_at is not null;
