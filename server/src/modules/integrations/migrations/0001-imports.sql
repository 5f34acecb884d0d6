-- Files that came in, and what became of each of their rows.
create schema integrations;
grant usage on schema integrations to :app_role;

-- Content-addressed: the same bytes are kept once per organisation.
create table integrations.file (
  org_id uuid not null,
  sha256 text collate "C" not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes bigint not null check (size_bytes >= 0),
  created_at timestamptz not null,
  primary key (org_id, sha256)
);
select platform.protect('integrations.file', 'select, insert, delete');

create table integrations.file_chunk (
  org_id uuid not null,
  sha256 text collate "C" not null,
  no integer not null check (no >= 0),
  content bytea not null,
  primary key (org_id, sha256, no),
  foreign key (org_id, sha256) references integrations.file (org_id, sha256) on delete cascade
);
select platform.protect('integrations.file_chunk', 'select, insert, delete');

-- analyse: running → waiting (to be applied, or decisions are asked) | done (a dry run) | failed. apply: running → done | failed.
create table integrations.import (
  org_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('people', 'enquiries')),
  file_name text not null,
  sha256 text collate "C" not null,
  site_id uuid not null,
  state text not null check (state in ('running', 'waiting', 'done', 'failed')),
  phase text not null check (phase in ('analyse', 'apply')),
  dry_run boolean not null,
  -- Goes on to apply by itself once nothing is undecided.
  unattended boolean not null,
  encoding text,
  delimiter text check (length(delimiter) = 1),
  -- [{ name, filled, samples }]
  headers jsonb not null default '[]',
  mapping jsonb not null default '{}',
  mapping_given boolean not null,
  -- Records of the file that are analysed, or applied.
  done integer not null default 0 check (done >= 0),
  total integer check (total >= 0),
  error_code text,
  error_params jsonb,
  -- The day from which dates without a year are read: that of the upload.
  read_on date not null,
  created_by uuid,
  created_by_name text not null,
  language text not null check (language in ('ko', 'en', 'zh')),
  created_at timestamptz not null,
  applied_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, sha256) references integrations.file (org_id, sha256),
  check ((state = 'failed') = (error_code is not null))
);
select platform.protect('integrations.import', 'select, insert, update');

create table integrations.import_row (
  org_id uuid not null,
  import_id uuid not null,
  -- The record's number from 1, header not counted.
  row_no integer not null check (row_no > 0),
  outcome text not null check (outcome in ('created', 'updated', 'merged', 'skipped', 'rejected')),
  cells jsonb not null,
  -- What the cells say, parsed; null where the row is rejected or skipped.
  plan jsonb,
  -- [{ level, column, value, code, params }]
  issues jsonb not null default '[]',
  -- The row's status as it stands in the file, and how labels are compared.
  label text,
  label_key text,
  owner_text text,
  person_key text,
  natural_key text,
  -- The person of the database that the analysis found.
  known_person_id uuid,
  -- A duplicate without its original.
  orphan boolean not null default false,
  person_id uuid,
  enquiry_id uuid,
  applied_at timestamptz,
  primary key (org_id, import_id, row_no),
  foreign key (org_id, import_id) references integrations.import (org_id, id)
);
select platform.protect('integrations.import_row');
create index import_row_by_natural_key on integrations.import_row (org_id, natural_key) where natural_key is not null;
create index import_row_by_person on integrations.import_row (org_id, import_id, person_key) where person_key is not null;
create index import_row_by_outcome on integrations.import_row (org_id, import_id, outcome, row_no);
create index import_row_left on integrations.import_row (org_id, import_id, row_no)
  where applied_at is null and outcome in ('created', 'updated', 'merged');

create table integrations.status_label (
  org_id uuid not null,
  import_id uuid not null,
  label_key text not null,
  label text not null,
  rows integer not null,
  code text,
  invalid_kind text check (invalid_kind in ('wrong_number', 'fake', 'duplicate')),
  hold_reasons text[] not null default '{}',
  likelihood text check (likelihood in ('H', 'M', 'L')),
  -- The label is a name of the governed vocabulary: nobody was asked.
  governed boolean not null default false,
  primary key (org_id, import_id, label_key),
  foreign key (org_id, import_id) references integrations.import (org_id, id),
  check (invalid_kind is null or code = 'INVALID')
);
select platform.protect('integrations.status_label');

-- The first list fills an empty database: until its tables are counted, every look-up is planned as if they were empty, and gets slower with
-- each row. The application may not count tables that it does not own.
create function integrations.count_tables() returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  analyze integrations.import_row;
  analyze people.person;
  analyze people.person_phone;
  analyze people.phone_lock;
  analyze enquiries.enquiry;
  analyze enquiries.status_event;
end
$$;
revoke execute on function integrations.count_tables() from public;
grant execute on function integrations.count_tables() to :app_role;
