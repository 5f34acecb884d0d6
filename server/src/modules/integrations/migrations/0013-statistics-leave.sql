-- Figures leave the house as lists do (A12, A14): who, why, how many lines.
alter table integrations.export
  drop constraint export_list_check,
  add constraint export_list_check check (list in ('enquiries', 'people', 'statistics'));
