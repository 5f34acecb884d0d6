-- Where a person gets letters: one address, as it is written on an envelope.
create table people.person_address (
  org_id uuid not null,
  person_id uuid not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  postcode text check (char_length(postcode) between 1 and 12),
  lines text[] not null check (cardinality(lines) between 1 and 4),
  -- Bad: a letter came back, and nobody wrote it anew since.
  state text not null default 'ok' check (state in ('ok', 'bad')),
  bad_why text check (char_length(bad_why) between 1 and 40),
  changed_at timestamptz not null,
  primary key (org_id, person_id),
  foreign key (org_id, person_id) references people.person (org_id, id) on delete cascade,
  constraint bad_for_a_reason check ((state = 'bad') = (bad_why is not null))
);
select platform.protect('people.person_address', 'select, insert, delete');
grant update (country, postcode, lines, state, bad_why, changed_at) on people.person_address to :app_role;
create index person_address_bad on people.person_address (org_id, changed_at desc, person_id) where state = 'bad';

create view people.public_person_address with (security_invoker = true) as
  select org_id, person_id, country, postcode, lines, state, bad_why, changed_at from people.person_address;
grant select on people.public_person_address to :app_role;
