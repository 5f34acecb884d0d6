-- The list of people: with whom somebody spoke last, or longest ago, and who has something open. Whom nobody has spoken with stands before all others.
create index person_by_contact on people.person (org_id, coalesce(last_contact_at, '-infinity'::timestamptz), id) where merged_into is null;
create index person_with_open on people.person (org_id, id) where merged_into is null and open_enquiries > 0;
