-- Chats in which a person wrote first: what we answer goes back there (D12).
create table channels.chat (
  org_id uuid not null,
  transport_id uuid not null,
  -- The other end's name of the conversation.
  conversation text collate "C" not null check (char_length(conversation) between 1 and 200),
  person_id uuid not null,
  heard_at timestamptz not null,
  primary key (org_id, transport_id, conversation),
  foreign key (org_id, transport_id) references channels.transport (org_id, id),
  foreign key (org_id, person_id) references people.person (org_id, id)
);
select platform.protect('channels.chat', 'select, insert, update (person_id, heard_at)');
create index chat_by_person on channels.chat (org_id, person_id, heard_at desc);

-- safe: a row for each way out, a handful
alter table channels.transport drop constraint transport_channels_check;
-- safe: a row for each way out, a handful
alter table channels.transport add constraint transport_channels_check
  check (cardinality(channels) > 0 and channels <@ array['sms', 'alimtalk', 'email', 'fax', 'letter', 'web']);
-- safe: a row for each template, the check only becomes wider
alter table channels.template drop constraint template_channels_check;
-- safe: a row for each template, the check only becomes wider
alter table channels.template add constraint template_channels_check
  check (cardinality(channels) > 0 and channels <@ array['sms', 'alimtalk', 'email', 'fax', 'letter', 'web']);
-- safe: the check only becomes wider
alter table channels.message drop constraint message_channel_check;
alter table channels.message add constraint message_channel_check
  check (channel in ('sms', 'alimtalk', 'email', 'fax', 'letter', 'web')) not valid;
-- safe: the check only becomes wider
alter table channels.message drop constraint message_fallback_check;
alter table channels.message add constraint message_fallback_check
  check (fallback <@ array['sms', 'alimtalk', 'email', 'fax', 'letter', 'web']) not valid;
