-- What names an enquiry, a booking or a person is found by an index when an import is taken back: without one each row that goes looked through all of
-- its table.
create index enquiry_by_original on enquiries.enquiry (org_id, original_id) where original_id is not null;
create index booking_by_replaced on enquiries.booking (org_id, replaces_id) where replaces_id is not null;
create index call_by_person on enquiries.call (org_id, person_id);
create index party_by_person on enquiries.party (org_id, person_id) where person_id is not null;
