-- Of a request about data who answers for it is told before its day and once more when it is late: 0 nothing told, 1 before, 2 late.
alter table consents.data_request add column told smallint not null default 0 check (told between 0 and 2);
grant update (told) on consents.data_request to :app_role;
