-- Files that modules make or take: in pieces, so that none is ever whole in memory.
create table platform.file (
  org_id uuid not null,
  id uuid not null,
  name text not null check (char_length(name) between 1 and 200),
  media_type text not null check (char_length(media_type) between 3 and 100),
  made_at timestamptz not null,
  -- Null = its pieces still come.
  size_bytes bigint check (size_bytes >= 0),
  primary key (org_id, id)
);
select platform.protect('platform.file', 'select, insert, delete');
grant update (size_bytes) on platform.file to :app_role;

create table platform.file_piece (
  org_id uuid not null,
  file_id uuid not null,
  no integer not null check (no >= 0),
  content bytea not null,
  primary key (org_id, file_id, no),
  foreign key (org_id, file_id) references platform.file (org_id, id) on delete cascade
);
select platform.protect('platform.file_piece', 'select, insert, delete');
