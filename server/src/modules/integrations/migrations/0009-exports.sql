-- Lists that leave the house as they are shown (A12): who, why, how many; the file is kept for a short time.
create table integrations.export (
  org_id uuid not null,
  id uuid not null,
  list text not null check (list in ('enquiries', 'people')),
  format text not null check (format in ('csv', 'xlsx')),
  query jsonb not null check (jsonb_typeof(query) = 'object'),
  columns text[] not null,
  reason text not null check (char_length(reason) between 2 and 500),
  language text not null check (language in ('ko', 'en', 'zh')),
  state text not null check (state in ('running', 'done', 'failed')),
  done integer not null default 0 check (done >= 0),
  total integer check (total >= 0),
  unusual boolean not null default false,
  acknowledged_by uuid,
  acknowledged_at timestamptz,
  created_by uuid,
  created_by_name text not null,
  -- What who asked might see: the worker that writes the file sees no more.
  permissions text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, created_by) references identity.member (org_id, id),
  foreign key (org_id, acknowledged_by) references identity.member (org_id, id),
  check ((acknowledged_by is null) = (acknowledged_at is null)),
  check (expires_at > created_at)
);
select platform.protect('integrations.export', 'select, insert');
grant update (state, done, total, unusual, acknowledged_by, acknowledged_at) on integrations.export to :app_role;
create index export_by_maker on integrations.export (org_id, created_by, created_at desc, id desc);
create index export_unusual on integrations.export (org_id, created_at desc, id desc) where unusual and acknowledged_at is null;

create table integrations.export_chunk (
  org_id uuid not null,
  export_id uuid not null,
  no integer not null check (no >= 0),
  content bytea not null,
  primary key (org_id, export_id, no),
  foreign key (org_id, export_id) references integrations.export (org_id, id)
);
select platform.protect('integrations.export_chunk', 'select, insert, delete');
