-- Hold, consultation and the channels of a call; what the caller said of a recording, and how long it stays linked.
alter table telephony.exchange
  -- Where it stands, callers must agree before they are recorded (all-party states of the US).
  add column recording_consent boolean not null default false,
  add column recording_days integer not null default 90 constraint exchange_recording_days check (recording_days between 1 and 3650);

alter table telephony.call
  add column held_at timestamptz,
  -- The exchange's ids of the two channels: orders name them.
  add column own_leg text constraint call_own_leg check (char_length(own_leg) between 1 and 200),
  add column person_leg text constraint call_person_leg check (char_length(person_leg) between 1 and 200),
  add column consulted text constraint call_consulted check (consulted ~ '^\d{2,6}$'),
  add column recording_on boolean not null default false,
  add column recording_word text constraint call_recording_word check (recording_word in ('agreed', 'refused')),
  add column recording_until timestamptz;
-- safe: rows that are there are not read; the release before writes none of these columns
alter table telephony.call add constraint call_while_spoken check (
  (held_at is null and consulted is null and not recording_on) or state = 'answered') not valid;
-- safe: rows that are there are not read; the release before knows no refusal
alter table telephony.call add constraint call_refused check (
  recording_word is distinct from 'refused' or (recording is null and not recording_on)) not valid;
grant update (held_at, own_leg, person_leg, consulted, recording_on, recording_word, recording_until) on telephony.call to :app_role;
-- safe: a partial index over calls with a recording; writes to calls wait while it is made
create index call_recording_end on telephony.call (org_id, recording_until) where recording is not null and recording_until is not null;
-- safe: a partial index over missed calls; writes to calls wait while it is made
create index call_missed on telephony.call (org_id, rang_at desc, id desc) where state = 'missed' and direction = 'inbound';
