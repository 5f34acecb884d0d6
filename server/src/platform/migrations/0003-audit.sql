-- Tables by month: `platform.by_month('schema.table')` once in a migration, `platform.ensure_months` by migrate and every night.
create table platform.monthly_table (name text primary key);

create function platform.ensure_month(target regclass, month timestamptz) returns boolean language plpgsql as $$
declare
  first timestamptz := date_trunc('month', month at time zone 'UTC') at time zone 'UTC';
  next timestamptz := (date_trunc('month', month at time zone 'UTC') + interval '1 month') at time zone 'UTC';
  space text;
  base text;
  part text;
  moved boolean;
begin
  select n.nspname, c.relname into space, base from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = target;
  part := format('%I.%I', space, base || to_char(first at time zone 'UTC', '"_"YYYY"_"MM'));
  if to_regclass(part) is not null then
    return false;
  end if;
  -- Rows that the default partition caught go where they belong, else the new partition could not be attached.
  execute format('select exists (select from %I.%I where at >= $1 and at < $2)', space, base || '_default') into moved using first, next;
  if not moved then
    execute format('create table %s partition of %s for values from (%L) to (%L)', part, target, first, next);
  else
    execute format('create table %s (like %s including all)', part, target);
    execute format('with gone as (delete from %I.%I where at >= $1 and at < $2 returning *) insert into %s select * from gone',
      space, base || '_default', part) using first, next;
    execute format('alter table %s attach partition %s for values from (%L) to (%L)', target, part, first, next);
  end if;
  return true;
end
$$;

-- This month and the months ahead, of every table by month. Gives the number of partitions made.
create function platform.ensure_months(since timestamptz, months_ahead integer) returns integer language plpgsql as $$
declare
  target text;
  made integer := 0;
begin
  for target in select name from platform.monthly_table order by name loop
    for step in 0 .. months_ahead loop
      if platform.ensure_month(target::regclass, (since at time zone 'UTC' + step * interval '1 month') at time zone 'UTC') then
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end
$$;

-- Rows that no month was there for: more than none is an alert.
create function platform.rows_without_month() returns bigint language plpgsql as $$
declare
  target text;
  here bigint;
  found_rows bigint := 0;
begin
  for target in select name from platform.monthly_table loop
    execute format('select count(*) from %s_default', target) into here;
    found_rows := found_rows + here;
  end loop;
  return found_rows;
end
$$;

create function platform.by_month(target text) returns void language plpgsql as $$
begin
  execute format('create table %s_default partition of %s default', target, target);
  insert into platform.monthly_table (name) values (target);
  perform platform.ensure_months(transaction_timestamp(), 3);
end
$$;
revoke execute on function platform.ensure_month(regclass, timestamptz), platform.ensure_months(timestamptz, integer),
  platform.rows_without_month(), platform.by_month(text) from public;

-- Who read or changed what. Written unsealed with the act; sealed per organisation in batches: then seal_no and hash are set.
create table platform.audit_entry (
  org_id uuid not null,
  at timestamptz not null,
  id uuid not null,
  -- The database's real time, whatever a test clock says.
  written_at timestamptz not null,
  actor_kind text not null check (actor_kind in ('user', 'api_key', 'system')),
  actor_name text not null,
  user_id uuid,
  api_key_id uuid,
  request_id text,
  address text,
  action text not null,
  person_ids uuid[] not null,
  entity text,
  entity_id uuid,
  changes jsonb,
  reason text,
  seal_no bigint,
  -- Over the content as it was sealed; stays when erasure blanks the content.
  hash bytea,
  erased_at timestamptz,
  primary key (org_id, at, id),
  check ((seal_no is null) = (hash is null)),
  check (erased_at is null or (changes is null and reason is null and address is null))
) partition by range (at);
create index audit_entry_seal on platform.audit_entry (org_id, seal_no, at, id);
create index audit_entry_user on platform.audit_entry (org_id, user_id, at, id);
create index audit_entry_entity on platform.audit_entry (org_id, entity_id, at, id) where entity_id is not null;
create index audit_entry_action on platform.audit_entry (org_id, action, at, id);
create index audit_entry_people on platform.audit_entry using gin (person_ids);
select platform.by_month('platform.audit_entry');

