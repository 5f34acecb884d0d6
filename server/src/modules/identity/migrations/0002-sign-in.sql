-- The only door to the global tables. Each function gives what one step needs. A caller proves what it asks for by something that only the
-- person holds (the hash of her token, of her key, her password's check) or is held to the organisation of the transaction.

-- ---- organisations before one is known

/* Takes a slug for the organisation of this transaction; false where another has it. */
create function identity.take_slug(p_slug text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into identity.organisation_slug (slug, org_id) values (p_slug, platform.current_org()) on conflict do nothing;
  return found;
end
$$;

/* For commands and public addresses, which name an organisation by its slug. The id alone. */
create function identity.organisation_by_slug(p_slug text) returns uuid
language sql stable security definer set search_path = '' as $$
  select org_id from identity.organisation_slug where slug = p_slug
$$;

/* For workers, which go round the organisations. Ids alone. */
create function identity.organisation_ids() returns setof uuid
language sql stable security definer set search_path = '' as $$
  select org_id from identity.organisation_slug order by org_id
$$;

/* What the sign-in page of a demo shows: never anything of an organisation that is no demo. */
create function identity.demo_sign_ins() returns table (name text, role text, email text, password text)
language sql stable security definer set search_path = '' as $$
  select m.name, m.role, a.email, d.password
  from identity.demo_sign_in d
  join identity.organisation o on o.org_id = d.org_id and o.demo
  join identity.member m on m.org_id = d.org_id and m.id = d.member_id and m.active
  join identity.account a on a.id = d.account_id and not a.disabled
  order by m.org_id, m.id
$$;

-- ---- sign-in

/* What the check of a password needs. One row always; account_id is null for an e-mail that nobody (or a disabled account) has. */
create function identity.sign_in_begin(p_email text)
returns table (account_id uuid, password_hash text, totp_secret text, locked_until timestamptz, now timestamptz)
language sql stable security definer set search_path = '' as $$
  select a.id, a.password_hash, case when a.totp_confirmed then a.totp_secret end,
    (select g.locked_until from identity.sign_in_guard g
     where g.email_hash = sha256(convert_to(p_email, 'UTF8')) and g.locked_until > platform.clock_now()),
    platform.clock_now()
  from (select 1) as always
  left join identity.account a on a.email = p_email and not a.disabled
$$;

/*
 * Counts one wrong guess; gives the end of the lock that already stood, null where this guess still counted. The row lock puts parallel
 * guesses in a line, so that no more than p_limit of them are ever told "wrong".
 */
create function identity.sign_in_failed(p_email text, p_limit integer, p_lock_seconds integer, p_most_seconds integer)
returns timestamptz language plpgsql volatile security definer set search_path = '' as $$
declare
  moment constant timestamptz := platform.clock_now();
  guard identity.sign_in_guard;
begin
  delete from identity.sign_in_guard where email_hash in (
    select email_hash from identity.sign_in_guard
    where failed_at < moment - interval '2 days' limit 20 for update skip locked);
  insert into identity.sign_in_guard (email_hash, failed_count, lock_count, failed_at)
    values (sha256(convert_to(p_email, 'UTF8')), 0, 0, moment) on conflict do nothing;
  select * into guard from identity.sign_in_guard where email_hash = sha256(convert_to(p_email, 'UTF8')) for update;
  if guard.locked_until > moment then
    return guard.locked_until;
  end if;
  guard.failed_count := guard.failed_count + 1;
  if guard.failed_count >= p_limit then
    guard.lock_count := guard.lock_count + 1;
    guard.failed_count := 0;
    guard.locked_until := moment + least(p_lock_seconds * 2 ^ least(guard.lock_count - 1, 20), p_most_seconds) * interval '1 second';
  end if;
  update identity.sign_in_guard
    set failed_count = guard.failed_count, lock_count = guard.lock_count, locked_until = guard.locked_until, failed_at = moment
    where email_hash = guard.email_hash;
  return null;
end
$$;

/*
 * The password was right: uses up the second factor's step, forgets the wrong guesses and opens the session, in the wished organisation or
 * in the one used last. `refused`: null, locked, replayed (a code used before), no_membership.
 */
create function identity.sign_in_passed(
  p_account uuid, p_step bigint, p_org uuid, p_session uuid, p_token_hash bytea,
  p_idle_seconds integer, p_absolute_seconds integer, p_address text, p_user_agent text
) returns table (refused text, locked_until timestamptz, org_id uuid, expires_at timestamptz)
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_column
declare
  moment constant timestamptz := platform.clock_now();
  account identity.account;
  lock_end timestamptz;
  chosen uuid;
begin
  select * into account from identity.account a where a.id = p_account and not a.disabled for update;
  if not found then
    return query select 'no_membership', null::timestamptz, null::uuid, null::timestamptz;
    return;
  end if;
  select g.locked_until into lock_end from identity.sign_in_guard g
    where g.email_hash = sha256(convert_to(account.email, 'UTF8')) for update;
  if lock_end > moment then
    return query select 'locked', lock_end, null::uuid, null::timestamptz;
    return;
  end if;
  if account.totp_confirmed and (p_step is null or p_step <= coalesce(account.totp_last_step, -1)) then
    return query select 'replayed', null::timestamptz, null::uuid, null::timestamptz;
    return;
  end if;
  select m.org_id into chosen from identity.member m
    left join identity.session s on s.account_id = m.account_id and s.org_id = m.org_id
    where m.account_id = p_account and m.active and (p_org is null or m.org_id = p_org)
    order by s.last_seen_at desc nulls last, m.id limit 1;
  if chosen is null then
    return query select 'no_membership', null::timestamptz, null::uuid, null::timestamptz;
    return;
  end if;
  delete from identity.sign_in_guard g where g.email_hash = sha256(convert_to(account.email, 'UTF8'));
  update identity.account a set totp_last_step = coalesce(p_step, a.totp_last_step) where a.id = p_account;
  delete from identity.session s where s.account_id = p_account
    and (s.expires_at <= moment or s.last_seen_at + s.idle_seconds * interval '1 second' <= moment);
  insert into identity.session (id, token_hash, account_id, org_id, created_at, last_seen_at, expires_at, idle_seconds, address, user_agent)
    values (p_session, p_token_hash, p_account, chosen, moment, moment, moment + p_absolute_seconds * interval '1 second',
      p_idle_seconds, p_address, p_user_agent);
  return query select null::text, null::timestamptz, chosen, moment + p_absolute_seconds * interval '1 second';
end
$$;

-- ---- sessions

/* The one question of every request: whose token is this, in which organisation, with which role. No row: nobody. */
create function identity.session_find(p_token_hash bytea, p_touch_seconds integer)
returns table (session_id uuid, account_id uuid, org_id uuid, member_id uuid, name text, role text, email text, language text)
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_column
declare
  moment constant timestamptz := platform.clock_now();
begin
  update identity.session s set last_seen_at = moment
    where s.token_hash = p_token_hash and s.last_seen_at < moment - p_touch_seconds * interval '1 second'
      and s.expires_at > moment and s.last_seen_at + s.idle_seconds * interval '1 second' > moment;
  return query
    select s.id, a.id, s.org_id, m.id, m.name, m.role, a.email, a.language
    from identity.session s
    join identity.account a on a.id = s.account_id and not a.disabled
    join identity.member m on m.org_id = s.org_id and m.account_id = s.account_id and m.active
    where s.token_hash = p_token_hash and s.expires_at > moment
      and s.last_seen_at + s.idle_seconds * interval '1 second' > moment;
end
$$;

/*
 * A live session's new token, and another organisation of the same account where one is named; null where the session is over or the
 * account has no active membership there. The absolute limit stays.
 */
create function identity.session_rotate(p_token_hash bytea, p_new_token_hash bytea, p_org uuid)
returns timestamptz language sql volatile security definer set search_path = '' as $$
  update identity.session s
    set token_hash = p_new_token_hash, org_id = coalesce(p_org, s.org_id), last_seen_at = platform.clock_now()
    from identity.account a
    where s.token_hash = p_token_hash and a.id = s.account_id and not a.disabled
      and s.expires_at > platform.clock_now()
      and s.last_seen_at + s.idle_seconds * interval '1 second' > platform.clock_now()
      and exists (select from identity.member m
        where m.org_id = coalesce(p_org, s.org_id) and m.account_id = s.account_id and m.active)
    returning s.expires_at
$$;

create function identity.session_end(p_token_hash bytea) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from identity.session where token_hash = p_token_hash;
  return found;
end
$$;

/*
 * The account of a session of this organisation. What follows takes the session of the person who acts as proof: the application's code
 * in organisation A cannot ask about a session of organisation B.
 */
create function identity.account_of_session(p_session uuid) returns uuid
language sql stable security definer set search_path = '' as $$
  select account_id from identity.session where id = p_session and org_id = platform.current_org()
$$;

/* Her own sessions, in whatever organisation. */
create function identity.sessions_of(p_session uuid)
returns table (id uuid, created_at timestamptz, last_seen_at timestamptz, address text, user_agent text)
language sql stable security definer set search_path = '' as $$
  select id, created_at, last_seen_at, address, user_agent from identity.session
  where account_id = identity.account_of_session(p_session) and expires_at > platform.clock_now()
    and last_seen_at + idle_seconds * interval '1 second' > platform.clock_now()
  order by last_seen_at desc, id
$$;

create function identity.session_end_own(p_session uuid, p_target uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from identity.session where id = p_target and account_id = identity.account_of_session(p_session);
  return found;
end
$$;

/* A member of this organisation is disabled or gets another role: her sessions in it are over. */
create function identity.sessions_end_of_member(p_member uuid) returns void
language sql volatile security definer set search_path = '' as $$
  delete from identity.session s using identity.member m
  where m.org_id = platform.current_org() and m.id = p_member and s.account_id = m.account_id and s.org_id = m.org_id
$$;

/* The organisations of the account of a session: its own names, for switching. */
create function identity.memberships_of(p_session uuid) returns table (org_id uuid, name text, slug text)
language sql stable security definer set search_path = '' as $$
  select o.org_id, o.name, o.slug from identity.member m
  join identity.organisation o on o.org_id = m.org_id
  where m.account_id = identity.account_of_session(p_session) and m.active
  order by o.name, o.org_id
$$;

-- ---- accounts

/*
 * The account of an e-mail, made where there is none and a password hash is given (else null). An account that exists keeps its password.
 * `demo`: its password stands on a sign-in page.
 */
create function identity.account_ensure(p_id uuid, p_email text, p_password_hash text, p_language text)
returns table (account_id uuid, created boolean, demo boolean)
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_column
declare
  made boolean := false;
begin
  if p_password_hash is not null then
    insert into identity.account (id, email, password_hash, language, created_at)
      values (p_id, p_email, p_password_hash, p_language, platform.clock_now()) on conflict do nothing;
    made := found;
  end if;
  return query select a.id, made, exists (select from identity.demo_sign_in d where d.account_id = a.id)
    from identity.account a where a.email = p_email;
end
$$;

/* E-mail and settings of members of this organisation only. */
create function identity.accounts_of_members(p_members uuid[])
returns table (member_id uuid, account_id uuid, email text, language text, has_totp boolean)
language sql stable security definer set search_path = '' as $$
  select m.id, a.id, a.email, a.language, a.totp_confirmed
  from identity.member m join identity.account a on a.id = m.account_id
  where m.org_id = platform.current_org() and m.id = any (p_members)
$$;

create function identity.account_set_language(p_session uuid, p_language text) returns void
language sql volatile security definer set search_path = '' as $$
  update identity.account set language = p_language where id = identity.account_of_session(p_session)
$$;

/* For asking her password again, and for her second factor. */
create function identity.account_secrets(p_session uuid)
returns table (email text, password_hash text, totp_secret text, totp_confirmed boolean)
language sql stable security definer set search_path = '' as $$
  select email, password_hash, totp_secret, totp_confirmed from identity.account
  where id = identity.account_of_session(p_session)
$$;

/* A new password ends every other session and gives this one a new token. Gives the session's absolute end. */
create function identity.change_password(p_token_hash bytea, p_new_token_hash bytea, p_password_hash text)
returns timestamptz language plpgsql volatile security definer set search_path = '' as $$
declare
  mine identity.session;
begin
  update identity.session set token_hash = p_new_token_hash, last_seen_at = platform.clock_now()
    where token_hash = p_token_hash returning * into mine;
  if not found then
    return null;
  end if;
  update identity.account set password_hash = p_password_hash where id = mine.account_id;
  delete from identity.session where account_id = mine.account_id and id <> mine.id;
  delete from identity.demo_sign_in where account_id = mine.account_id;
  return mine.expires_at;
end
$$;

create function identity.totp_propose(p_session uuid, p_secret text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update identity.account set totp_secret = p_secret, totp_last_step = null
    where id = identity.account_of_session(p_session) and not totp_confirmed;
  return found;
end
$$;

create function identity.totp_confirm(p_session uuid, p_step bigint) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update identity.account set totp_confirmed = true, totp_last_step = p_step
    where id = identity.account_of_session(p_session) and totp_secret is not null and not totp_confirmed;
  return found;
end
$$;

create function identity.totp_remove(p_session uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update identity.account set totp_secret = null, totp_confirmed = false, totp_last_step = null
    where id = identity.account_of_session(p_session) and totp_secret is not null;
  return found;
end
$$;

/* Shows a member's password on the sign-in page. Does nothing in an organisation that is no demo. */
create function identity.show_demo_sign_in(p_member uuid, p_password text) returns void
language sql volatile security definer set search_path = '' as $$
  insert into identity.demo_sign_in (account_id, org_id, member_id, password)
  select m.account_id, m.org_id, m.id, p_password
  from identity.member m join identity.organisation o on o.org_id = m.org_id
  where m.org_id = platform.current_org() and m.id = p_member and o.demo
  on conflict do nothing
$$;

-- ---- API keys

create function identity.api_key_add(
  p_id uuid, p_key_hash bytea, p_prefix text, p_name text, p_scopes text[], p_maker uuid, p_expires_at timestamptz
) returns void language sql volatile security definer set search_path = '' as $$
  insert into identity.api_key (org_id, id, key_hash, prefix, name, scopes, maker_id, created_at, expires_at)
  values (platform.current_org(), p_id, p_key_hash, p_prefix, p_name, p_scopes, p_maker, platform.clock_now(), p_expires_at)
$$;

/* Keys of this organisation, newest first, below an id. */
create function identity.api_keys(p_before uuid, p_limit integer)
returns table (id uuid, name text, prefix text, scopes text[], created_at timestamptz, last_used_at timestamptz,
  expires_at timestamptz, revoked_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select id, name, prefix, scopes, created_at, last_used_at, expires_at, revoked_at from identity.api_key
  where org_id = platform.current_org() and (p_before is null or id < p_before)
  order by id desc limit p_limit
$$;

create function identity.api_key_revoke(p_id uuid)
returns table (id uuid, name text, prefix text, scopes text[], created_at timestamptz, last_used_at timestamptz,
  expires_at timestamptz, revoked_at timestamptz)
language sql volatile security definer set search_path = '' as $$
  update identity.api_key k set revoked_at = coalesce(k.revoked_at, platform.clock_now())
  where k.org_id = platform.current_org() and k.id = p_id
  returning k.id, k.name, k.prefix, k.scopes, k.created_at, k.last_used_at, k.expires_at, k.revoked_at
$$;

/* Whose key this is. A key of a person who left, or was disabled, is nobody's; `maker_role` null = made by a command. */
create function identity.api_key_find(p_key_hash bytea, p_touch_seconds integer)
returns table (id uuid, org_id uuid, name text, scopes text[], maker_role text, language text)
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_column
declare
  moment constant timestamptz := platform.clock_now();
begin
  update identity.api_key k set last_used_at = moment
    where k.key_hash = p_key_hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > moment)
      and (k.last_used_at is null or k.last_used_at < moment - p_touch_seconds * interval '1 second');
  return query
    select k.id, k.org_id, k.name, k.scopes, m.role, o.language
    from identity.api_key k
    join identity.organisation o on o.org_id = k.org_id
    left join identity.member m on m.org_id = k.org_id and m.id = k.maker_id
    left join identity.account a on a.id = m.account_id
    where k.key_hash = p_key_hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > moment)
      and (k.maker_id is null or (m.active and not a.disabled));
end
$$;

revoke execute on all functions in schema identity from public;
grant execute on all functions in schema identity to :app_role;
-- A part of the functions above, never a question of its own.
revoke execute on function identity.account_of_session(uuid) from :app_role;
