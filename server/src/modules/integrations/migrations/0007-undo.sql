-- undo: running → done | failed. What was entered is taken back, but for what people have touched since.
alter table integrations.import
  drop constraint import_phase_check,
  add constraint import_phase_check check (phase in ('analyse', 'apply', 'undo')),
  add column undone_by uuid,
  add column undone_by_name text,
  add column undone_at timestamptz,
  add constraint undone_by_somebody check (phase <> 'undo' or undone_by_name is not null);
alter table integrations.import_row
  add column undone_at timestamptz,
  -- Why what the row has made stays.
  add column kept_code text,
  add constraint kept_is_looked_at check (kept_code is null or undone_at is not null);
create index import_row_entered on integrations.import_row (org_id, import_id, row_no) where enquiry_id is not null and undone_at is null;
create index import_row_kept on integrations.import_row (org_id, import_id, row_no) where kept_code is not null;
create index import_row_by_known_person on integrations.import_row (org_id, import_id, person_id) where person_id is not null;

-- What an import has made of persons, so that it can be taken back.
create table integrations.import_person (
  org_id uuid not null,
  import_id uuid not null,
  person_id uuid not null,
  created boolean not null,
  -- { name, birthDate, sex, language, lastContactAt } before the import's first word of her.
  before jsonb not null,
  -- Ids of what was added to her: { phones, emails, identifiers, memos }.
  made jsonb not null,
  -- As the import left her: another version now is somebody's change.
  version_after integer not null,
  -- Somebody changed her between two batches of the import.
  touched boolean not null default false,
  undone_at timestamptz,
  primary key (org_id, import_id, person_id),
  foreign key (org_id, import_id) references integrations.import (org_id, id)
);
select platform.protect('integrations.import_person', 'select, insert, update');
create index import_person_left on integrations.import_person (org_id, import_id, person_id) where undone_at is null;
