-- Who may be told what, when and why: consents, stops, the rules of the gate.
create schema consents;
grant usage on schema consents to :app_role;

-- What is known of a person for the gate, and her consents as they stand, for counting. Who hands a message over locks this row for share, who stops her locks it
-- for update: a stop that commits before a hand-off prevents it.
create table consents.person_state (
  org_id uuid not null,
  person_id uuid not null,
  -- Said by hand; null: by her number, else as the organisation's first site.
  jurisdiction text check (jurisdiction in ('KR', 'US', 'CN')),
  time_zone text check (char_length(time_zone) between 1 and 64),
  -- `purpose:channel` and `purpose:channel:night` that are granted and not stopped.
  granted text[] not null default '{}' check (cardinality(granted) <= 100),
  -- Advertisements on any channel.
  marketing boolean not null default false,
  -- Everything is stopped, on all channels and addresses.
  stopped boolean not null default false,
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (org_id, person_id),
  foreign key (org_id, person_id) references people.person (org_id, id) on delete cascade
);
select platform.protect('consents.person_state', 'select, insert');
grant update (jurisdiction, time_zone, granted, marketing, stopped, version, updated_at) on consents.person_state to :app_role;
create index person_state_marketing on consents.person_state (org_id, person_id) where marketing;

-- Texts that are consented to; a new wording is a new version, none is ever changed.
create table consents.consent_text (
  org_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('contact', 'health', 'third_party', 'guardian', 'recording')),
  purpose text not null check (purpose in ('care', 'service', 'survey', 'marketing', 'renewal')),
  language text not null check (language in ('ko', 'en', 'zh')),
  version integer not null check (version > 0),
  body text not null check (char_length(body) between 1 and 8000),
  reason text not null check (char_length(reason) between 1 and 500),
  made_by uuid,
  made_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, kind, purpose, language, version)
);
select platform.protect('consents.consent_text', 'select, insert');

-- What somebody said, appended: the newest row counts, none is changed or taken away.
create table consents.consent (
  org_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('contact', 'health', 'third_party', 'guardian', 'recording')),
  purpose text not null check (purpose in ('care', 'service', 'survey', 'marketing', 'renewal')),
  channel text not null check (channel in ('phone', 'sms', 'alimtalk', 'email', 'fax', 'letter', 'web')),
  night boolean not null default false,
  state text not null check (state in ('granted', 'withdrawn')),
  -- When she said it, and when we wrote it down.
  at timestamptz not null,
  recorded_at timestamptz not null,
  recorded_by uuid,
  source text not null check (source in ('call', 'form', 'paper', 'counter', 'message', 'web', 'preferences', 'one_click', 'stop_word', 'reconfirmation', 'import', 'system')),
  evidence_text text check (char_length(evidence_text) between 1 and 2000),
  evidence_file_id uuid,
  text_id uuid,
  -- A guardian who said it for a child.
  given_by_id uuid,
  -- To be confirmed by that day; Korea, two calendar years.
  confirm_by date,
  -- The last day, where it was given until then.
  expires_on date,
  primary key (org_id, id),
  foreign key (org_id, person_id) references people.person (org_id, id) on delete cascade,
  foreign key (org_id, given_by_id) references people.person (org_id, id),
  foreign key (org_id, text_id) references consents.consent_text (org_id, id),
  -- Night hours are of a contact only; what is withdrawn ends at once and is confirmed by nobody.
  check (not night or kind = 'contact'),
  check (state = 'granted' or (confirm_by is null and expires_on is null)),
  check (recorded_at >= at)
);
select platform.protect('consents.consent', 'select, insert');
create index consent_by_person on consents.consent (org_id, person_id, at desc, id desc);

