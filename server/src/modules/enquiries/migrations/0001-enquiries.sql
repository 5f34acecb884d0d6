create schema enquiries;
grant usage on schema enquiries to :app_role;

-- The governed vocabulary (P5). The table of transitions and clocks is `vocabulary.ts`; a test holds both together.
create table enquiries.status (
  code text primary key,
  position smallint not null unique,
  stage char(1) not null,
  open boolean not null,
  unique (code, open)
);
insert into enquiries.status (code, position, stage, open) values
  ('NEW', 1, 'A', true), ('WAITING', 2, 'A', true),
  ('NO_ANSWER_1', 3, 'B', true), ('NO_ANSWER_2', 4, 'B', true), ('NO_ANSWER_3', 5, 'B', true),
  ('NO_ANSWER_4', 6, 'B', true), ('NO_ANSWER_5', 7, 'B', true), ('CALLBACK', 8, 'B', true), ('LATER', 9, 'B', true),
  ('CONSULTING', 10, 'C', true), ('HOLD', 11, 'C', true),
  ('BOOKED', 12, 'D', true), ('RESCHEDULING', 13, 'D', true), ('CANCELLED', 14, 'D', true), ('NO_SHOW', 15, 'D', true),
  ('VISITED', 16, 'E', false),
  ('UNREACHED', 17, 'F', false), ('DECLINED', 18, 'F', false), ('INELIGIBLE', 19, 'F', false),
  ('INVALID', 20, 'F', false), ('DO_NOT_CONTACT', 21, 'F', false);
grant select on enquiries.status to :app_role;

-- An organisation's own code lists: interests and source channels.
create table enquiries.list_item (
  org_id uuid not null,
  list text not null check (list in ('interest', 'source_channel')),
  code text not null check (code ~ '^[a-z0-9_]{1,40}$'),
  names jsonb not null,
  position integer not null,
  active boolean not null default true,
  primary key (org_id, list, code)
);
select platform.protect('enquiries.list_item');

