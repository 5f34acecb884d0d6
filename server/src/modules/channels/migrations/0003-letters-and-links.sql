-- Letters: messages that are printed in batches, put into envelopes and posted (D8); short links in messages (D12).

-- safe: a row for each way out, a handful
alter table channels.transport drop constraint transport_kind_check;
-- safe: a row for each way out, a handful; which kinds there are, the contract says
alter table channels.transport add constraint transport_kind_check check (kind ~ '^[a-z]{2,20}$');
-- safe: a row for each way out, a handful
alter table channels.transport drop constraint transport_channels_check;
-- safe: a row for each way out, a handful
alter table channels.transport add constraint transport_channels_check
  check (cardinality(channels) > 0 and channels <@ array['sms', 'alimtalk', 'email', 'fax', 'letter']);
-- safe: a row for each template, the check only becomes wider
alter table channels.template drop constraint template_channels_check;
-- safe: a row for each template, the check only becomes wider
alter table channels.template add constraint template_channels_check
  check (cardinality(channels) > 0 and channels <@ array['sms', 'alimtalk', 'email', 'fax', 'letter']);
-- safe: the check only becomes wider
alter table channels.message drop constraint message_channel_check;
alter table channels.message add constraint message_channel_check
  check (channel in ('sms', 'alimtalk', 'email', 'fax', 'letter')) not valid;
-- safe: the check only becomes wider
alter table channels.message drop constraint message_fallback_check;
alter table channels.message add constraint message_fallback_check
  check (fallback <@ array['sms', 'alimtalk', 'email', 'fax', 'letter']) not valid;

-- How a site's letters fit its envelopes: where the window is, and who sends. Millimetres of A4 from the left and the top.
create table channels.letter_layout (
  org_id uuid not null,
  site_id uuid not null,
  left_mm smallint not null check (left_mm between 0 and 200),
  top_mm smallint not null check (top_mm between 0 and 150),
  width_mm smallint not null check (width_mm between 50 and 130),
  height_mm smallint not null check (height_mm between 25 and 70),
  -- One small line above the address; it can be seen from outside.
  return_line text not null check (char_length(return_line) <= 120),
  -- The sender as it stands inside.
  sender_lines text[] not null check (cardinality(sender_lines) <= 6),
  fold_marks boolean not null,
  machine_marks boolean not null,
  version integer not null default 1 check (version > 0),
  primary key (org_id, site_id),
  foreign key (org_id, site_id) references identity.site (org_id, id)
);
select platform.protect('channels.letter_layout', 'select, insert');
grant update (left_mm, top_mm, width_mm, height_mm, return_line, sender_lines, fold_marks, machine_marks, version) on channels.letter_layout to :app_role;

-- Letters that are printed, put into envelopes and posted together.
create table channels.letter_batch (
  org_id uuid not null,
  id uuid not null,
  no integer not null check (no between 1 and 99999),
  transport_id uuid not null,
  state text not null default 'queued' check (state in ('queued', 'printed', 'posted', 'failed')),
  letters integer not null check (letters between 1 and 9999),
  -- The day for which it was made by itself.
  due_on date,
  made_by uuid,
  made_at timestamptz not null,
  printed_at timestamptz,
  posted_at timestamptz,
  version integer not null default 1 check (version > 0),
  primary key (org_id, id),
  unique (org_id, no),
  foreign key (org_id, transport_id) references channels.transport (org_id, id),
  foreign key (org_id, made_by) references identity.member (org_id, id),
  constraint printed_before_posted check (posted_at is null or printed_at is not null),
  constraint state_has_its_time check ((state <> 'printed' or printed_at is not null) and (state <> 'posted' or posted_at is not null))
);
select platform.protect('channels.letter_batch', 'select, insert');
grant update (state, printed_at, posted_at, version) on channels.letter_batch to :app_role;
create index letter_batch_by_time on channels.letter_batch (org_id, made_at desc, id desc);
create unique index letter_batch_of_day on channels.letter_batch (org_id, transport_id, due_on) where due_on is not null;

