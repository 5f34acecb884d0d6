import { CALLS } from './store-enquiries.ts';

/** The events of an enquiry: it came, it was booked where it was, it stands where it does. Numbered in the order of time. */
const EVENTS = `
  select d.id as enquiry_id, d.person_id, d.n, d.worker, d.owner, e.no, e.from_status, e.to_status, e.at,
    pg_temp.id7(e.at, d.n * 10 + e.no, 'event') as id
  from drawn d cross join lateral (
    select 1 as no, null as from_status, 'NEW' as to_status, d.received_at as at
    union all
    select 2, 'NEW', 'BOOKED', date_trunc('milliseconds', d.received_at + (d.since - d.received_at) * 0.3)
    where d.booked and d.status <> 'BOOKED'
    union all
    select 3, case when d.booked and d.status <> 'BOOKED' then 'BOOKED' else 'NEW' end, d.status, d.since where d.status <> 'NEW') e`;

const ENTRY = `at, person_id, kind, code, params, actor_id, enquiry_id, ref_id, source_event_id, recorded_at`;

/** The events, acts and entries of the archive that the enquiries of a step leave behind; $1 the organisation. */
export const TOLD: readonly string[] = [
  `insert into enquiries.status_event (org_id, id, enquiry_id, no, from_status, to_status, valid_at, recorded_at, by_rule, evidence, owner_id)
   select $1, e.id, e.enquiry_id, e.no, e.from_status, e.to_status, e.at, e.at, 'enquiries.status.received',
     case when e.to_status = 'DO_NOT_CONTACT' then '{"kind": "call"}'::jsonb end, case when e.no > 1 then e.owner end
   from (${EVENTS}) e`,
  `insert into enquiries.act (org_id, id, enquiry_id, version_after, kind, user_id, at, before, made)
   select $1, pg_temp.id7(d.received_at, d.n, 'act'), d.id, 3, 'call', d.worker, d.received_at, '{"status": "NEW", "open": true}', '{}'
   from drawn d`,
  `insert into timeline.entry (org_id, id, ${ENTRY})
   select $1, pg_temp.id7(d.received_at, d.n * 10 + k, 'entry'), d.received_at, d.person_id,
     case k when 1 then 'enquiry' else 'assignment' end, case k when 1 then 'timeline.enquiry_received' else 'timeline.assigned' end,
     case k when 1 then jsonb_build_object('sourceChannel', d.channel, 'interests', d.interests)
       else jsonb_build_object('ownerId', coalesce(d.owner, d.worker)) end,
     null, d.id, case k when 1 then d.id end, pg_temp.id7(d.received_at, d.n * 10 + k, 'told'), d.received_at
   from drawn d cross join generate_series(1, 2) k`,
  `insert into timeline.entry (org_id, id, ${ENTRY})
   select $1, pg_temp.id7(c.at, c.n * 10 + 2 + c.k, 'entry'), c.at, c.person_id, 'call', 'timeline.call_recorded',
     jsonb_build_object('outcome', c.outcome, 'direction', 'outbound', 'attemptNo', c.k), c.worker, c.enquiry_id, c.id,
     pg_temp.id7(c.at, c.n * 10 + 2 + c.k, 'told'), c.at
   from (${CALLS}) c`,
  `insert into timeline.entry (org_id, id, ${ENTRY})
   select $1, pg_temp.id7(e.at, e.n * 10 + 4 + e.no, 'entry'), e.at, e.person_id, 'status', 'timeline.status_changed',
     jsonb_build_object('from', e.from_status, 'to', e.to_status), e.worker, e.enquiry_id, e.id, pg_temp.id7(e.at, e.n * 10 + 4 + e.no, 'told'), e.at
   from (${EVENTS}) e where e.no > 1`,
];

/** Lines of the audit as acts and reads leave them. */
export const AUDITED = `
  insert into platform.audit_entry (org_id, at, id, written_at, actor_kind, actor_name, user_id, action, person_ids, entity, entity_id)
  select $1, d.received_at, pg_temp.id7(d.received_at, d.n, 'audit'), d.received_at, 'user', '김상담', d.worker,
    case when d.n % 2 = 0 then 'people.read' else 'enquiries.call' end, array[d.person_id], 'enquiry', d.id
  from drawn d`;
