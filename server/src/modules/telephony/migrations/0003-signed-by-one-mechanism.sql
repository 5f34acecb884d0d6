-- What exchanges sign with, and the signatures of a day, stand where those of all ways in do (platform.webhook). `secrets` keeps the password of a line.
insert into platform.webhook (org_id, id, purpose, secrets, old_secret_until)
select x.org_id, x.id, 'telephony.secret',
  case when x.old_secret_until is null then x.secrets[1:1] else x.secrets end,
  case when cardinality(x.secrets) = 2 then x.old_secret_until end
from telephony.exchange x where x.kind = 'webhook';
insert into platform.webhook_message (org_id, webhook_id, key, signature, heard_at)
select m.org_id, m.exchange_id, m.key, m.signature, clock_timestamp()
from telephony.message m join platform.webhook w on w.org_id = m.org_id and w.id = m.exchange_id
where char_length(m.signature) > 0;
drop table telephony.message;

alter table telephony.exchange drop constraint exchange_secrets_check, drop column old_secret_until;
update telephony.exchange set secrets = case when kind = 'webhook' then '{}' else secrets[1:1] end;
alter table telephony.exchange add constraint exchange_password check (cardinality(secrets) = case when kind = 'webhook' then 0 else 1 end);
