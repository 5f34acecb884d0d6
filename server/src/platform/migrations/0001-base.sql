-- What every module's migration stands on. The owner's role runs this; `anbu.app_role` names the application's login.
create schema if not exists platform;
grant usage on schema platform to :app_role;

-- A test may set the clock of all processes forward or back; in production the row says 0.
create table platform.clock (
  one_row boolean primary key default true check (one_row),
  offset_milliseconds bigint not null default 0
);
insert into platform.clock default values;
grant select on platform.clock to :app_role;

-- Transaction time plus the test offset, in whole milliseconds: what a reader gets back is what was written.
create function platform.clock_now() returns timestamptz language sql stable as $$
  select date_trunc('milliseconds', transaction_timestamp()) + offset_milliseconds * interval '1 millisecond' from platform.clock
$$;

-- The organisation of this transaction; null, and so no row at all, where none is set.
create function platform.current_org() returns uuid language sql stable as $$
  select nullif(current_setting('app.org_id', true), '')::uuid
$$;
grant execute on function platform.clock_now(), platform.current_org() to :app_role;

-- Every business table calls this once: row-level security for all, forced; the owner keeps retention, backup and migrations.
create function platform.protect(target regclass, rights text default 'select, insert, update, delete') returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy by_organisation on %s using (org_id = (select nullif(current_setting(''app.org_id'', true), '''')::uuid)) '
    'with check (org_id = (select nullif(current_setting(''app.org_id'', true), '''')::uuid))', target);
  execute format('create policy owner_keeps on %s to %I using (true) with check (true)', target, current_user);
  execute format('grant %s on %s to %I', rights, target, current_setting('anbu.app_role'));
end
$$;
revoke execute on function platform.protect(regclass, text) from public;
