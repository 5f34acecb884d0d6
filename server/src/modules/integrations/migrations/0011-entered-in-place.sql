-- What becomes of a row is written into its own page: nothing that it changes is in an index, and half of each page is kept free for it.
-- Before, each row that was entered went into every index of the table anew.
alter table integrations.import_row set (fillfactor = 50);
drop index integrations.import_row_left;
drop index integrations.import_row_entered;

-- How far the pass over the rows is, in place of an index of those that are left. `late`: the pass of duplicates when they are entered, which come after
-- their originals; of all others when they are taken back, duplicates before them.
alter table integrations.import
  add column reached integer not null default 0 check (reached >= 0),
  add column late boolean not null default false;

-- Times of her enquiries that the import has entered, and the first row that tells of her; null where the release before this one wrote it.
alter table integrations.import_person set (fillfactor = 70);
alter table integrations.import_person
  add column contacts timestamptz[],
  add column first_row integer check (first_row > 0);
update integrations.import_person p set contacts = told.contacts, first_row = told.first_row
from (
  select r.org_id, r.import_id, r.person_id, min(r.row_no) as first_row,
    coalesce(array_agg(distinct to_timestamp((r.plan -> 'enquiry' ->> 'receivedAt')::double precision / 1000))
      filter (where r.plan -> 'enquiry' ->> 'receivedAt' is not null), '{}') as contacts
  from integrations.import_row r where r.person_id is not null and r.applied_at is not null group by r.org_id, r.import_id, r.person_id
) as told
where p.org_id = told.org_id and p.import_id = told.import_id and p.person_id = told.person_id;
drop index integrations.import_row_by_known_person;
