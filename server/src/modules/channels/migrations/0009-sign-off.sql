-- A benefit that a wording promises is signed for: by whom and where that lies, and until when it holds.
alter table channels.template_version
  add column sign_off text check (char_length(sign_off) between 1 and 200),
  add column signed_off_until date;
alter table channels.template_version
  add constraint signed_off_until_a_day check ((sign_off is null) = (signed_off_until is null)) not valid;
grant update (sign_off, signed_off_until) on channels.template_version to :app_role;
