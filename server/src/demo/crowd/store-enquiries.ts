/** The enquiries of a step: $1 the organisation, $2 its site; and how many of each closed status there are more. */
export const ENQUIRIES: readonly string[] = [
  `insert into enquiries.enquiry (org_id, id, person_id, site_id, status, open, status_since, source_channel, campaign, utm, interests, patient_kind, received_at,
    received_on, cohort_month, first_response_at, first_response_seconds, owner_id, team_id, likelihood, hold_reasons, recontact_on, promise_at,
    promise_by, cancelled_by, closed_reason_code, invalid_kind, original_id, unanswered_days, chain_since, ever_consulted, pass_due_on, action_kind, action_due_at,
    action_window_from, action_window_to, action_pool_at, action_escalate_at, action_owner_id, action_team_id, action_reason_code,
    action_reason_params, action_set_at, alert_at, alert_stage, version, created_at, updated_at)
  select $1, d.id, d.person_id, $2, d.status, d.open, d.since, d.channel,
    case when pg_temp.draw(d.n, 'rare') < 0.00002 then 'lost' when d.n % 4 = 0 then pg_temp.pick('{spring,summer,autumn,opening}', pg_temp.draw(d.n, 'campaign')) end,
    case when pg_temp.draw(d.n, 'rare') > 0.99998 then '{"source": "flyer"}'::jsonb
      when d.n % 3 = 0 then jsonb_build_object('source', pg_temp.pick('{naver,naver,instagram,google}', pg_temp.draw(d.n, 'source')), 'medium', 'cpc') else '{}' end,
    d.interests,
    case when d.n % 20 = 0 then 're_new' when d.n % 5 = 0 then 'returning' else 'new' end, d.received_at, d.day, to_char(d.day, 'YYYY-MM'),
    case when d.status not in ('NEW', 'WAITING', 'INVALID') then d.received_at + d.wait * interval '1 second' end,
    case when d.status not in ('NEW', 'WAITING', 'INVALID') then d.wait end,
    d.owner, d.team, d.likelihood,
    case when d.status = 'HOLD' or d.n % 12 = 0 then array[pg_temp.pick('{SCHEDULE,BUSY,FAMILY,COST,COST,COST,DISTANCE,THINKING,COMPARING}', pg_temp.draw(d.n, 'why'))]
      else '{}' end,
    case when d.status = 'HOLD' then d.window_from::date end,
    case when d.status = 'CALLBACK' then d.window_from + interval '10 minutes' end, case when d.status = 'CALLBACK' then 'us' end,
    case when d.status = 'CANCELLED' then 'patient' end, case when d.status = 'DECLINED' then 'COST' when d.status = 'INVALID' then 'fake' end, case when d.status = 'INVALID' then 'fake' end, null,
    case when d.status like 'NO_ANSWER%' then right(d.status, 1)::int else 0 end, d.received_at, d.status in ('VISITED', 'HOLD', 'BOOKED', 'CANCELLED'),
    case when d.status = 'UNREACHED' and d.received_at > now() - interval '45 days' then current_date - (d.n % 30)::int + 5 end,
    case when d.open then case d.status when 'NEW' then 'ASSIGN' when 'BOOKED' then 'CONFIRM' when 'CONSULTING' then 'FOLLOW_UP'
      when 'RESCHEDULING' then 'REBOOK' else 'CALL' end end,
    d.window_from, d.window_from, d.window_from + interval '30 minutes', d.window_from + interval '30 minutes', d.window_from + interval '1 hour',
    case when d.open then d.owner end, case when d.open and d.owner is null then d.team end,
    why.code, why.params, case when d.open then now() end,
    case when d.open and d.window_from > now() then d.window_from + interval '30 minutes' end, 2, 3, d.received_at, d.received_at
  from drawn d left join lateral (
    select case d.status when 'NEW' then 'assign' when 'WAITING' then 'first_call' when 'CALLBACK' then 'promise' when 'LATER' then 'later'
        when 'CONSULTING' then 'follow_up' when 'HOLD' then 'recontact' when 'BOOKED' then 'confirm' when 'CANCELLED' then 'rebook_cancelled'
        when 'NO_SHOW' then 'rebook_no_show' when 'RESCHEDULING' then 'rebook' else 'no_answer_planned' end as name
  ) named on d.open left join lateral (
    select 'enquiries.next.' || named.name as code, case named.name when 'assign' then '{"minutes": 10}'::jsonb
        when 'first_call' then '{"goalMinutes": 10, "limitMinutes": 60}' when 'promise' then '{"by": "us"}' when 'follow_up' then '{"hours": 48}' when 'rebook' then '{"hours": 24}'
        when 'no_answer_planned' then jsonb_build_object('unansweredDays', case when d.status like 'NO_ANSWER%' then right(d.status, 1)::int else 2 end, 'slot', 'EV')
        when 'recontact' then '{"call": 1}' when 'rebook_cancelled' then '{"call": 1}' when 'rebook_no_show' then '{"call": 1}' else '{}' end as params
  ) why on named.name is not null order by d.received_at`,
  `insert into enquiries.closed_count (org_id, status, id, change)
   select $1, d.status, gen_random_uuid(), count(*) from drawn d where not d.open and $2::uuid is not null group by d.status`,
];

/** The calls of an enquiry: nobody answers at first. Also read by what tells of them. */
export const CALLS = `
  select d.id as enquiry_id, d.person_id, d.n, d.worker, c.k, c.at, pg_temp.id7(c.at, d.n * 10 + c.k, 'call') as id,
    case when c.k = 1 or d.status = 'UNREACHED' or d.status like 'NO_ANSWER%' then 'NO_ANSWER' else 'CONNECTED' end as outcome
  from drawn d cross join lateral (
    select k, date_trunc('milliseconds', d.received_at + (d.since - d.received_at) * (k - 1 + pg_temp.draw(d.n, 'call')) / 2) as at
    from generate_series(1, d.calls) k) c`;

/** What the row of a list shows of them beside: calls, bookings. */
export const SHOWN: readonly string[] = [
  `insert into enquiries.call (org_id, id, enquiry_id, person_id, at, recorded_at, user_id, direction, outcome, status_when_made, slot)
   select $1, c.id, c.enquiry_id, c.person_id, c.at, c.at, c.worker, 'outbound', c.outcome, 'WAITING', 'AM'
   from (${CALLS}) c where $2::uuid is not null`,
  `insert into enquiries.booking (org_id, id, enquiry_id, starts_at, duration_minutes, service_code, state, booked_at, ended_at)
   select $1, pg_temp.id7(d.received_at, d.n, 'booking'), d.id, coalesce(d.window_from, d.received_at) + interval '3 days', 30, d.interests[1],
     case d.status when 'BOOKED' then 'booked' when 'VISITED' then 'visited' when 'NO_SHOW' then 'no_show' when 'RESCHEDULING' then 'released' else 'cancelled' end,
     least(now(), d.received_at + interval '5 hours'), case when d.status <> 'BOOKED' then now() end
   from drawn d where d.booked and $2::uuid is not null`,
];
