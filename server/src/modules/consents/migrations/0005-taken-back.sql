-- A consent that was entered by mistake with a list counts for nothing, and stays to be seen.
create table consents.taken_back (
  org_id uuid not null,
  consent_id uuid not null,
  taken_by uuid,
  taken_at timestamptz not null,
  primary key (org_id, consent_id),
  foreign key (org_id, consent_id) references consents.consent (org_id, id) on delete cascade
);
select platform.protect('consents.taken_back', 'select, insert');

create or replace view consents.public_consent with (security_invoker = true) as
  select org_id, id, person_id, kind, purpose, channel, night, state, at, recorded_at, recorded_by, source from consents.consent as c
  where not exists (select from consents.taken_back as b where b.org_id = c.org_id and b.consent_id = c.id);
