-- What was left at each hour of the day is read from the day's acts.
create index act_by_time on enquiries.act (org_id, at);
