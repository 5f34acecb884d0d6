-- What the gate did not ask yet: national do-not-call lists and their age, postal addresses, reviews, sign-offs, hold-outs.
insert into consents.rule (code, kind, jurisdiction, channels, purposes, params, valid_from, source) values
  ('kr.registry', 'registry', 'KR', '{phone}', '{marketing}', '{"needed":false,"maxAgeDays":31,"consentLifts":true}', '2020-01-01', 'Door-to-Door Sales Act art. 42: who sells by telephone compares with the do-not-call register every month (k)'),
  ('kr.registry.renewal', 'registry', 'KR', '{phone}', '{renewal}', '{"needed":false,"maxAgeDays":14,"consentLifts":true}', '2020-01-01', 'Insurers: do-not-contact registers at most 14 days old (v)'),
  ('kr.review', 'review', 'KR', '{web}', '{marketing}', '{"required":true}', '2020-01-01', 'Medical Service Act art. 57: reviewed before it is published; number and expiry (v)'),
  ('kr.review.direct', 'review', 'KR', '{phone,sms,alimtalk,email,fax,letter}', '{marketing}', '{"required":false}', '2020-01-01', 'Medical Service Act art. 57: a review that was given is not over; messages to one person need none (p)'),
  ('kr.sign-off', 'sign_off', 'KR', '{phone,sms,alimtalk,email,fax,letter,web}', '{marketing}', '{}', '2020-01-01', 'Medical Service Act art. 27(3): a voucher for non-covered services needs a legal sign-off with an expiry (v)'),
  ('kr.hold-out', 'hold_out', 'KR', '{phone,sms,alimtalk,email,fax,letter,web}', '{survey,marketing,renewal}', '{}', '2020-01-01', 'Hold-outs: care and service are exempt (p)'),
  ('us.registry', 'registry', 'US', '{phone,sms}', '{marketing}', '{"needed":true,"maxAgeDays":31,"consentLifts":true}', '2020-01-01', '47 CFR 64.1200(c)(2): the national do-not-call list, at most 31 days old (v)'),
  ('us.registry.renewal', 'registry', 'US', '{phone,sms}', '{renewal}', '{"needed":true,"maxAgeDays":14,"consentLifts":true}', '2020-01-01', 'Insurers: do-not-contact registers at most 14 days old (v)'),
  ('us.postal', 'postal', 'US', '{email}', '{marketing}', '{}', '2020-01-01', 'CAN-SPAM Act, 15 USC 7704(a)(5): a commercial e-mail carries a valid postal address (v)'),
  ('us.hold-out', 'hold_out', 'US', '{phone,sms,alimtalk,email,fax,letter,web}', '{survey,marketing,renewal}', '{}', '2020-01-01', 'Hold-outs: care and service are exempt (p)'),
  ('cn.hold-out', 'hold_out', 'CN', '{phone,sms,alimtalk,email,fax,letter,web}', '{survey,marketing,renewal}', '{}', '2020-01-01', 'Hold-outs: care and service are exempt (p)');

-- A national do-not-call list as it was brought, with the day that its keeper gives it.
create table consents.registry (
  org_id uuid not null,
  id uuid not null,
  jurisdiction text not null check (jurisdiction in ('KR', 'US', 'CN')),
  as_of date not null,
  numbers integer not null check (numbers >= 0),
  unread integer not null check (unread >= 0),
  file_name text not null check (char_length(file_name) between 1 and 255),
  brought_by uuid,
  brought_at timestamptz not null,
  primary key (org_id, id)
);
select platform.protect('consents.registry', 'select, insert');
create index registry_latest on consents.registry (org_id, jurisdiction, as_of desc, brought_at desc, id desc);

-- The numbers of the latest list of each country; those of the one before go when it comes.
create table consents.registry_number (
  org_id uuid not null,
  registry_id uuid not null,
  number text collate "C" not null check (char_length(number) between 3 and 20),
  primary key (org_id, registry_id, number),
  foreign key (org_id, registry_id) references consents.registry (org_id, id) on delete cascade
);
select platform.protect('consents.registry_number', 'select, insert, delete');
