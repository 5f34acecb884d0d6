-- A promise ends after it was made. Rows of earlier releases, which let a backdated call end a promise before it was made, stay as they are.
alter table enquiries.promise add constraint promise_ends_after_it_was_made check (ended_at >= made_at) not valid;
