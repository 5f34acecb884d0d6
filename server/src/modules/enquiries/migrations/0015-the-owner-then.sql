-- Whose an enquiry was when its status changed: a booking counts for who owned it then, whoever has it later (A20). Null: nobody's, a pool's.
alter table enquiries.status_event add column owner_id uuid;

-- Of earlier releases: the owner whom the next act that stands found, else that of now.
update enquiries.status_event s
set owner_id = (
  select found.owner_id from (
    select a.version_after, (a.before ->> 'ownerId')::uuid as owner_id
    from enquiries.act a
    where a.org_id = s.org_id and a.enquiry_id = s.enquiry_id and a.at > s.recorded_at and a.voided_at is null
    union all
    select e.version + 1, e.owner_id from enquiries.enquiry e where e.org_id = s.org_id and e.id = s.enquiry_id
  ) found
  order by found.version_after limit 1)
where s.to_status in ('BOOKED', 'VISITED');
alter table enquiries.status_event add foreign key (org_id, owner_id) references identity.member (org_id, id);

-- Bookings and visits of a time, of everybody or of one owner; and the first of an enquiry.
create index status_event_reached on enquiries.status_event (org_id, valid_at) include (enquiry_id, to_status, owner_id)
  where to_status in ('BOOKED', 'VISITED') and voids is null;
create index status_event_reached_by_owner on enquiries.status_event (org_id, owner_id, valid_at) include (enquiry_id, to_status)
  where to_status in ('BOOKED', 'VISITED') and voids is null;

create or replace view enquiries.public_status_event with (security_invoker = true) as
  select e.org_id, e.id, e.enquiry_id, e.no, e.from_status, e.to_status, e.valid_at, e.recorded_at, e.user_id, e.by_rule, e.reason_code, e.reason_text, e.voids,
    e.owner_id
  from enquiries.status_event e;
