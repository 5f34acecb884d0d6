-- What a fax server signed for: the very same message a second time is a copy that somebody kept, and has no effect (R11).
create table channels.fax_hook (
  org_id uuid not null,
  transport_id uuid not null,
  webhook_id text collate "C" not null check (char_length(webhook_id) between 1 and 200),
  signature text not null check (char_length(signature) between 1 and 2000),
  heard_at timestamptz not null,
  primary key (org_id, transport_id, webhook_id, signature),
  foreign key (org_id, transport_id) references channels.transport (org_id, id)
);
select platform.protect('channels.fax_hook', 'select, insert, delete');
create index fax_hook_by_time on channels.fax_hook (org_id, heard_at);
