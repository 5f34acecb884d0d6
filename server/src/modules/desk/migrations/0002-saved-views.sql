-- Filters, columns and order of a list under a name (A12). Private, a team's or everybody's.
create table desk.saved_view (
  org_id uuid not null,
  id uuid not null,
  list text not null check (list in ('enquiries', 'people')),
  name text not null check (char_length(name) between 1 and 60),
  query jsonb not null check (jsonb_typeof(query) = 'object'),
  maker_id uuid not null,
  shared boolean not null default false,
  -- The team that it is shared with; null with `shared`: the organisation.
  team_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1 check (version > 0),
  primary key (org_id, id),
  unique (org_id, id, list),
  foreign key (org_id, maker_id) references identity.member (org_id, id),
  foreign key (org_id, team_id) references identity.team (org_id, id),
  check (shared or team_id is null)
);
select platform.protect('desk.saved_view');
revoke update on desk.saved_view from :app_role;
grant update (name, query, shared, team_id, updated_at, version) on desk.saved_view to :app_role;
create unique index saved_view_by_name on desk.saved_view (org_id, maker_id, list, name);
create index saved_view_shared on desk.saved_view (org_id, list) where shared;

-- Where a view stands in somebody's own menu, and whether her list begins with it.
create table desk.view_place (
  org_id uuid not null,
  user_id uuid not null,
  view_id uuid not null,
  list text not null,
  position integer,
  is_default boolean not null default false,
  primary key (org_id, user_id, view_id),
  foreign key (org_id, user_id) references identity.member (org_id, id),
  foreign key (org_id, view_id, list) references desk.saved_view (org_id, id, list) on delete cascade
);
select platform.protect('desk.view_place');
revoke update on desk.view_place from :app_role;
grant update (position, is_default) on desk.view_place to :app_role;
create unique index one_default_view on desk.view_place (org_id, user_id, list) where is_default;
