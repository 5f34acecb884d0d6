-- What the assistant reads each row's status as, and what a person said of it.
create table integrations.row_reading (
  org_id uuid not null,
  import_id uuid not null,
  row_no integer not null,
  code text not null,
  -- The next likeliest.
  second text not null,
  confidence real not null check (confidence between 0 and 1),
  invalid_kind text check (invalid_kind in ('wrong_number', 'fake', 'duplicate')),
  hold_reasons text[] not null default '{}',
  why_code text not null,
  why_params jsonb not null default '{}',
  -- Rows that are asked together: one label, the same two likeliest.
  group_key text not null,
  decided_code text,
  decided_kind text check (decided_kind in ('wrong_number', 'fake', 'duplicate')),
  decided_reasons text[] not null default '{}',
  primary key (org_id, import_id, row_no),
  foreign key (org_id, import_id, row_no) references integrations.import_row (org_id, import_id, row_no) on delete cascade,
  check (invalid_kind is null or code = 'INVALID'),
  check (decided_kind is null or decided_code = 'INVALID')
);
select platform.protect('integrations.row_reading');
create index row_reading_by_group on integrations.row_reading (org_id, import_id, group_key);

-- Each row of the label is read by itself. `spelling_of`: the key of the commoner label that it is a spelling of.
alter table integrations.status_label
  add column by_row boolean not null default false,
  add column spelling_of text,
  add constraint status_label_one_way check (not by_row or code is null);

-- What was decided, act by act; an act that was taken back stays with its time.
create table integrations.decision_act (
  org_id uuid not null,
  import_id uuid not null,
  no integer not null check (no > 0),
  decided_by uuid,
  decided_by_name text not null,
  decided_at timestamptz not null,
  undone_at timestamptz,
  primary key (org_id, import_id, no),
  foreign key (org_id, import_id) references integrations.import (org_id, id)
);
select platform.protect('integrations.decision_act', 'select, insert');
grant update (undone_at) on integrations.decision_act to :app_role;

create table integrations.label_decision (
  org_id uuid not null,
  import_id uuid not null,
  label_key text not null,
  act_no integer not null,
  -- Both null and false: taken back.
  code text,
  by_row boolean not null default false,
  invalid_kind text check (invalid_kind in ('wrong_number', 'fake', 'duplicate')),
  hold_reasons text[] not null default '{}',
  likelihood text check (likelihood in ('H', 'M', 'L')),
  primary key (org_id, import_id, label_key, act_no),
  foreign key (org_id, import_id, act_no) references integrations.decision_act (org_id, import_id, no),
  check (not by_row or code is null)
);
select platform.protect('integrations.label_decision', 'select, insert');

create table integrations.row_decision (
  org_id uuid not null,
  import_id uuid not null,
  row_no integer not null,
  act_no integer not null,
  code text,
  invalid_kind text check (invalid_kind in ('wrong_number', 'fake', 'duplicate')),
  hold_reasons text[] not null default '{}',
  primary key (org_id, import_id, row_no, act_no),
  foreign key (org_id, import_id, act_no) references integrations.decision_act (org_id, import_id, no)
);
select platform.protect('integrations.row_decision', 'select, insert');