create table enquiries.enquiry (
  org_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  site_id uuid not null,
  status text not null,
  open boolean not null,
  status_since timestamptz not null,
  source_channel text not null,
  source_list text not null default 'source_channel' check (source_list = 'source_channel'),
  campaign text,
  utm jsonb,
  interests text[] not null default '{}',
  text text,
  patient_kind text not null check (patient_kind in ('new', 'returning', 're_new')),
  received_at timestamptz not null,
  -- Site time, kept so that lists and cohorts need no time zone arithmetic.
  received_on date not null,
  cohort_month char(7) not null check (cohort_month ~ '^\d{4}-\d{2}$'),
  -- A missed call from an unknown number counts in no cohort until somebody answers it (A16).
  qualified boolean not null default true,
  -- The person once refused contact: nothing goes out before there is evidence of consent.
  contact_hold boolean not null default false,
  imported boolean not null default false,
  born_connected boolean not null default false,
  first_response_at timestamptz,
  first_response_seconds integer check (first_response_seconds >= 0),
  owner_id uuid,
  team_id uuid not null,
  likelihood text check (likelihood in ('H', 'M', 'L')),
  hold_reasons text[] not null default '{}',
  recontact_on date,
  promise_at timestamptz,
  promise_by text check (promise_by in ('us', 'customer')),
  cancelled_by text check (cancelled_by in ('patient', 'clinic')),
  closed_reason_code text,
  closed_reason_text text,
  invalid_kind text check (invalid_kind in ('wrong_number', 'fake', 'duplicate')),
  original_id uuid,
  unanswered_days smallint not null default 0 check (unanswered_days between 0 and 366),
  -- An imported NO_ANSWER_n starts its count at n.
  imported_unanswered_days smallint not null default 0 check (imported_unanswered_days between 0 and 7),
  -- When 17-21 were last left: the count of unanswered days starts anew there.
  last_left_closed_at timestamptz,
  last_contact_at timestamptz,
  -- The running chain of dated calls or booking steps: how far it is, and since when it runs.
  chain_step smallint not null default 0 check (chain_step >= 0),
  chain_since timestamptz not null,
  ever_consulted boolean not null default false,
  unreachable boolean not null default false,
  pass_due_on date,
  passes_done smallint not null default 0 check (passes_done between 0 and 2),
  action_kind text check (action_kind in ('ASSIGN', 'CALL', 'FOLLOW_UP', 'GUIDE', 'CONFIRM', 'SAME_DAY', 'CHECK_ARRIVAL', 'REBOOK')),
  action_due_at timestamptz,
  action_window_from timestamptz,
  action_window_to timestamptz,
  action_slot text check (action_slot in ('AM', 'PM', 'EV')),
  action_pool_at timestamptz,
  action_escalate_at timestamptz,
  action_owner_id uuid,
  action_team_id uuid,
  action_reason_code text,
  action_reason_params jsonb,
  action_set_at timestamptz,
  -- When the next alert about the action falls due, and how many were given.
  alert_at timestamptz,
  alert_stage smallint not null default 0 check (alert_stage between 0 and 4),
  claimed_by uuid,
  claimed_until timestamptz,
  version integer not null default 1 check (version > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (org_id, id),
  foreign key (status, open) references enquiries.status (code, open),
  foreign key (org_id, person_id) references people.person (org_id, id),
  foreign key (org_id, site_id) references identity.site (org_id, id),
  foreign key (org_id, team_id) references identity.team (org_id, id),
  foreign key (org_id, owner_id) references identity.member (org_id, id),
  foreign key (org_id, action_owner_id) references identity.member (org_id, id),
  foreign key (org_id, action_team_id) references identity.team (org_id, id),
  foreign key (org_id, original_id) references enquiries.enquiry (org_id, id),
  foreign key (org_id, source_list, source_channel) references enquiries.list_item (org_id, list, code),
  -- P1: no open enquiry without a clock and somebody who answers for it; a closed one has none.
  constraint open_has_next_action check (
    open = (action_kind is not null and action_due_at is not null and action_window_from is not null and action_window_to is not null
      and action_pool_at is not null and action_escalate_at is not null and action_reason_code is not null and action_set_at is not null)),
  constraint closed_has_no_action check (open or (action_kind is null and action_due_at is null and alert_at is null)),
  constraint next_action_has_owner check (open = (action_owner_id is not null or action_team_id is not null)),
  constraint window_is_ordered check (action_window_from <= action_window_to),
  constraint new_has_no_owner check (status <> 'NEW' or owner_id is null),
  constraint callback_says_who_calls check (status <> 'CALLBACK' or promise_by is not null),
  constraint hold_is_explained check (status <> 'HOLD' or (likelihood is not null and hold_reasons <> '{}' and recontact_on is not null)),
  constraint declined_has_reason check (status <> 'DECLINED' or closed_reason_code is not null),
  constraint invalid_has_kind check ((status = 'INVALID') = (invalid_kind is not null)),
  constraint duplicate_has_original check ((invalid_kind is not null and invalid_kind = 'duplicate') = (original_id is not null)),
  constraint original_is_another check (original_id is null or original_id <> id),
  constraint passes_belong_to_unreached check (pass_due_on is null or status = 'UNREACHED'),
  constraint claim_has_end check ((claimed_by is null) = (claimed_until is null))
);
select platform.protect('enquiries.enquiry', 'select, insert, update');

create index enquiry_by_owner on enquiries.enquiry (org_id, owner_id, action_due_at) where open;
create index enquiry_by_team on enquiries.enquiry (org_id, team_id, action_pool_at) where open;
create index enquiry_unowned on enquiries.enquiry (org_id, team_id, action_due_at) where open and owner_id is null;
create index enquiry_by_arrival on enquiries.enquiry (org_id, received_at desc, id desc);
create index enquiry_by_status on enquiries.enquiry (org_id, status, received_at desc, id desc);
create index enquiry_by_due on enquiries.enquiry (org_id, action_due_at, id) where open;
create index enquiry_by_person on enquiries.enquiry (org_id, person_id, received_at desc);
create index enquiry_by_alert on enquiries.enquiry (org_id, alert_at) where alert_at is not null;
create index enquiry_by_pass on enquiries.enquiry (org_id, pass_due_on) where pass_due_on is not null;
create index enquiry_by_cohort on enquiries.enquiry (org_id, cohort_month, status);

-- Enquirer, decision-maker and payer where they are not the patient; each has its own permission to be told (A17).
create table enquiries.party (
  org_id uuid not null,
  enquiry_id uuid not null,
  role text not null check (role in ('enquirer', 'decision_maker', 'payer')),
  person_id uuid,
  name text,
  phone_e164 text,
  relation text not null,
  may_be_told boolean not null default false,
  primary key (org_id, enquiry_id, role),
  foreign key (org_id, enquiry_id) references enquiries.enquiry (org_id, id),
  foreign key (org_id, person_id) references people.person (org_id, id),
  check (person_id is not null or name is not null)
);
select platform.protect('enquiries.party');

create table enquiries.call (
  org_id uuid not null,
  id uuid not null,
  enquiry_id uuid not null,
  person_id uuid not null,
  at timestamptz not null,
  recorded_at timestamptz not null,
  user_id uuid,
  direction text not null check (direction in ('outbound', 'inbound')),
  outcome text not null check (outcome in ('NO_ANSWER', 'BUSY', 'VOICEMAIL', 'CONNECTED', 'THIRD_PARTY', 'DISCONNECTED', 'WRONG_NUMBER')),
  status_when_made text not null references enquiries.status (code),
  slot text check (slot in ('AM', 'PM', 'EV')),
  phone_id uuid,
  duration_seconds integer check (duration_seconds between 0 and 86400),
  note text,
  voided_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, enquiry_id) references enquiries.enquiry (org_id, id),
  foreign key (org_id, user_id) references identity.member (org_id, id)
);
-- A call is never rewritten: only a correction voids it.
select platform.protect('enquiries.call', 'select, insert, update (voided_at)');
create index call_by_enquiry on enquiries.call (org_id, enquiry_id, at);
create index call_by_user on enquiries.call (org_id, user_id, at);

