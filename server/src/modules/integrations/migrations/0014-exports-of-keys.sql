-- A key has its own exports, as a colleague has hers: nobody else's, and no other key's.
alter table integrations.export
  add column created_by_key uuid,
  add constraint export_maker check (created_by is null or created_by_key is null);
create index export_by_key on integrations.export (org_id, created_by_key, created_at desc, id desc) where created_by_key is not null;
