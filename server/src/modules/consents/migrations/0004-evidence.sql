-- What proves a consent: a scan, a photograph, a signed form. The bytes are files of the platform; who reads one leaves a line.
create table consents.evidence (
  org_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  file_id uuid not null,
  name text not null check (char_length(name) between 1 and 200),
  -- As the bytes say, whatever was claimed.
  media_type text not null check (media_type in ('application/pdf', 'image/png', 'image/jpeg', 'image/tiff', 'image/webp', 'image/heic')),
  size_bytes integer not null check (size_bytes > 0),
  brought_by uuid,
  brought_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, person_id) references people.person (org_id, id) on delete cascade,
  foreign key (org_id, file_id) references platform.file (org_id, id)
);
select platform.protect('consents.evidence', 'select, insert');
create index evidence_by_person on consents.evidence (org_id, person_id);
create index evidence_by_file on consents.evidence (org_id, file_id);
-- safe: no row has one yet, and rows that are there are not read
alter table consents.consent
  add constraint consent_evidence_file foreign key (org_id, evidence_file_id) references consents.evidence (org_id, id) not valid;
-- safe: an index of no row yet
create index consent_by_evidence on consents.consent (org_id, evidence_file_id) where evidence_file_id is not null;
