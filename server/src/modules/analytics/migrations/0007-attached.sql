-- A report whose files go with its mail; never one that names colleagues: mail is passed on and kept elsewhere.
alter table analytics.report add column attach boolean not null default false;
alter table analytics.report
  add constraint attached_names_nobody check (not attach or (query ->> 'by' is distinct from 'owner' and query -> 'owner' is null)) not valid;
grant update (attach) on analytics.report to :app_role;
