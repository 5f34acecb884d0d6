-- Whose data a kept reply holds: a repetition shows it again and leaves the line of that read.
alter table platform.idempotent_replies add column person_ids uuid[] not null default '{}';
