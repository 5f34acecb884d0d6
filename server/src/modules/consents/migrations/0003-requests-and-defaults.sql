-- Requests of persons about their data: also what is wrong, who looks after it, and what was given. Where somebody is of whom nothing is known.

-- safe: the check only becomes wider; a row for each request
alter table consents.data_request
  drop constraint data_request_kind_check,
  add constraint data_request_kind_check check (kind in ('copy', 'deletion', 'correction'));
alter table consents.data_request
  add column wish text check (char_length(wish) between 1 and 2000),
  add column source text not null default 'preferences' check (source in ('preferences', 'call', 'counter', 'paper', 'form', 'message')),
  add column recorded_by uuid,
  add column owner_id uuid,
  add column outcome text check (outcome in ('done', 'partly', 'refused'));
alter table consents.data_request
  add constraint corrects_something check (kind <> 'correction' or wish is not null) not valid,
  add constraint an_outcome_is_settled check (outcome is null or settled_at is not null) not valid;
grant update (owner_id, outcome) on consents.data_request to :app_role;
-- safe: a row for each request
create index data_request_settled on consents.data_request (org_id, settled_at desc, id desc) where settled_at is not null;

-- safe: a row for each stop; writes to them wait while it is made, reads do not
create index suppression_by_time on consents.suppression (org_id, at desc, id desc);

-- Whose law and clock hold where neither her number nor anybody has said so; changed with a reason, appended.
create table consents.place_default (
  org_id uuid not null,
  revision integer not null check (revision > 0),
  -- Null = as the first site stands.
  jurisdiction text check (jurisdiction in ('KR', 'US', 'CN')),
  time_zone text check (char_length(time_zone) between 1 and 64),
  -- Whether the country code of her number says it.
  by_number boolean not null,
  reason text not null check (char_length(reason) between 1 and 500),
  changed_by uuid,
  changed_at timestamptz not null,
  primary key (org_id, revision)
);
select platform.protect('consents.place_default', 'select, insert');