-- Status history with valid time and record time (P8), append-only. `voids` names the event that this one corrects.
create table enquiries.status_event (
  org_id uuid not null,
  id uuid not null,
  enquiry_id uuid not null,
  no integer not null check (no > 0),
  from_status text references enquiries.status (code),
  to_status text not null references enquiries.status (code),
  valid_at timestamptz not null,
  recorded_at timestamptz not null,
  user_id uuid,
  by_rule text,
  reason_code text,
  reason_text text,
  evidence jsonb,
  voids uuid,
  primary key (org_id, id),
  unique (org_id, enquiry_id, no),
  foreign key (org_id, enquiry_id) references enquiries.enquiry (org_id, id),
  foreign key (org_id, voids) references enquiries.status_event (org_id, id),
  check (valid_at <= recorded_at)
);
select platform.protect('enquiries.status_event', 'select, insert');
create unique index status_event_voided_once on enquiries.status_event (org_id, voids) where voids is not null;
create index status_event_by_time on enquiries.status_event (org_id, to_status, valid_at);

-- A booking is date, time and service; the appointment book takes it over later.
create table enquiries.booking (
  org_id uuid not null,
  id uuid not null,
  enquiry_id uuid not null,
  starts_at timestamptz not null,
  duration_minutes integer not null check (duration_minutes between 5 and 1440),
  service_code text not null,
  note text,
  state text not null check (state in ('booked', 'released', 'cancelled', 'no_show', 'visited', 'voided')),
  booked_at timestamptz not null,
  ended_at timestamptz,
  replaces_id uuid,
  primary key (org_id, id),
  foreign key (org_id, enquiry_id) references enquiries.enquiry (org_id, id),
  foreign key (org_id, replaces_id) references enquiries.booking (org_id, id),
  check ((state = 'booked') = (ended_at is null))
);
select platform.protect('enquiries.booking', 'select, insert, update');
create unique index one_live_booking on enquiries.booking (org_id, enquiry_id) where state = 'booked';
create index booking_by_day on enquiries.booking (org_id, starts_at);
create index booking_by_act on enquiries.booking (org_id, booked_at);

