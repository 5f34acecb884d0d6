-- The numbers that an organisation works by (domain: presets), one row for each change of a group: versioned, append-only. The highest version
-- holds; a group without a row is as shipped.
create table enquiries.preset (
  org_id uuid not null,
  code text not null check (code ~ '^[a-zA-Z]{1,40}$'),
  version integer not null check (version > 0),
  value jsonb not null check (jsonb_typeof(value) = 'object'),
  reason text check (char_length(reason) between 1 and 500),
  changed_by uuid,
  changed_at timestamptz not null,
  primary key (org_id, code, version),
  foreign key (org_id, changed_by) references identity.member (org_id, id)
);
select platform.protect('enquiries.preset', 'select, insert');
