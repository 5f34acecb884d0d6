-- What names an enquiry or a person is found by an index when an import is taken back.
create index conversation_by_enquiry on intake.conversation (org_id, enquiry_id);
create index request_by_enquiry on intake.request (org_id, enquiry_id) where enquiry_id is not null;
create index request_by_person on intake.request (org_id, person_id) where person_id is not null;
