-- A way out by which nothing leaves: what would have is kept and shown, for who learns.
-- safe: a handful of rows for each organisation
alter table channels.transport drop constraint transport_kind_check;
-- safe: a handful of rows for each organisation
alter table channels.transport add constraint transport_kind_check check (kind in ('smtp', 'smpp', 'kannel', 'solapi', 'twilio', 'practice'));
