-- Where tens of thousands are counted for the first time, their sums are built at the end, a month at a time: adding each batch to them takes as long as all the
-- rest. `left`: nobody adds to them meanwhile; `rebuilding`: everybody does again, while months are built from what was counted.
alter table analytics.progress add column sums text not null default 'kept' check (sums in ('kept', 'left', 'rebuilding'));
alter table analytics.progress add constraint complete_has_its_sums check (not complete or sums = 'kept');
