-- The raw history as statistics read it (product A14, P8): what was recorded when, and what each act found and left.
create or replace view enquiries.public_enquiry with (security_invoker = true) as
  select org_id, id, person_id, site_id, status, open, status_since, source_channel, campaign, interests, text, patient_kind, received_at, received_on,
    cohort_month, qualified, imported, owner_id, team_id, likelihood, hold_reasons, recontact_on, promise_at, promise_by, invalid_kind, original_id,
    unanswered_days, pass_due_on, passes_done, action_kind, action_due_at, action_window_from, action_window_to, action_pool_at, action_escalate_at,
    first_response_at, first_response_seconds, born_connected, version, created_at
  from enquiries.enquiry;
create or replace view enquiries.public_call with (security_invoker = true) as
  select org_id, id, enquiry_id, person_id, at, user_id, direction, outcome, slot, duration_seconds, note, voided_at, recorded_at from enquiries.call;
create view enquiries.public_promise with (security_invoker = true) as
  select org_id, id, enquiry_id, by_whom, promised_at, window_from, window_to, made_at, ended_at, result from enquiries.promise;
-- Times in milliseconds, as `before` and `made` hold them. `after` is null in acts of earlier releases and where only the owner changed.
create view enquiries.public_act_course with (security_invoker = true) as
  select org_id, id, enquiry_id, version_after, kind, user_id, at, voided_at,
    (before ->> 'actionWindowTo')::bigint as window_before, (before ->> 'firstResponseSeconds')::integer as response_before,
    (before ->> 'bornConnected')::boolean as born_before, made -> 'after' as after, (made ->> 'callId')::uuid as call_id,
    (made ->> 'promiseMade')::uuid as promise_made, (made ->> 'promiseEnded')::uuid as promise_ended, made ->> 'promiseResult' as promise_result
  from enquiries.act;
grant select on enquiries.public_promise, enquiries.public_act_course to :app_role;
