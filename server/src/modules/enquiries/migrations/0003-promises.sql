-- A promise ends after it was made. Rows of earlier releases, which let a backdated call end a promise before it was made, stay as they are.
alter table enquiries.promise add constraint promise_ends_after_it_was_made check (ended_at >= made_at) not valid;

-- Who works on an enquiry: a user or an API key, with the name that others read. Null in claims of an earlier release, which last minutes.
alter table enquiries.enquiry add column claimed_kind text check (claimed_kind in ('user', 'api_key'));
alter table enquiries.enquiry add column claimed_name text;