-- A stop of a person, or of a number or address whoever holds it. Lifted only with evidence; never deleted.
create table consents.suppression (
  org_id uuid not null,
  id uuid not null,
  person_id uuid,
  address text collate "C" check (char_length(address) between 3 and 254),
  -- Null = all of them.
  purposes text[] check (cardinality(purposes) > 0 and purposes <@ array['care', 'service', 'survey', 'marketing', 'renewal']),
  channels text[] check (cardinality(channels) > 0 and channels <@ array['phone', 'sms', 'alimtalk', 'email', 'fax', 'letter', 'web']),
  reason text not null check (reason in ('stop_word', 'one_click', 'preferences', 'request', 'pause', 'bounce', 'complaint', 'deceased', 'minor', 'registry', 'internal')),
  note text check (char_length(note) between 1 and 2000),
  at timestamptz not null,
  recorded_by uuid,
  until timestamptz,
  lifted_at timestamptz,
  lifted_by uuid,
  lift_evidence text check (char_length(lift_evidence) between 1 and 2000),
  primary key (org_id, id),
  foreign key (org_id, person_id) references people.person (org_id, id) on delete cascade,
  constraint of_a_person_or_an_address check (num_nonnulls(person_id, address) = 1),
  constraint lifted_by_evidence check ((lifted_at is null) = (lift_evidence is null)),
  constraint a_pause_ends check ((reason = 'pause') = (until is not null))
);
select platform.protect('consents.suppression', 'select, insert');
grant update (lifted_at, lifted_by, lift_evidence) on consents.suppression to :app_role;
create index suppression_of_person on consents.suppression (org_id, person_id, at desc, id desc) where person_id is not null;
create index suppression_of_address on consents.suppression (org_id, address) where address is not null;

-- What went out, for the budgets of each purpose over all campaigns.
create table consents.told (
  org_id uuid not null,
  person_id uuid not null,
  at timestamptz not null,
  id uuid not null,
  purpose text not null check (purpose in ('care', 'service', 'survey', 'marketing', 'renewal')),
  channel text not null check (channel in ('phone', 'sms', 'alimtalk', 'email', 'fax', 'letter', 'web')),
  primary key (org_id, person_id, at, id),
  foreign key (org_id, person_id) references people.person (org_id, id) on delete cascade
);
select platform.protect('consents.told', 'select, insert, delete');
create index told_by_time on consents.told (org_id, at);

-- Numbers and addresses that the organisation sends from.
create table consents.sender (
  org_id uuid not null,
  id uuid not null,
  channel text not null check (channel in ('phone', 'sms', 'alimtalk', 'email', 'fax', 'letter', 'web')),
  value text not null check (char_length(value) between 1 and 254),
  name text not null check (char_length(name) between 1 and 120),
  -- Null = not registered with the carrier.
  registered_on date,
  expires_on date check (expires_on >= registered_on),
  active boolean not null default true,
  version integer not null default 1,
  changed_by uuid,
  changed_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, channel, value)
);
select platform.protect('consents.sender', 'select, insert');
grant update (name, registered_on, expires_on, active, version, changed_by, changed_at) on consents.sender to :app_role;

-- What the law asks of us by a day: the result of a consent told within 14 days, a consent confirmed every two years.
create table consents.duty (
  org_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  consent_id uuid not null,
  kind text not null check (kind in ('result_notice', 'reconfirmation')),
  -- From then on it is announced; by then it must be done.
  announce_at timestamptz not null,
  due_at timestamptz not null check (due_at >= announce_at),
  state text not null default 'waiting' check (state in ('waiting', 'announced', 'done', 'void')),
  settled_at timestamptz,
  primary key (org_id, id),
  unique (org_id, kind, consent_id),
  foreign key (org_id, person_id) references people.person (org_id, id) on delete cascade,
  foreign key (org_id, consent_id) references consents.consent (org_id, id) on delete cascade,
  constraint settled_has_a_time check ((state in ('done', 'void')) = (settled_at is not null))
);
select platform.protect('consents.duty', 'select, insert');
grant update (state, settled_at) on consents.duty to :app_role;
create index duty_waiting on consents.duty (org_id, announce_at) where state = 'waiting';
create index duty_open on consents.duty (org_id, due_at, id) where state in ('waiting', 'announced');
create index duty_by_person on consents.duty (org_id, person_id);

