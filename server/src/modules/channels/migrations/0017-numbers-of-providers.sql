-- Messages of which the other end may still report, by the number that it gave them: found here, so that no change of a message's state touches an index
-- (decision 0035). Goes with its message into the archive; points there by no key, which would be looked up for each message that is written.
create table channels.provider_number (
  org_id uuid not null,
  transport_id uuid not null,
  provider_id text not null check (char_length(provider_id) between 1 and 200),
  message_id uuid not null,
  primary key (org_id, transport_id, provider_id, message_id)
);
select platform.protect('channels.provider_number', 'select, insert, delete');

insert into channels.provider_number (org_id, transport_id, provider_id, message_id)
select org_id, transport_id, provider_id, id from channels.message where provider_id is not null and transport_id is not null;

-- safe: what the release before reads by it is read more slowly until it is gone
drop index channels.message_of_provider;
