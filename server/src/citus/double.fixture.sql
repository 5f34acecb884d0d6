-- A DOUBLE of the functions of Citus by which tables are placed: it moves no row and makes no shard. It remembers what it was told, and refuses what the
-- documents and the source of Citus say that Citus refuses. Nothing that passes here is proved for a real cluster.
create schema citus_double;
create table citus_double.pg_dist_partition (
  logicalrelid regclass primary key, partmethod "char" not null, partkey text, colocationid integer not null, repmodel "char" not null
);
create table citus_double.call (no integer generated always as identity, said text not null);

create function citus_double.refuse_all(target regclass) returns void language plpgsql as $$
begin
  if exists (select from citus_double.pg_dist_partition where logicalrelid = target) then
    raise exception 'table "%" is already distributed', target;
  end if;
  if (select relispartition from pg_class where oid = target) then
    raise exception 'cannot distribute partition %', target;
  end if;
  if exists (select from pg_trigger where tgrelid = target and not tgisinternal) then
    raise exception 'triggers are not supported on distributed tables: %', target;
  end if;
  if exists (select from pg_policy where polrelid = target and coalesce(polqual::text, '') || coalesce(polwithcheck::text, '') like '%{SUBLINK%') then
    raise exception 'cannot create policy: subqueries are not supported in policies on distributed tables: %', target;
  end if;
end
$$;

create function citus_double.create_reference_table(target regclass) returns void language plpgsql as $$
begin
  perform citus_double.refuse_all(target);
  if exists (select from pg_constraint f join citus_double.pg_dist_partition d on d.logicalrelid = f.confrelid
      where f.conrelid = target and f.contype = 'f' and d.partmethod = 'h') then
    raise exception 'foreign keys from reference tables to distributed tables are not supported: %', target;
  end if;
  insert into citus_double.pg_dist_partition values (target, 'n', null, 0, 't');
  insert into citus_double.call (said) values (format('reference %s', target));
end
$$;

create function citus_double.create_distributed_table(target regclass, column_name text, colocate_with text default 'default') returns void language plpgsql as $$
declare
  attribute smallint := (select attnum from pg_attribute where attrelid = target and attname = column_name and not attisdropped);
  together integer;
  bad text;
begin
  perform citus_double.refuse_all(target);
  if attribute is null then
    raise exception 'column "%" of relation "%" does not exist', column_name, target;
  end if;
  if colocate_with = 'none' then
    together := 1 + coalesce((select max(colocationid) from citus_double.pg_dist_partition), 0);
  else
    select colocationid into together from citus_double.pg_dist_partition where logicalrelid = to_regclass(colocate_with) and partmethod = 'h';
    if together is null then
      raise exception 'relation % is not distributed', colocate_with;
    end if;
  end if;
  select i.indexrelid::regclass::text into bad from pg_index i where i.indrelid = target and (i.indisunique or i.indisexclusion)
    and not exists (
      select from unnest(i.indkey::int2[]) with ordinality k (attnum, no) where k.attnum = attribute and k.no <= i.indnkeyatts
        and (not i.indisexclusion or exists (
          select from pg_constraint e join pg_operator o on o.oid = e.conexclop[k.no] where e.conindid = i.indexrelid and o.oprname = '=')));
  if bad is not null then
    raise exception 'cannot create constraint on "%": % does not include the distribution column', target, bad;
  end if;
  select f.conname into bad from pg_constraint f
    left join citus_double.pg_dist_partition d on d.logicalrelid = f.confrelid
    where f.conrelid = target and f.contype = 'f' and f.conparentid = 0 and case
      when f.confrelid = target then array_position(f.conkey, attribute) is distinct from array_position(f.confkey, attribute)
      when d.partmethod is null then true
      when d.partmethod = 'n' then d.repmodel <> 't'
      else d.colocationid <> together
        or array_position(f.conkey, attribute) is distinct from array_position(f.confkey,
          (select a.attnum from pg_attribute a where a.attrelid = f.confrelid and a.attname = d.partkey))
        or array_position(f.conkey, attribute) is null or f.confdeltype in ('n', 'd') or f.confupdtype in ('n', 'd', 'c')
    end limit 1;
  if bad is not null then
    raise exception 'cannot create foreign key constraint % of %: not to a colocated table by the distribution column, nor to a reference table', bad, target;
  end if;
  insert into citus_double.pg_dist_partition values (target, 'h', column_name, together, 's');
  insert into citus_double.call (said) values (format('distributed %s', target));
end
$$;
