-- Why an arrival became this person's: by which match of number and name (people: FoundReason). Null where somebody chose the person, and in rows of
-- earlier releases and of imports.
alter table enquiries.enquiry
  add column found_by text check (found_by in ('same_phone_and_name', 'same_phone', 'new', 'new_on_shared_phone'));
