-- The last order for a call that the exchange did not take, and why. It stands until the exchange takes one.
alter table telephony.call
  add column refused_act text constraint call_refused_act check (
    refused_act in ('dial', 'hang_up', 'hold', 'resume', 'transfer', 'consult', 'complete', 'return', 'record', 'stop_record')),
  add column refused_why text constraint call_refused_why check (refused_why ~ '^telephony\.[a-z_.]{1,60}$'),
  add column refused_at timestamptz;
-- safe: rows that are there are not read; the release before writes none of these columns
alter table telephony.call add constraint call_refused_whole check (
  (refused_act is null) = (refused_why is null) and (refused_act is null) = (refused_at is null)) not valid;
grant update (refused_act, refused_why, refused_at) on telephony.call to :app_role;
