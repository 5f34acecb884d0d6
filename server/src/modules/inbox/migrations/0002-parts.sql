-- Parts of a long text, until all of them are there. Joined ones stay a while: a part that comes again is not the first of another text.
create table inbox.part (
  org_id uuid not null,
  way_id uuid not null,
  from_address text collate "C" not null check (char_length(from_address) between 1 and 254),
  reference integer not null,
  total smallint not null check (total between 2 and 255),
  no smallint not null check (no between 1 and total),
  body text not null check (char_length(body) <= 2000),
  heard jsonb not null,
  heard_at timestamptz not null,
  joined_at timestamptz,
  primary key (org_id, way_id, from_address, reference, total, no)
);
select platform.protect('inbox.part', 'select, insert, update (joined_at), delete');
create index part_by_time on inbox.part (org_id, heard_at);