-- Promises of a call-back, who calls whom, and whether they were kept.
create table enquiries.promise (
  org_id uuid not null,
  id uuid not null,
  enquiry_id uuid not null,
  by_whom text not null check (by_whom in ('us', 'customer')),
  promised_at timestamptz,
  window_from timestamptz not null,
  window_to timestamptz not null,
  made_at timestamptz not null,
  made_by uuid,
  ended_at timestamptz,
  result text check (result in ('kept', 'customer_first', 'broken', 'replaced', 'voided')),
  primary key (org_id, id),
  foreign key (org_id, enquiry_id) references enquiries.enquiry (org_id, id),
  check ((ended_at is null) = (result is null))
);
select platform.protect('enquiries.promise', 'select, insert, update');
create unique index one_open_promise on enquiries.promise (org_id, enquiry_id) where ended_at is null;

-- What each act found, so that it can be taken back: the columns of the row before it and the rows it made.
create table enquiries.act (
  org_id uuid not null,
  id uuid not null,
  enquiry_id uuid not null,
  version_after integer not null,
  kind text not null,
  user_id uuid,
  at timestamptz not null,
  -- What was written with it: the note of a hand-over, the words of a reply, why an action was moved.
  note text,
  before jsonb not null,
  made jsonb not null,
  voided_at timestamptz,
  primary key (org_id, id),
  unique (org_id, enquiry_id, version_after),
  foreign key (org_id, enquiry_id) references enquiries.enquiry (org_id, id)
);
select platform.protect('enquiries.act', 'select, insert, update (voided_at)');

-- Alerts stay until they are answered (A7, A8). One a person for each stage of one action.
create table enquiries.alert (
  org_id uuid not null,
  id uuid not null,
  enquiry_id uuid not null,
  user_id uuid not null,
  kind text not null check (kind in ('promise_soon', 'promise_due', 'pool', 'escalated')),
  action_set_at timestamptz not null,
  due_at timestamptz not null,
  at timestamptz not null,
  acknowledged_at timestamptz,
  primary key (org_id, id),
  unique (org_id, enquiry_id, action_set_at, kind, user_id),
  foreign key (org_id, enquiry_id) references enquiries.enquiry (org_id, id),
  foreign key (org_id, user_id) references identity.member (org_id, id)
);
select platform.protect('enquiries.alert');
create index alert_open on enquiries.alert (org_id, user_id, at) where acknowledged_at is null;

create view enquiries.public_enquiry with (security_invoker = true) as
  select org_id, id, person_id, site_id, status, open, status_since, source_channel, campaign, interests, text, patient_kind, received_at, received_on,
    cohort_month, qualified, imported, owner_id, team_id, likelihood, hold_reasons, recontact_on, promise_at, promise_by, invalid_kind, original_id,
    unanswered_days, pass_due_on, passes_done, action_kind, action_due_at, action_window_from, action_window_to, action_pool_at, action_escalate_at,
    first_response_at, first_response_seconds, born_connected, version
  from enquiries.enquiry;
create view enquiries.public_call with (security_invoker = true) as
  select org_id, id, enquiry_id, person_id, at, user_id, direction, outcome, slot, duration_seconds, note, voided_at from enquiries.call;
create view enquiries.public_status_event with (security_invoker = true) as
  select e.org_id, e.id, e.enquiry_id, e.no, e.from_status, e.to_status, e.valid_at, e.recorded_at, e.user_id, e.by_rule, e.reason_code, e.reason_text, e.voids
  from enquiries.status_event e;
create view enquiries.public_booking with (security_invoker = true) as
  select org_id, id, enquiry_id, starts_at, duration_minutes, service_code, state, booked_at, ended_at, replaces_id from enquiries.booking;
create view enquiries.public_act with (security_invoker = true) as
  select org_id, id, enquiry_id, kind, user_id, at, note, voided_at from enquiries.act;
grant select on enquiries.public_act, enquiries.public_enquiry, enquiries.public_call, enquiries.public_status_event, enquiries.public_booking to :app_role;
