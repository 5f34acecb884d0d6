-- Numbers that another system gave a person: a chart number, a member number. Two systems may give the same one to two persons.
create table people.person_identifier (
  org_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  value text not null check (value <> ''),
  -- As it is searched: without case, width, spaces and signs.
  value_normal text collate "C" not null check (value_normal <> ''),
  created_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, person_id, value_normal),
  foreign key (org_id, person_id) references people.person (org_id, id) on delete cascade
);
select platform.protect('people.person_identifier');
create index person_identifier_by_value on people.person_identifier (org_id, value_normal);

create view people.public_person_identifier with (security_invoker = true) as
  select org_id, id, person_id, value, value_normal from people.person_identifier;
create view people.public_person_email with (security_invoker = true) as
  select org_id, id, person_id, email_normal from people.person_email;
grant select on people.public_person_identifier, people.public_person_email to :app_role;
