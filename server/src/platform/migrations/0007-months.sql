-- A month is made aside and attached: the parent is locked so little (share update exclusive) that who writes does not wait behind who reads for
-- long, e.g. a backup. The default partition is locked fully for the moment of attaching; the caller sets `lock_timeout` and comes again.
create function platform.name_of_month(target text, month timestamptz) returns text language sql immutable as $$
  select target || to_char(month at time zone 'UTC', '"_"YYYY"_"MM')
$$;

create or replace function platform.ensure_month(target regclass, month timestamptz) returns boolean language plpgsql as $$
declare
  first timestamptz := date_trunc('month', month at time zone 'UTC') at time zone 'UTC';
  next timestamptz := (date_trunc('month', month at time zone 'UTC') + interval '1 month') at time zone 'UTC';
  parent text;
  part text;
begin
  select format('%I.%I', n.nspname, c.relname) into parent from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = target;
  part := platform.name_of_month(parent, first);
  -- One at a time: two would wait for each other's look at the default partition.
  lock table platform.monthly_table in share row exclusive mode;
  if to_regclass(part) is not null then
    return false;
  end if;
  execute format('create table %s (like %s including all)', part, parent);
  -- Rows that the default partition caught go where they belong, else the new partition could not be attached.
  execute format('with gone as (delete from %s_default where at >= $1 and at < $2 returning *) insert into %s select * from gone',
    parent, part) using first, next;
  execute format('alter table %s attach partition %s for values from (%L) to (%L)', parent, part, first, next);
  return true;
end
$$;

-- Months that tables by month lack: that of `since` and `ahead` more, and those of rows that a default partition caught. Each is for a
-- transaction of its own.
create function platform.missing_months(since timestamptz, ahead integer) returns table (target text, month timestamptz)
language plpgsql stable as $$
declare
  parent text;
begin
  for parent in select m.name from platform.monthly_table m order by m.name loop
    return query execute format(
      'select %1$L::text, w.month from ('
      '  select (date_trunc(''month'', $1 at time zone ''UTC'') + step * interval ''1 month'') at time zone ''UTC'' from generate_series(0, $2) step'
      '  union select date_trunc(''month'', d.at at time zone ''UTC'') at time zone ''UTC'' from %1$s_default d'
      ') as w (month) where to_regclass(platform.name_of_month(%1$L, w.month)) is null order by w.month', parent) using since, ahead;
  end loop;
end
$$;
revoke execute on function platform.name_of_month(text, timestamptz), platform.missing_months(timestamptz, integer) from public;
