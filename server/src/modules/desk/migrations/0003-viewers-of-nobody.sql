-- Who looked at a person does not hold her back where an import is taken back: to look is to change nothing.
alter table desk.viewer drop constraint viewer_org_id_person_id_fkey;
alter table desk.viewer add foreign key (org_id, person_id) references people.person (org_id, id) on delete cascade;