-- One link of the chain: hash = sha256(previous hash, number, time, horizon, count, the entries' hashes in order of at, id).
create table platform.audit_seal (
  org_id uuid not null,
  no bigint not null check (no > 0),
  sealed_at timestamptz not null,
  -- When everything written was last under seal: an entry of this seal that claims to be older was slipped in.
  horizon timestamptz,
  entries integer not null check (entries > 0),
  previous bytea not null,
  hash bytea not null,
  primary key (org_id, no)
);

-- The end of the chain: a chain that was cut shorter is found.
create table platform.audit_head (
  org_id uuid not null primary key,
  no bigint not null,
  hash bytea not null,
  complete_at timestamptz
);

select platform.protect('platform.audit_entry', 'select, insert');
select platform.protect('platform.audit_seal', 'select');
select platform.protect('platform.audit_head', 'select');
-- The app writes entries unsealed, as itself: a seal comes from the function below only.
create policy unsealed on platform.audit_entry as restrictive for insert to :app_role
  with check (seal_no is null and hash is null and erased_at is null);

create function platform.audit_hash(e platform.audit_entry) returns bytea language sql stable set search_path = pg_catalog as $$
  select sha256(convert_to(jsonb_build_array(
    e.org_id, e.id, (extract(epoch from e.at) * 1000000)::bigint, (extract(epoch from e.written_at) * 1000000)::bigint,
    e.actor_kind, e.actor_name, e.user_id, e.api_key_id, e.request_id, e.address,
    e.action, e.person_ids, e.entity, e.entity_id, e.changes, e.reason
  )::text, 'UTF8'))
$$;

create function platform.audit_seal_hash(
  org uuid, previous bytea, no bigint, sealed_at timestamptz, horizon timestamptz, entries bigint, hashes bytea
) returns bytea language sql stable set search_path = pg_catalog as $$
  select sha256(previous || convert_to(jsonb_build_array(
    org, no, (extract(epoch from sealed_at) * 1000000)::bigint, (extract(epoch from horizon) * 1000000)::bigint, entries
  )::text, 'UTF8') || hashes)
$$;

-- Seals up to `maximum` unsealed entries of this transaction's organisation as one link. Gives their number.
create function platform.seal_audit(maximum integer) returns integer
language plpgsql security definer set search_path = pg_catalog as $$
declare
  org uuid := platform.current_org();
  head platform.audit_head;
  link platform.audit_seal;
  hashes bytea;
begin
  insert into platform.audit_head (org_id, no, hash) values (org, 0, '\x') on conflict do nothing;
  -- One sealer at a time in an organisation.
  select * into head from platform.audit_head h where h.org_id = org for update;
  link.org_id := org;
  link.no := head.no + 1;
  link.sealed_at := clock_timestamp();
  link.horizon := head.complete_at;
  link.previous := head.hash;
  with chosen as (
    select e.at, e.id from platform.audit_entry e where e.org_id = org and e.seal_no is null order by e.at, e.id limit maximum
  ), sealed as (
    update platform.audit_entry e set seal_no = link.no, hash = platform.audit_hash(e)
    from chosen c where e.org_id = org and e.at = c.at and e.id = c.id
    returning e.at, e.id, e.hash
  )
  select count(*), string_agg(s.hash, ''::bytea order by s.at, s.id) into link.entries, hashes from sealed s;
  if link.entries > 0 then
    link.hash := platform.audit_seal_hash(org, link.previous, link.no, link.sealed_at, link.horizon, link.entries, hashes);
    insert into platform.audit_seal select link.*;
    update platform.audit_head h set no = link.no, hash = link.hash where h.org_id = org;
  end if;
  if link.entries < maximum then
    update platform.audit_head h set complete_at = link.sealed_at where h.org_id = org;
  end if;
  return link.entries;
end
$$;

-- Organisations with unsealed entries, hopping from one to the next.
create function platform.audit_unsealed() returns table (org_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  with recursive found as (
    (select e.org_id from platform.audit_entry e order by e.org_id limit 1)
    union all
    select (select e.org_id from platform.audit_entry e where e.org_id > found.org_id order by e.org_id limit 1)
    from found where found.org_id is not null
  )
  select f.org_id from found f where exists (
    select from platform.audit_entry e where e.org_id = f.org_id and e.seal_no is null
  )
$$;

create function platform.audit_organisations() returns table (org_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select h.org_id from platform.audit_head h union select u.org_id from platform.audit_unsealed() u order by 1
$$;

-- Entries about one person. `@>` is not leakproof: under row-level security its index would not be used.
create function platform.audit_of_person(person uuid, since timestamptz, until timestamptz) returns table (at timestamptz, id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select e.at, e.id from platform.audit_entry e
  where e.person_ids @> array[person] and e.org_id = platform.current_org() and e.at >= since and e.at < until
$$;
revoke execute on function platform.seal_audit(integer), platform.audit_unsealed(), platform.audit_organisations(),
  platform.audit_of_person(uuid, timestamptz, timestamptz) from public;
grant execute on function platform.seal_audit(integer), platform.audit_unsealed(), platform.audit_organisations(),
  platform.audit_of_person(uuid, timestamptz, timestamptz) to :app_role;
