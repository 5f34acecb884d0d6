-- Which of several e-mail addresses is written to.
create or replace view people.public_person_email with (security_invoker = true) as
  select org_id, id, person_id, email_normal, rank from people.person_email;
