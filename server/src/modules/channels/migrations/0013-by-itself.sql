-- What a message was sent by itself for, and the stop that it answers: told once though everything else is stopped.
alter table channels.message
  add column occasion text check (char_length(occasion) between 1 and 40),
  add column answers_stop uuid;
alter table channels.message_archive
  add column occasion text check (char_length(occasion) between 1 and 40),
  add column answers_stop uuid;

create or replace view channels.public_message with (security_invoker = true) as
  select org_id, id, person_id, channel, purpose, state, why, to_address, subject, body, language, template_id, template_no, enquiry_id, fallback_of,
    class, segments, cost_minor, currency, transport_id, made_by, made_at, send_at, handed_at, sent_at, settled_at, false as archived, occasion
  from channels.message
  union all
  select org_id, id, person_id, channel, purpose, state, why, to_address, subject, body, language, template_id, template_no, enquiry_id, fallback_of,
    class, segments, cost_minor, currency, transport_id, made_by, at, send_at, handed_at, sent_at, settled_at, true, occasion
  from channels.message_archive;
