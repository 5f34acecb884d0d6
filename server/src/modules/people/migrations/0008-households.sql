-- A family that is looked after together. Who changes it locks the persons first, then this row.
create table people.household (
  org_id uuid not null,
  id uuid not null,
  created_at timestamptz not null,
  primary key (org_id, id)
);
select platform.protect('people.household', 'select, insert, delete');
grant update (created_at) on people.household to :app_role;

-- A person lives in one household at most.
create table people.household_member (
  org_id uuid not null,
  person_id uuid not null,
  household_id uuid not null,
  added_by uuid,
  added_at timestamptz not null,
  primary key (org_id, person_id),
  foreign key (org_id, household_id) references people.household (org_id, id),
  foreign key (org_id, person_id) references people.person (org_id, id),
  foreign key (org_id, added_by) references identity.member (org_id, id)
);
select platform.protect('people.household_member', 'select, insert, delete');
create index household_member_by_household on people.household_member (org_id, household_id, person_id);

-- What somebody is to a person: kin, and whether she speaks, decides, pays or is called in an emergency. Each has her own permission to be told.
create table people.related_person (
  org_id uuid not null,
  person_id uuid not null,
  related_id uuid not null check (related_id <> person_id),
  relation text not null check (relation <> '' and relation <> 'self'),
  roles text[] not null check (roles <@ array['guardian', 'decision_maker', 'payer', 'emergency']),
  may_be_told boolean not null,
  stated_by uuid,
  stated_at timestamptz not null,
  primary key (org_id, person_id, related_id),
  foreign key (org_id, person_id) references people.person (org_id, id),
  foreign key (org_id, related_id) references people.person (org_id, id),
  foreign key (org_id, stated_by) references identity.member (org_id, id)
);
select platform.protect('people.related_person');
create index related_person_by_related on people.related_person (org_id, related_id, person_id);

create view people.public_related_person with (security_invoker = true) as
  select org_id, person_id, related_id, relation, roles, may_be_told from people.related_person;
create view people.public_household_member with (security_invoker = true) as
  select org_id, person_id, household_id from people.household_member;
grant select on people.public_related_person, people.public_household_member to :app_role;
