-- The sheets of a workbook that people see, and the one that is read. A text has none.
alter table integrations.import
  add column sheets text[] not null default '{}',
  add column sheet text,
  add constraint sheet_is_one_of_them check ((sheet is null and sheets = '{}') or (sheet is not null and sheet = any (sheets)));
