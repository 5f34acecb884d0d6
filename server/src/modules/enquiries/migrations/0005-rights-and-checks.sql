-- Rights as few as the statements of the stores: a party, a booking, a promise and an alert are written once and only end; an item of a list is put
-- out of use; of an enquiry stays who asked what, where, when and by what list.
revoke update, delete on enquiries.party from :app_role;
revoke update on enquiries.booking, enquiries.promise from :app_role;
grant update (state, ended_at) on enquiries.booking to :app_role;
grant update (ended_at, result) on enquiries.promise to :app_role;
revoke update, delete on enquiries.alert, enquiries.list_item from :app_role;
grant update (acknowledged_at) on enquiries.alert to :app_role;
grant update (names, active) on enquiries.list_item to :app_role;
revoke update on enquiries.enquiry from :app_role;
do $$
declare
  columns text;
begin
  select string_agg(quote_ident(a.attname), ', ' order by a.attnum) into columns
  from pg_attribute a
  where a.attrelid = 'enquiries.enquiry'::regclass and a.attnum > 0 and not a.attisdropped
    and a.attname not in ('org_id', 'id', 'person_id', 'site_id', 'received_at', 'received_on', 'cohort_month', 'text', 'utm', 'patient_kind',
      'qualified', 'imported', 'created_at', 'source_list');
  execute format('grant update (%s) on enquiries.enquiry to %I', columns, current_setting('anbu.app_role'));
end
$$;

-- What the rules hold already and the database did not say. The lists are those of the contract; a test holds both together.
alter table enquiries.enquiry
  add constraint cancelled_says_by_whom check (status <> 'CANCELLED' or cancelled_by is not null),
  add constraint hold_reasons_are_known check (hold_reasons <@ array[
    'SCHEDULE', 'BUSY', 'FAMILY', 'COST', 'DISTANCE', 'AWAY', 'FEAR', 'COMPARING', 'THINKING', 'CLEARANCE']),
  add constraint declined_reason_is_known check (status <> 'DECLINED' or closed_reason_code in (
    'NO_INTENT', 'COST', 'DISTANCE', 'TREATED_ELSEWHERE', 'FEAR', 'SERVICE_NOT_OFFERED', 'OTHER'));
-- Who refuses contact said so somewhere; a correction only gives back what stood before.
alter table enquiries.status_event
  add constraint refusal_has_evidence check (to_status <> 'DO_NOT_CONTACT' or evidence is not null or voids is not null);
-- `phone_id` has no key: a number may be taken off the person, and the call that was made to it stays.
alter table enquiries.call add constraint call_person foreign key (org_id, person_id) references people.person (org_id, id);
