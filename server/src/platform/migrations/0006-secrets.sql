-- One sealed text for each key that sealed something: a program with another key refuses to start instead of failing later.
create table platform.secret_check (
  key_id text primary key,
  sealed text not null
);

create function platform.secret_checks() returns table (key_id text, sealed text)
language sql stable security definer set search_path = pg_catalog as $$
  select c.key_id, c.sealed from platform.secret_check c order by c.key_id
$$;

create function platform.add_secret_check(key text, text_sealed text) returns void
language sql volatile security definer set search_path = pg_catalog as $$
  insert into platform.secret_check (key_id, sealed) values (key, text_sealed) on conflict do nothing
$$;

-- After everything was sealed anew by another key. The owner only.
create function platform.retire_secret_key(key text) returns boolean language sql volatile as $$
  with gone as (delete from platform.secret_check where key_id = key returning 1) select exists (select from gone)
$$;
revoke execute on function platform.secret_checks(), platform.add_secret_check(text, text), platform.retire_secret_key(text) from public;
grant execute on function platform.secret_checks(), platform.add_secret_check(text, text) to :app_role;
