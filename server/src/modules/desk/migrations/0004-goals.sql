-- Goals of a month (A20), of a user or of a team. Each change is a row more: the latest version holds, null takes the goal away.
create table desk.goal (
  org_id uuid not null,
  id uuid not null,
  month char(7) not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  measure text not null check (measure in ('booked', 'visited', 'firstCall')),
  user_id uuid,
  team_id uuid,
  -- The one of the two that is there: a key has no null.
  subject_id uuid not null,
  version integer not null check (version > 0),
  target integer check (target between 0 and 100000),
  set_by uuid,
  set_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, month, measure, subject_id, version),
  foreign key (org_id, user_id) references identity.member (org_id, id),
  foreign key (org_id, team_id) references identity.team (org_id, id),
  foreign key (org_id, set_by) references identity.member (org_id, id),
  constraint goal_is_of_one check (num_nonnulls(user_id, team_id) = 1 and subject_id = coalesce(user_id, team_id))
);
select platform.protect('desk.goal', 'select, insert');
create index goal_by_month on desk.goal (org_id, month, id desc);
