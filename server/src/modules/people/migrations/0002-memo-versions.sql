-- What a memo said, each time that it was written: inserted only, so that the archive tells the words of that moment whatever became of the memo.
-- A memo that is taken off leaves its versions behind.
create table people.memo_version (
  org_id uuid not null,
  id uuid not null,
  memo_id uuid not null,
  person_id uuid not null,
  version integer not null check (version > 0),
  text text not null check (text <> ''),
  author_id uuid,
  written_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, memo_id, version),
  foreign key (org_id, person_id) references people.person (org_id, id) on delete cascade,
  foreign key (org_id, author_id) references identity.member (org_id, id)
);
select platform.protect('people.memo_version', 'select, insert');
create index memo_version_by_person on people.memo_version (org_id, person_id);

-- Of the memos that are there only the last words are known. They take the memo's own id: an event of the release before this one names the memo alone.
insert into people.memo_version (org_id, id, memo_id, person_id, version, text, author_id, written_at)
select org_id, id, id, person_id, version, text, author_id, updated_at from people.memo;

create view people.public_memo_version with (security_invoker = true) as
  select org_id, id, memo_id, person_id, version, text, author_id, written_at from people.memo_version;
grant select on people.public_memo_version to :app_role;
