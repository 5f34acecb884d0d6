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

-- Rights as few as the statements of the stores. No person is deleted or gets another number; who had a phone or a sticker set is never rewritten; a
-- phone's lock is only locked.
revoke update, delete on people.person from :app_role;
grant update (name, name_normal, name_choseong, name_given, birth_date, sex, language, referrer_id, do_not_contact, last_contact_at, open_enquiries,
  version, updated_at) on people.person to :app_role;
revoke update on people.person_phone from :app_role;
grant update (label, state) on people.person_phone to :app_role;
revoke update on people.person_email, people.person_sticker from :app_role;
revoke update on people.memo from :app_role;
grant update (text, pinned, updated_at, version) on people.memo to :app_role;
revoke update, delete on people.sticker from :app_role;
revoke update, delete on people.phone_lock from :app_role;
grant update (e164) on people.phone_lock to :app_role;

alter table people.memo add constraint memo_author foreign key (org_id, author_id) references identity.member (org_id, id);
alter table people.person_sticker add constraint person_sticker_set_by foreign key (org_id, set_by) references identity.member (org_id, id);
