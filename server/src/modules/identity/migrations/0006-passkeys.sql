/*
 * Passkeys (WebAuthn): an authenticator keeps a private key of the account, which it uses only after it has seen a finger, a face or a PIN. It belongs
 * to the person, not to an organisation: the application reaches both tables by the functions below alone.
 */
create table identity.passkey (
  id uuid primary key,
  account_id uuid not null references identity.account (id),
  -- base64url, as browsers write it
  credential_id text collate "C" not null unique,
  public_key bytea not null,
  -- What the authenticator has signed so far; 0 for ever with those that are copied between devices.
  counter bigint not null check (counter >= 0),
  transports text[] not null,
  name text not null check (name <> ''),
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_account on identity.passkey (account_id, id);

-- Each is answered once and soon. `account_id`: who registers a passkey; null: a sign-in, nobody is known yet.
create table identity.passkey_challenge (
  challenge_hash bytea primary key,
  account_id uuid references identity.account (id),
  expires_at timestamptz not null
);
create index passkey_challenge_expires_at on identity.passkey_challenge (expires_at);

/* A part of the two below. Each takes away some that nobody answered, so that they do not pile up. */
create function identity.passkey_challenge_insert(p_hash bytea, p_account uuid, p_seconds integer) returns void
language sql volatile security definer set search_path = '' as $$
  delete from identity.passkey_challenge where challenge_hash in (
    select challenge_hash from identity.passkey_challenge
    where expires_at < platform.clock_now() order by expires_at limit 20 for update skip locked);
  insert into identity.passkey_challenge (challenge_hash, account_id, expires_at)
  values (p_hash, p_account, platform.clock_now() + p_seconds * interval '1 second')
$$;

create function identity.passkey_challenge_add(p_hash bytea, p_seconds integer) returns void
language sql volatile security definer set search_path = '' as $$
  select identity.passkey_challenge_insert(p_hash, null, p_seconds)
$$;

/* Whoever answers takes it away, rightly or wrongly. False: never asked, answered before, too late. */
create function identity.passkey_challenge_take(p_hash bytea) returns boolean
language sql volatile security definer set search_path = '' as $$
  with taken as (
    delete from identity.passkey_challenge where challenge_hash = p_hash and account_id is null returning expires_at)
  select coalesce((select expires_at > platform.clock_now() from taken), false)
$$;

create function identity.passkey_challenge_add_own(p_session uuid, p_hash bytea, p_seconds integer) returns void
language sql volatile security definer set search_path = '' as $$
  select identity.passkey_challenge_insert(p_hash, account, p_seconds)
  from identity.account_of_session(p_session) account where account is not null
$$;

create function identity.passkey_challenge_take_own(p_session uuid, p_hash bytea) returns boolean
language sql volatile security definer set search_path = '' as $$
  with taken as (
    delete from identity.passkey_challenge
    where challenge_hash = p_hash and account_id = identity.account_of_session(p_session) returning expires_at)
  select coalesce((select expires_at > platform.clock_now() from taken), false)
$$;

/* Her own, oldest first. */
create function identity.passkeys_of(p_session uuid)
returns table (id uuid, credential_id text, transports text[], name text, created_at timestamptz, last_used_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select id, credential_id, transports, name, created_at, last_used_at from identity.passkey
  where account_id = identity.account_of_session(p_session) order by id
$$;

/* `added`, `known` (somebody has it already), `full` (p_most are there); null without a session of this organisation. */
create function identity.passkey_add(
  p_session uuid, p_id uuid, p_credential_id text, p_public_key bytea, p_counter bigint, p_transports text[], p_name text, p_most integer
) returns text language plpgsql volatile security definer set search_path = '' as $$
declare
  owner uuid;
begin
  select a.id into owner from identity.account a where a.id = identity.account_of_session(p_session) for update;
  if owner is null then
    return null;
  end if;
  if (select count(*) from identity.passkey k where k.account_id = owner) >= p_most then
    return 'full';
  end if;
  insert into identity.passkey (id, account_id, credential_id, public_key, counter, transports, name, created_at)
    values (p_id, owner, p_credential_id, p_public_key, p_counter, p_transports, p_name, platform.clock_now())
    on conflict (credential_id) do nothing;
  return case when found then 'added' else 'known' end;
end
$$;

create function identity.passkey_remove(p_session uuid, p_id uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from identity.passkey where id = p_id and account_id = identity.account_of_session(p_session);
  return found;
end
$$;

/* What the check of an answer needs. No row: nobody (or a disabled account) has this passkey. */
create function identity.passkey_find(p_credential_id text)
returns table (id uuid, account_id uuid, email text, public_key bytea, counter bigint)
language sql stable security definer set search_path = '' as $$
  select k.id, a.id, a.email, k.public_key, k.counter
  from identity.passkey k join identity.account a on a.id = k.account_id and not a.disabled
  where k.credential_id = p_credential_id
$$;

/*
 * What sign_in_passed did until now, with one question more: whether all factors were shown already. A passkey is both: a thing that she has, and the
 * finger or PIN that opens it. `refused`: null, locked, replayed (a code used before), no_membership.
 */
create function identity.open_session(
  p_account uuid, p_step bigint, p_all_factors boolean, p_org uuid, p_session uuid, p_token_hash bytea,
  p_idle_seconds integer, p_absolute_seconds integer, p_address text, p_user_agent text
) returns table (refused text, locked_until timestamptz, org_id uuid, expires_at timestamptz)
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_column
declare
  moment constant timestamptz := platform.clock_now();
  account identity.account;
  joined identity.member;
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
  if account.totp_confirmed and not p_all_factors and (p_step is null or p_step <= coalesce(account.totp_last_step, -1)) then
    return query select 'replayed', null::timestamptz, null::uuid, null::timestamptz;
    return;
  end if;
  if not exists (select from identity.member m where m.account_id = p_account and m.active) then
    update identity.member m set state = 'member', active = true, version = m.version + 1
      where (m.org_id, m.id) = (
        select i.org_id, i.id from identity.member i
        where i.account_id = p_account and i.state = 'invited' and (p_org is null or i.org_id = p_org)
        order by i.created_at, i.org_id limit 1)
      returning * into joined;
    if found then
      perform platform.note_audit(
        joined.org_id, 'user', joined.name, joined.id, p_address, 'identity.user_joined', 'user', joined.id);
    end if;
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

create or replace function identity.sign_in_passed(
  p_account uuid, p_step bigint, p_org uuid, p_session uuid, p_token_hash bytea,
  p_idle_seconds integer, p_absolute_seconds integer, p_address text, p_user_agent text
) returns table (refused text, locked_until timestamptz, org_id uuid, expires_at timestamptz)
language sql volatile security definer set search_path = '' as $$
  select * from identity.open_session(
    p_account, p_step, false, p_org, p_session, p_token_hash, p_idle_seconds, p_absolute_seconds, p_address, p_user_agent)
$$;

/*
 * The signature was right, against the counter that was read: remembers the new one and opens the session. `refused`: as open_session, and changed:
 * removed since, or used by another answer meanwhile.
 */
create function identity.passkey_passed(
  p_passkey uuid, p_counter_before bigint, p_counter bigint, p_org uuid, p_session uuid, p_token_hash bytea,
  p_idle_seconds integer, p_absolute_seconds integer, p_address text, p_user_agent text
) returns table (refused text, locked_until timestamptz, org_id uuid, expires_at timestamptz)
language plpgsql volatile security definer set search_path = '' as $$
declare
  passkey identity.passkey;
  opened record;
begin
  -- The account first, as everywhere.
  perform from identity.account a join identity.passkey k on k.account_id = a.id where k.id = p_passkey for update of a;
  select * into passkey from identity.passkey k where k.id = p_passkey for update;
  if not found or passkey.counter <> p_counter_before then
    return query select 'changed', null::timestamptz, null::uuid, null::timestamptz;
    return;
  end if;
  select * into opened from identity.open_session(
    passkey.account_id, null, true, p_org, p_session, p_token_hash, p_idle_seconds, p_absolute_seconds, p_address, p_user_agent);
  if opened.refused is null then
    update identity.passkey k set counter = p_counter, last_used_at = platform.clock_now() where k.id = p_passkey;
  end if;
  return query select opened.refused, opened.locked_until, opened.org_id, opened.expires_at;
end
$$;

revoke execute on function identity.passkey_challenge_insert(bytea, uuid, integer), identity.passkey_challenge_add(bytea, integer),
  identity.passkey_challenge_take(bytea), identity.passkey_challenge_add_own(uuid, bytea, integer),
  identity.passkey_challenge_take_own(uuid, bytea), identity.passkeys_of(uuid),
  identity.passkey_add(uuid, uuid, text, bytea, bigint, text[], text, integer), identity.passkey_remove(uuid, uuid),
  identity.passkey_find(text), identity.open_session(uuid, bigint, boolean, uuid, uuid, bytea, integer, integer, text, text),
  identity.passkey_passed(uuid, bigint, bigint, uuid, uuid, bytea, integer, integer, text, text) from public;
grant execute on function identity.passkey_challenge_add(bytea, integer), identity.passkey_challenge_take(bytea),
  identity.passkey_challenge_add_own(uuid, bytea, integer), identity.passkey_challenge_take_own(uuid, bytea), identity.passkeys_of(uuid),
  identity.passkey_add(uuid, uuid, text, bytea, bigint, text[], text, integer), identity.passkey_remove(uuid, uuid),
  identity.passkey_find(text), identity.passkey_passed(uuid, bigint, bigint, uuid, uuid, bytea, integer, integer, text, text) to :app_role;
