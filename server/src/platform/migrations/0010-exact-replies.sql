-- A repetition gets the same bytes: `json` keeps the text as it was sent, `jsonb` would order its keys anew.
alter table platform.idempotent_replies alter column reply type json using reply::json;