create table channels.letter (
  org_id uuid not null,
  batch_id uuid not null,
  -- Its place in the batch.
  seq integer not null check (seq between 1 and 9999),
  message_id uuid not null,
  -- On the paper, as figures and as bars.
  number text not null check (number ~ '^\d{10}$'),
  person_id uuid not null,
  site_id uuid not null,
  -- As it stands in the window: later changes of the person are not on the paper.
  address text[] not null check (cardinality(address) between 1 and 8),
  state text not null default 'queued' check (state in ('queued', 'printed', 'posted', 'returned')),
  pages smallint check (pages > 0),
  returned_why text check (returned_why in ('moved', 'unknown', 'address', 'refused', 'unclaimed', 'other')),
  returned_at timestamptz,
  returned_by uuid,
  -- Somebody looked at what came back.
  checked_at timestamptz,
  primary key (org_id, batch_id, seq),
  unique (org_id, number),
  unique (org_id, message_id),
  foreign key (org_id, batch_id) references channels.letter_batch (org_id, id),
  foreign key (org_id, person_id) references people.person (org_id, id),
  foreign key (org_id, returned_by) references identity.member (org_id, id),
  constraint returned_for_a_reason check ((state = 'returned') = (returned_at is not null) and (returned_at is null) = (returned_why is null)),
  constraint only_returned_is_checked check (checked_at is null or returned_at is not null)
);
select platform.protect('channels.letter', 'select, insert, delete');
grant update (state, pages, returned_why, returned_at, returned_by, checked_at) on channels.letter to :app_role;
create index letter_by_person on channels.letter (org_id, person_id);
create index letter_to_check on channels.letter (org_id, returned_at desc, number) where state = 'returned' and checked_at is null;

-- A file of pages: the whole batch, or a part of it after a jam.
create table channels.letter_print (
  org_id uuid not null,
  id uuid not null,
  batch_id uuid not null,
  from_seq integer not null check (from_seq > 0),
  to_seq integer not null check (to_seq >= from_seq),
  made_by uuid,
  made_at timestamptz not null,
  file_id uuid,
  pages integer check (pages > 0),
  failed boolean not null default false,
  primary key (org_id, id),
  foreign key (org_id, batch_id) references channels.letter_batch (org_id, id),
  foreign key (org_id, file_id) references platform.file (org_id, id),
  foreign key (org_id, made_by) references identity.member (org_id, id),
  constraint whole_or_failed check (not (failed and file_id is not null) and (file_id is null) = (pages is null))
);
select platform.protect('channels.letter_print', 'select, insert');
grant update (file_id, pages, failed) on channels.letter_print to :app_role;
create index letter_print_of_batch on channels.letter_print (org_id, batch_id, made_at);

-- Ways of letters that make a batch by themselves, with something to print: the sweep looks into no other.
create function channels.letters_to_batch() returns table (org_id uuid, transport_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select t.org_id, t.id from channels.transport t
  where t.active and t.kind = 'post' and coalesce(t.settings ->> 'dailyAt', '') <> ''
    and exists (select from channels.send_queue q where q.org_id = t.org_id and q.lane = t.id and q.next_at <= platform.clock_now())
$$;
revoke execute on function channels.letters_to_batch() from public;
grant execute on function channels.letters_to_batch() to :app_role;

-- Where short links of the organisation may lead, and whether their first opening is noted.
create table channels.link_setting (
  org_id uuid not null,
  hosts text[] not null check (cardinality(hosts) <= 50),
  tracks boolean not null,
  days smallint not null check (days between 1 and 730),
  changed_by uuid,
  changed_at timestamptz not null,
  version integer not null default 1 check (version > 0),
  primary key (org_id),
  foreign key (org_id, changed_by) references identity.member (org_id, id)
);
select platform.protect('channels.link_setting', 'select, insert');
grant update (hosts, tracks, days, changed_by, changed_at, version) on channels.link_setting to :app_role;

-- One address in one message. Who opened it, from where and with what is not kept.
create table channels.link (
  org_id uuid not null,
  token text collate "C" not null check (token ~ '^[A-Za-z0-9]{12}$'),
  message_id uuid not null,
  target text not null check (target ~ '^https://' and char_length(target) <= 800),
  expires_at timestamptz not null,
  opened_at timestamptz,
  primary key (org_id, token)
);
select platform.protect('channels.link', 'select, insert, delete');
grant update (opened_at) on channels.link to :app_role;
create index link_of_message on channels.link (org_id, message_id);
create index link_over on channels.link (org_id, expires_at);

-- Whose link this is, before an organisation is known.
create table channels.link_address (
  token text collate "C" primary key,
  org_id uuid not null
);
create function channels.link_address_add(tokens text[]) returns void
language sql security definer set search_path = pg_catalog as $$
  insert into channels.link_address (token, org_id)
  select each, nullif(current_setting('app.org_id', true), '')::uuid from unnest($1) as each
$$;
create function channels.organisation_of_link(token text) returns uuid
language sql stable security definer set search_path = pg_catalog as $$
  select a.org_id from channels.link_address a where a.token = $1
$$;
create function channels.link_addresses_remove(tokens text[]) returns void
language sql security definer set search_path = pg_catalog as $$
  delete from channels.link_address a
  where a.token = any($1) and a.org_id = nullif(current_setting('app.org_id', true), '')::uuid
$$;
revoke execute on function channels.link_address_add(text[]), channels.organisation_of_link(text), channels.link_addresses_remove(text[]) from public;
grant execute on function channels.link_address_add(text[]), channels.organisation_of_link(text), channels.link_addresses_remove(text[]) to :app_role;