-- A copy or the deletion of her data, asked for by the person herself; answered in ten days.
create table consents.data_request (
  org_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('copy', 'deletion')),
  asked_at timestamptz not null,
  due_at timestamptz not null check (due_at > asked_at),
  settled_at timestamptz,
  settled_by uuid,
  answer text check (char_length(answer) between 1 and 2000),
  primary key (org_id, id),
  foreign key (org_id, person_id) references people.person (org_id, id) on delete cascade,
  constraint answered_in_words check ((settled_at is null) = (answer is null))
);
select platform.protect('consents.data_request', 'select, insert');
grant update (settled_at, settled_by, answer) on consents.data_request to :app_role;
create unique index data_request_open on consents.data_request (org_id, person_id, kind) where settled_at is null;
create index data_request_due on consents.data_request (org_id, due_at) where settled_at is null;

-- The rules of the gate as shipped. `rules/gate/presets.ts` has the same; a test holds both together.
create table consents.rule (
  code text primary key,
  kind text not null,
  jurisdiction text not null check (jurisdiction in ('KR', 'US', 'CN')),
  channels text[] not null,
  purposes text[] not null,
  params jsonb not null,
  valid_from date not null,
  valid_to date,
  source text not null
);
grant select on consents.rule to :app_role;
insert into consents.rule (code, kind, jurisdiction, channels, purposes, params, valid_from, source) values
  ('kr.night', 'window', 'KR', '{phone,sms,alimtalk,fax,web}', '{marketing,renewal}', '{"from":"08:00","to":"21:00","nightConsent":true}', '2020-01-01', 'Network Act art. 50(3), Decree art. 61: 21:00 ≤ t < 08:00 needs a separate consent; e-mail is exempt (v)'),
  ('kr.consent', 'consent', 'KR', '{phone,sms,alimtalk,email,fax,letter,web}', '{marketing}', '{"dealingMonths":6}', '2020-01-01', 'Network Act art. 50(1): explicit prior consent; within 6 months of the end of the last dealing none (v)'),
  ('kr.confirm', 'confirm', 'KR', '{phone,sms,alimtalk,email,fax,web}', '{marketing}', '{"months":24}', '2020-01-01', 'Network Act art. 50(8), Decree art. 62-3: confirmed every two calendar years, same date (v)'),
  ('kr.minor', 'minor', 'KR', '{phone,sms,alimtalk,email,fax,letter,web}', '{care,service,survey,marketing,renewal}', '{"guardianUnder":14,"soldToFrom":19}', '2020-01-01', 'PIPA art. 22-2: a guardian consents for a child under 14 (v); no marketing to minors (p)'),
  ('kr.health', 'health', 'KR', '{phone,sms,alimtalk,email,fax,letter,web}', '{marketing}', '{}', '2020-01-01', 'PIPA art. 23: health data needs a consent of its own (v)'),
  ('kr.alimtalk', 'informational', 'KR', '{alimtalk}', '{marketing}', '{}', '2020-01-01', 'AlimTalk: approved informational templates only (v)'),
  ('kr.one-sentence', 'wording', 'KR', '{phone,sms,alimtalk,email,fax,letter,web}', '{care,service,survey,renewal}', '{}', '2020-01-01', 'Network Act art. 50: one promotional sentence makes the whole message an advertisement (v)'),
  ('kr.medical-advertising', 'wording', 'KR', '{phone,sms,alimtalk,email,fax,letter,web}', '{marketing}', '{"advertising":true}', '2020-01-01', 'Medical Service Act art. 27(3), 56, 57: no inducement, testimonial, superlative or guarantee (v)'),
  ('kr.label-text', 'label', 'KR', '{sms,alimtalk}', '{marketing}', '{"form":"kr-text"}', '2020-01-01', 'Network Act art. 50(4), Decree art. 61(3): (광고), sender and contact first, free refusal last (v)'),
  ('kr.label-email', 'label', 'KR', '{email}', '{marketing}', '{"form":"kr-email"}', '2020-01-01', 'Network Act art. 50(4), Decree art. 61(3): the subject starts with (광고) (v)'),
  ('kr.subject', 'subject', 'KR', '{email}', '{care,service,survey,marketing,renewal}', '{}', '2020-01-01', 'Subjects and envelopes name no health topic (p)'),
  ('kr.sender', 'sender', 'KR', '{sms,alimtalk,fax}', '{care,service,survey,marketing,renewal}', '{}', '2020-01-01', 'Telecommunications Business Act art. 84-2: sender numbers are registered and unexpired (v)'),
  ('kr.budget.survey', 'budget', 'KR', '{phone,sms,alimtalk,email,fax,letter,web}', '{survey}', '{"most":1,"days":30}', '2020-01-01', 'One survey in 30 days (p)'),
  ('kr.budget.marketing', 'budget', 'KR', '{phone,sms,alimtalk,email,fax,letter,web}', '{marketing}', '{"most":4,"days":30}', '2020-01-01', 'Four advertisements in 30 days (p)'),
  ('kr.budget.renewal', 'budget', 'KR', '{phone,sms,alimtalk,email,fax,letter,web}', '{renewal}', '{"most":6,"days":60}', '2020-01-01', 'Six renewal contacts in 60 days (p)'),
  ('us.hours', 'window', 'US', '{phone,sms,alimtalk}', '{care,service,survey,marketing,renewal}', '{"from":"08:00","to":"21:00","nightConsent":false}', '2020-01-01', '47 CFR 64.1200(c)(1): 08:00–21:00 at the called party’s local time (v)'),
  ('us.consent', 'consent', 'US', '{phone,sms,alimtalk,email,fax,letter,web}', '{marketing}', '{"dealingMonths":0}', '2020-01-01', 'HIPAA 164.508(a)(3): marketing of health services needs an authorisation (v)'),
  ('us.minor', 'minor', 'US', '{phone,sms,alimtalk,email,fax,letter,web}', '{marketing}', '{"guardianUnder":0,"soldToFrom":18}', '2020-01-01', 'No marketing to minors (p)'),
  ('us.health', 'health', 'US', '{phone,sms,alimtalk,email,fax,letter,web}', '{marketing}', '{}', '2020-01-01', 'HIPAA 164.508(a)(3) (v)'),
  ('us.one-sentence', 'wording', 'US', '{phone,sms,alimtalk,email,fax,letter,web}', '{care,service,survey,renewal}', '{}', '2020-01-01', 'HIPAA 164.501: what encourages to buy is marketing (k)'),
  ('us.reply', 'reply', 'US', '{sms}', '{care,service,survey,marketing,renewal}', '{"form":"us"}', '2020-01-01', 'Never ask for a reply that is a stop word: no CANCEL in US appointment texts (p)'),
  ('us.subject', 'subject', 'US', '{email}', '{care,service,survey,marketing,renewal}', '{}', '2020-01-01', 'Subjects and envelopes name no health topic (p)'),
  ('us.budget.survey', 'budget', 'US', '{phone,sms,alimtalk,email,fax,letter,web}', '{survey}', '{"most":1,"days":30}', '2020-01-01', 'One survey in 30 days (p)'),
  ('us.budget.marketing', 'budget', 'US', '{phone,sms,alimtalk,email,fax,letter,web}', '{marketing}', '{"most":4,"days":30}', '2020-01-01', 'Four advertisements in 30 days (p)'),
  ('us.budget.renewal', 'budget', 'US', '{phone,sms,alimtalk,email,fax,letter,web}', '{renewal}', '{"most":6,"days":60}', '2020-01-01', 'Six renewal contacts in 60 days (p)'),
  ('cn.hours', 'window', 'CN', '{phone,sms,alimtalk}', '{care,service,survey,marketing,renewal}', '{"from":"08:00","to":"21:00","nightConsent":false}', '2020-01-01', '08:00–21:00 as practice (v)'),
  ('cn.consent', 'consent', 'CN', '{phone,sms,alimtalk,email,fax,letter,web}', '{marketing}', '{"dealingMonths":0}', '2020-01-01', 'SMS service rules art. 18, Advertising Law art. 43: nothing commercial without consent (k)'),
  ('cn.minor', 'minor', 'CN', '{phone,sms,alimtalk,email,fax,letter,web}', '{care,service,survey,marketing,renewal}', '{"guardianUnder":14,"soldToFrom":18}', '2020-01-01', 'PIPL art. 31: a guardian consents for a child under 14 (v); no marketing to minors (p)'),
  ('cn.health', 'health', 'CN', '{phone,sms,alimtalk,email,fax,letter,web}', '{marketing}', '{}', '2020-01-01', 'PIPL art. 29: separate consent for sensitive data (v)'),
  ('cn.one-sentence', 'wording', 'CN', '{phone,sms,alimtalk,email,fax,letter,web}', '{care,service,survey,renewal}', '{}', '2020-01-01', 'Advertising Law art. 14: an advertisement is recognisable as one (k)'),
  ('cn.label-text', 'label', 'CN', '{sms}', '{marketing}', '{"form":"cn-advertisement"}', '2020-01-01', 'SMS begins 【签名】 and an advertisement ends 拒收请回复R (v)'),
  ('cn.signature', 'label', 'CN', '{sms}', '{care,service,survey,renewal}', '{"form":"cn-signature"}', '2020-01-01', 'SMS begins 【签名】 (v)'),
  ('cn.reply', 'reply', 'CN', '{sms}', '{care,service,survey,marketing,renewal}', '{"form":"cn"}', '2020-01-01', 'Never ask for a reply that is a stop word: no Y/N in Chinese surveys (p)'),
  ('cn.subject', 'subject', 'CN', '{email}', '{care,service,survey,marketing,renewal}', '{}', '2020-01-01', 'Subjects and envelopes name no health topic (p)'),
  ('cn.budget.survey', 'budget', 'CN', '{phone,sms,alimtalk,email,fax,letter,web}', '{survey}', '{"most":1,"days":30}', '2020-01-01', 'One survey in 30 days (p)'),
  ('cn.budget.marketing', 'budget', 'CN', '{phone,sms,alimtalk,email,fax,letter,web}', '{marketing}', '{"most":4,"days":30}', '2020-01-01', 'Four advertisements in 30 days (p)'),
  ('cn.budget.renewal', 'budget', 'CN', '{phone,sms,alimtalk,email,fax,letter,web}', '{renewal}', '{"most":6,"days":60}', '2020-01-01', 'Six renewal contacts in 60 days (p)');

-- An organisation's own form of a rule, from a day on; only with a reason, never changed, the highest revision that is valid holds.
create table consents.rule_change (
  org_id uuid not null,
  code text not null references consents.rule (code),
  revision integer not null check (revision > 0),
  active boolean not null,
  params jsonb not null check (jsonb_typeof(params) = 'object'),
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  reason text not null check (char_length(reason) between 1 and 500),
  changed_by uuid,
  changed_at timestamptz not null,
  primary key (org_id, code, revision)
);
select platform.protect('consents.rule_change', 'select, insert');

create view consents.public_person_state with (security_invoker = true) as
  select org_id, person_id, granted, marketing, stopped from consents.person_state;
create view consents.public_consent with (security_invoker = true) as
  select org_id, id, person_id, kind, purpose, channel, night, state, at, recorded_at, recorded_by, source from consents.consent;
create view consents.public_suppression with (security_invoker = true) as
  select org_id, id, person_id, address, purposes, channels, reason, at, until, lifted_at from consents.suppression;
grant select on consents.public_person_state, consents.public_consent, consents.public_suppression to :app_role;
