-- Which column was what in a list that was entered: the next one with the same headers is mapped at once.
create table integrations.known_mapping (
  org_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('people', 'enquiries')),
  -- The headers in any order, hashed.
  signature text collate "C" not null,
  name text not null check (name <> '' and length(name) <= 100),
  headers text[] not null,
  -- Field → header, or null where the field has no column.
  mapping jsonb not null,
  used_at timestamptz not null,
  used_by uuid,
  used_by_name text not null,
  primary key (org_id, id),
  unique (org_id, kind, signature)
);
select platform.protect('integrations.known_mapping', 'select, insert, delete');
grant update (name, mapping, headers, used_at, used_by, used_by_name) on integrations.known_mapping to :app_role;

-- The name of the known mapping that the list was read by.
alter table integrations.import add column mapped_by text;
