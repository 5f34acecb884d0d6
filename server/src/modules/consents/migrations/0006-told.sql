-- Who is told something has a state, which is held while it leaves: its row is looked at instead of the person's (decision 0030).
-- safe: the release before has no messages
alter table consents.told drop constraint told_org_id_person_id_fkey;
-- safe: the release before has no messages
alter table consents.told add foreign key (org_id, person_id) references consents.person_state (org_id, person_id) on delete cascade;
