-- What a person said that a label of a list means: the next list is not asked for it again.
create table integrations.known_label (
  org_id uuid not null,
  label_key text not null,
  code text not null,
  invalid_kind text check (invalid_kind in ('wrong_number', 'fake', 'duplicate')),
  hold_reasons text[] not null default '{}',
  likelihood text check (likelihood in ('H', 'M', 'L')),
  decided_by uuid,
  decided_at timestamptz not null,
  primary key (org_id, label_key),
  check (invalid_kind is null or code = 'INVALID')
);
select platform.protect('integrations.known_label');

-- The mapping as it was given, field → header or null; `mapping` is that with what was proposed for the rest.
alter table integrations.import add column given jsonb not null default '{}';

-- `rows`: all rows of the file with the label. `needed`: those that are entered by it; without any nobody is asked.
alter table integrations.status_label
  add column needed integer not null default 0,
  add column remembered boolean not null default false;

alter table integrations.import_row
  -- All that the row says, hashed: rows that say the same are entered once.
  add column content_key text,
  -- What persons of the file are found by, hashed: the phone; the list's own number and the name; the birth date and the name.
  add column phone_key text,
  add column number_key text,
  add column birth_key text,
  -- The row before it that tells of the same enquiry: both become one.
  add column leader_no integer,
  -- The enquiry of the database that the row tells of, and its status then.
  add column known_enquiry_id uuid,
  add column known_status text;
-- Keys of an enquiry are those of its import.
drop index integrations.import_row_by_natural_key;
create index import_row_by_enquiry on integrations.import_row (org_id, import_id, natural_key) where natural_key is not null;
create index import_row_by_content on integrations.import_row (org_id, content_key) where content_key is not null;
create index import_row_by_phone on integrations.import_row (org_id, import_id, phone_key) where phone_key is not null;
create index import_row_by_number on integrations.import_row (org_id, import_id, number_key) where number_key is not null;
create index import_row_by_birth on integrations.import_row (org_id, import_id, birth_key) where birth_key is not null;
create index import_row_by_leader on integrations.import_row (org_id, import_id, leader_no) where leader_no is not null;
