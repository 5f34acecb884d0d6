-- A number of another system is written once: no statement changes or removes one.
revoke update, delete on people.person_identifier from :app_role;
