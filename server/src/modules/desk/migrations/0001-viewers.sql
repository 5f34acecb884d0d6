create schema desk;
grant usage on schema desk to :app_role;

-- Who has a person open on a screen right now. Kept alive by the screen; what is not renewed counts no longer and is swept away.
create table desk.viewer (
  org_id uuid not null,
  person_id uuid not null,
  user_id uuid not null,
  since timestamptz not null,
  seen_at timestamptz not null,
  primary key (org_id, person_id, user_id),
  foreign key (org_id, person_id) references people.person (org_id, id),
  foreign key (org_id, user_id) references identity.member (org_id, id),
  check (seen_at >= since)
);
select platform.protect('desk.viewer');
create index viewer_by_time on desk.viewer (org_id, seen_at);
