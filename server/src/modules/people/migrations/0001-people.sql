create schema people;
grant usage on schema people to :app_role;

-- The last person number given in an organisation. A creation locks its row until it commits; see the module's README.
create table people.person_counter (
  org_id uuid not null,
  last_number bigint not null check (last_number > 0),
  primary key (org_id)
);
select platform.protect('people.person_counter', 'select, insert, update');

create table people.person (
  org_id uuid not null,
  id uuid not null,
  number text collate "C" not null,
  name text check (name <> ''),
  -- Search columns, kept by rules.ts: without case, width and spaces; initial consonants; without the family name.
  name_normal text collate "C" not null default '',
  name_choseong text collate "C" not null default '',
  name_given text collate "C" not null default '',
  birth_date date,
  sex text not null default 'unknown' check (sex in ('female', 'male', 'other', 'unknown')),
  language text check (language in ('ko', 'en', 'zh')),
  referrer_id uuid check (referrer_id <> id),
  do_not_contact boolean not null default false,
  -- Segment columns, kept in the transaction that writes the contact or the enquiry.
  last_contact_at timestamptz,
  open_enquiries integer not null default 0 check (open_enquiries >= 0),
  merged_into uuid check (merged_into <> id),
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, number),
  foreign key (org_id, referrer_id) references people.person (org_id, id),
  foreign key (org_id, merged_into) references people.person (org_id, id)
);
select platform.protect('people.person');
create index person_by_name on people.person (org_id, name_normal text_pattern_ops, id) where merged_into is null;
create index person_by_choseong on people.person (org_id, name_choseong text_pattern_ops, name_normal text_pattern_ops, id) where merged_into is null;
create index person_by_given_name on people.person (org_id, name_given text_pattern_ops, id) where merged_into is null and name_given <> '';
create index person_by_birth_date on people.person (org_id, birth_date) where merged_into is null and birth_date is not null;
create index person_by_referrer on people.person (org_id, referrer_id) where referrer_id is not null;
create index person_by_survivor on people.person (org_id, merged_into) where merged_into is not null;

-- One row per number that the organisation has met. Who looks for a person by number locks this row first: two that
-- arrive with the same new number at once become one person.
create table people.phone_lock (
  org_id uuid not null,
  e164 text collate "C" not null,
  primary key (org_id, e164)
);
select platform.protect('people.phone_lock', 'select, insert, update, delete');

-- A number may belong to several persons: a family's phone.
create table people.person_phone (
  org_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  e164 text collate "C" not null check (e164 ~ '^\+[0-9]{7,15}$'),
  last4 text collate "C" not null check (length(last4) = 4),
  label text,
  state text not null default 'ok' check (state in ('ok', 'wrong', 'disconnected')),
  rank integer not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, person_id, e164),
  foreign key (org_id, person_id) references people.person (org_id, id) on delete cascade
);
select platform.protect('people.person_phone');
create index person_phone_by_number on people.person_phone (org_id, e164);
create index person_phone_by_last4 on people.person_phone (org_id, last4);

create table people.person_email (
  org_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  email text not null,
  email_normal text collate "C" not null,
  label text,
  rank integer not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, person_id, email_normal),
  foreign key (org_id, person_id) references people.person (org_id, id) on delete cascade
);
select platform.protect('people.person_email');
create index person_email_by_address on people.person_email (org_id, email_normal);

create table people.memo (
  org_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  text text not null check (text <> ''),
  pinned boolean not null default false,
  author_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  primary key (org_id, id),
  foreign key (org_id, person_id) references people.person (org_id, id) on delete cascade
);
select platform.protect('people.memo');
create index memo_by_person on people.memo (org_id, person_id, pinned desc, created_at desc, id desc);

-- The organisation's own list; names = { ko, en, zh }.
create table people.sticker (
  org_id uuid not null,
  code text collate "C" not null check (code ~ '^[a-z0-9_]{1,40}$'),
  names jsonb not null check (names ?& array['ko', 'en', 'zh']),
  colour text not null check (colour ~ '^#[0-9a-f]{6}$'),
  position integer not null,
  active boolean not null default true,
  primary key (org_id, code)
);
select platform.protect('people.sticker');

create table people.person_sticker (
  org_id uuid not null,
  person_id uuid not null,
  code text collate "C" not null,
  set_by uuid,
  set_at timestamptz not null,
  primary key (org_id, person_id, code),
  foreign key (org_id, person_id) references people.person (org_id, id) on delete cascade,
  foreign key (org_id, code) references people.sticker (org_id, code)
);
select platform.protect('people.person_sticker');
create index person_sticker_by_code on people.person_sticker (org_id, code);

create view people.public_person with (security_invoker = true) as
  select org_id, id, number, name, birth_date, sex, language, referrer_id, do_not_contact, last_contact_at, open_enquiries,
         merged_into, created_at, version
  from people.person;
create view people.public_person_phone with (security_invoker = true) as
  select org_id, id, person_id, e164, last4, label, state, rank from people.person_phone;
create view people.public_memo with (security_invoker = true) as
  select org_id, id, person_id, text, pinned, author_id, created_at, version from people.memo;
grant select on people.public_person, people.public_person_phone, people.public_memo to :app_role;
