-- Who holds which sticker, for the filters of other modules' lists.
create view people.public_person_sticker with (security_invoker = true) as
  select org_id, person_id, code from people.person_sticker;
grant select on people.public_person_sticker to :app_role;
