-- An alert goes only with the enquiry that an import entered and that is taken back: how it was told goes with it, and holds nothing back.
alter table reminders.delivery drop constraint delivery_org_id_alert_id_fkey;
alter table reminders.delivery add constraint delivery_alert
  foreign key (org_id, alert_id) references enquiries.alert (org_id, id) on delete cascade;
create index delivery_by_alert on reminders.delivery (org_id, alert_id) where alert_id is not null;
