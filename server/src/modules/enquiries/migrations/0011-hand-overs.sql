-- Hand-overs (A13): who gave what to whom, with which words; what is temporary until an absence ends.
create table enquiries.hand_over (
  org_id uuid not null,
  id uuid not null,
  -- Null: the program, by a rule of the organisation.
  made_by uuid,
  at timestamptz not null,
  kind text not null check (kind in ('person', 'team', 'load', 'back', 'late', 'absent')),
  note text check (char_length(note) between 1 and 1000),
  absence_id uuid,
  -- What was temporary was looked through when the absence ended.
  returned_at timestamptz,
  undone_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, made_by) references identity.member (org_id, id),
  foreign key (org_id, absence_id) references roster.absence (org_id, id),
  check (returned_at is null or absence_id is not null)
);
select platform.protect('enquiries.hand_over', 'select, insert, update (returned_at, undone_at)');
create index hand_over_by_time on enquiries.hand_over (org_id, at desc, id desc);
create index hand_over_to_return on enquiries.hand_over (org_id, absence_id)
  where absence_id is not null and returned_at is null and undone_at is null;

create table enquiries.hand_over_item (
  org_id uuid not null,
  hand_over_id uuid not null,
  enquiry_id uuid not null,
  from_owner_id uuid,
  from_team_id uuid not null,
  to_owner_id uuid,
  to_team_id uuid not null,
  -- The version that the hand-over left: whoever acts afterwards makes another one.
  version_after integer not null,
  -- Of which action; by a rule an action is passed on once.
  action_set_at timestamptz not null,
  automatic boolean not null default false,
  outcome text not null default 'given' check (outcome in ('given', 'undone', 'returned', 'kept')),
  primary key (org_id, hand_over_id, enquiry_id),
  foreign key (org_id, hand_over_id) references enquiries.hand_over (org_id, id),
  foreign key (org_id, enquiry_id) references enquiries.enquiry (org_id, id),
  foreign key (org_id, from_owner_id) references identity.member (org_id, id),
  foreign key (org_id, to_owner_id) references identity.member (org_id, id),
  foreign key (org_id, from_team_id) references identity.team (org_id, id),
  foreign key (org_id, to_team_id) references identity.team (org_id, id)
);
select platform.protect('enquiries.hand_over_item', 'select, insert, update (outcome)');
create index hand_over_item_by_enquiry on enquiries.hand_over_item (org_id, enquiry_id, version_after);
create unique index passed_on_once_for_an_action on enquiries.hand_over_item (org_id, enquiry_id, action_set_at) where automatic;

-- By which hand-over the owner has it, until she acts on it herself.
alter table enquiries.enquiry add column hand_over_id uuid;
alter table enquiries.enquiry add constraint enquiry_hand_over
  foreign key (org_id, hand_over_id) references enquiries.hand_over (org_id, id) not valid;
grant update (hand_over_id) on enquiries.enquiry to :app_role;
create index enquiry_handed_over on enquiries.enquiry (org_id, owner_id, id) where hand_over_id is not null;

-- One alert a receiver for a whole hand-over: it names the first of them and how many there are.
alter table enquiries.alert add column hand_over_id uuid, add column count integer check (count > 0);
alter table enquiries.alert add constraint alert_hand_over
  foreign key (org_id, hand_over_id) references enquiries.hand_over (org_id, id) not valid;
alter table enquiries.alert drop constraint alert_kind_check;
alter table enquiries.alert add constraint alert_kind_check
  check (kind in ('promise_soon', 'promise_due', 'pool', 'escalated', 'handed_over', 'handed_back'));
alter table enquiries.alert add constraint alert_of_a_hand_over
  check ((kind in ('handed_over', 'handed_back')) = (hand_over_id is not null and count is not null));

-- Organisations where an absence has ended whose hand-overs were not looked through: the sweep looks into no other.
create function enquiries.organisations_to_return() returns table (org_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select distinct h.org_id from enquiries.hand_over h
  join roster.absence a on a.org_id = h.org_id and a.id = h.absence_id
  where h.returned_at is null and h.undone_at is null
    and (a.cancelled_at is not null or a.to_at <= platform.clock_now())
$$;
revoke execute on function enquiries.organisations_to_return() from public;
grant execute on function enquiries.organisations_to_return() to :app_role;
