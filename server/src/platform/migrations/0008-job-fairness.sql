-- A job is judged by what it does, not by how often it was taken: errors and claims count from its last progress on.
alter table platform.job
  add column errors smallint not null default 0,
  -- Claims since the last progress: a job that ends its process each time is given up.
  add column idle_claims smallint not null default 0,
  -- The furthest `progress_done` under the present total.
  add column reached bigint not null default 0;
