-- As of a day a screen adds up tens of thousands of these: the key holds what it adds. A day's rows are rewritten on that day only.
alter table analytics.tally_day drop constraint tally_day_pkey;
alter table analytics.tally_day add primary key (org_id, dimension, month, measure, value, bucket, known_on) include (n);
