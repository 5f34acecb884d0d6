-- Files that go with a mail to a colleague; they go with their message.
create table channels.message_file (
  org_id uuid not null,
  message_id uuid not null,
  position smallint not null check (position between 0 and 9),
  name text not null check (char_length(name) between 1 and 255),
  content bytea not null check (octet_length(content) between 1 and 10485760),
  primary key (org_id, message_id, position),
  foreign key (org_id, message_id) references channels.message (org_id, id) on delete cascade
);
select platform.protect('channels.message_file', 'select, insert, delete');
