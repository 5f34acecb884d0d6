-- Faxes: by modems of one's own behind HylaFAX, or by a provider that faxes what is mailed to it (D12).

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

-- A fax server's queue is watched as a centre's session is: what becomes of a fax is known minutes later.
create or replace function channels.lanes_to_serve() returns table (org_id uuid, lane uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select t.org_id, t.id from channels.transport t
  where t.active and (t.rest_until is null or t.rest_until <= clock_timestamp()) and (
    t.kind in ('smpp', 'hylafax')
    or exists (select from channels.send_queue q where q.org_id = t.org_id and q.lane = t.id and q.next_at <= platform.clock_now())
    or exists (select from channels.message m where m.org_id = t.org_id and m.transport_id = t.id and m.state = 'sending'))
$$;
