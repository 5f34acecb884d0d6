-- Any BCP 47 tag as it was given, and not only the three that the product speaks: what is written to a person uses the nearest of these.
alter table people.person drop constraint person_language_check;
alter table people.person add constraint person_language_check check (language ~ '^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$' and length(language) <= 35);
