-- Lists of consents of another system are a kind of import.
-- safe: the check only becomes wider; a row for each import
alter table integrations.import
  drop constraint import_kind_check,
  add constraint import_kind_check check (kind in ('people', 'enquiries', 'consents'));
-- safe: the check only becomes wider; a row for each known mapping
alter table integrations.known_mapping
  drop constraint known_mapping_kind_check,
  add constraint known_mapping_kind_check check (kind in ('people', 'enquiries', 'consents'));
alter table integrations.import_row add column consent_id uuid;
-- safe: a partial index of no row yet
create index import_row_of_consent on integrations.import_row (org_id, import_id, row_no) where consent_id is not null and undone_at is null;
