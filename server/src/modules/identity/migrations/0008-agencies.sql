-- Agencies: people of another firm who work an organisation's desk, under a contract that its administrator has recorded. The row of the contract stands in
-- the organisation that gives the work; who works under it is a member of it like everybody, but enters only on days of the contract.
create table identity.agency_contract (
  org_id uuid not null references identity.organisation (org_id),
  id uuid not null,
  agency_name text not null check (agency_name <> ''),
  -- Where the signed paper is.
  reference text not null check (reference <> ''),
  signed_on date not null,
  valid_from date not null,
  -- The last day.
  valid_to date not null,
  -- By whose clock its days go: that of the main site when it was recorded.
  time_zone text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  ended_by uuid,
  ended_at timestamptz,
  end_reason text,
  primary key (org_id, id),
  -- First the signature, then the data.
  check (signed_on <= valid_from),
  check (valid_from <= valid_to),
  check ((ended_at is null) = (ended_by is null) and (ended_at is null) = (end_reason is null)),
  foreign key (org_id, recorded_by) references identity.member (org_id, id),
  foreign key (org_id, ended_by) references identity.member (org_id, id)
);
select platform.protect('identity.agency_contract', 'select, insert');
-- What was recorded stays as it was: other days are another contract.
grant update (ended_by, ended_at, end_reason) on identity.agency_contract to :app_role;

-- Who belongs to an agency works the desk and nothing else: no settings, no accounts, no audit, no exports.
alter table identity.member
  add column contract_id uuid,
  add column contract_since timestamptz,
  add foreign key (org_id, contract_id) references identity.agency_contract (org_id, id),
  add constraint contract_has_since check ((contract_id is null) = (contract_since is null)),
  add constraint agency_works_desks check (contract_id is null or role in ('consultant', 'desk', 'agent'));
create index member_contract on identity.member (org_id, contract_id) where contract_id is not null;
grant update (contract_id, contract_since) on identity.member to :app_role;

/* Whether the days of a contract are over, or it was ended: nobody enters under it any more. */
create function identity.is_over(p identity.agency_contract) returns boolean
language sql stable set search_path = '' as $$
  select p.ended_at is not null or (platform.clock_now() at time zone p.time_zone)::date > p.valid_to
$$;

/*
 * Whether a member may enter her organisation at this moment: active, and – of an agency – on a day of its contract, which nobody has ended. All that
 * opens an organisation to an account asks this, so that an ended contract shuts out with the next request.
 */
create function identity.may_enter(p identity.member) returns boolean
language sql stable set search_path = '' as $$
  select p.active and (p.contract_id is null or exists (
    select from identity.agency_contract c
    where c.org_id = p.org_id and c.id = p.contract_id and not identity.is_over(c)
      and (platform.clock_now() at time zone c.time_zone)::date >= c.valid_from))
$$;

/* For the sweep: organisations where somebody still stands under a contract that is over. Ids alone. */
create function identity.organisations_with_contracts_over() returns setof uuid
language sql stable security definer set search_path = '' as $$
  select distinct m.org_id from identity.member m
  join identity.agency_contract c on c.org_id = m.org_id and c.id = m.contract_id
  where m.contract_id is not null and (m.active or m.state = 'invited') and identity.is_over(c)
$$;

-- ---- what opens an organisation, as before, but by may_enter

/*
 * Opens a session; `p_all_factors`: whether all factors were shown already. A passkey is both: a thing that she has, and the
 * finger or PIN that opens it. `refused`: null, locked, replayed (a code used before), no_membership.
 */
create or replace function identity.open_session(
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
    where m.account_id = p_account and identity.may_enter(m) and (p_org is null or m.org_id = p_org)
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

/* The one question of every request: whose token is this, in which organisation, with which role. No row: nobody. */
create or replace function identity.session_find(p_token_hash bytea, p_touch_seconds integer)
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
    join identity.member m on m.org_id = s.org_id and m.account_id = s.account_id and identity.may_enter(m)
    where s.token_hash = p_token_hash and s.expires_at > moment
      and s.last_seen_at + s.idle_seconds * interval '1 second' > moment;
end
$$;

/*
 * The same question of a request that names its organisation: whose token is this, and what is she there. No row: nobody. No member: she is somebody, but
 * has no desk there – there is no such organisation, she is no member, or her contract is not in force; the answer does not tell which.
 */
create function identity.session_find_in(p_token_hash bytea, p_touch_seconds integer, p_slug text)
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
    select s.id, a.id, m.org_id, m.id, m.name, m.role, a.email, a.language
    from identity.session s
    join identity.account a on a.id = s.account_id and not a.disabled
    left join identity.organisation_slug o on o.slug = p_slug
    left join identity.member m on m.org_id = o.org_id and m.account_id = s.account_id and identity.may_enter(m)
    where s.token_hash = p_token_hash and s.expires_at > moment
      and s.last_seen_at + s.idle_seconds * interval '1 second' > moment;
end
$$;

/*
 * A live session's new token, and another organisation of the same account where one is named; null where the session is over or the
 * account has no active membership there. The absolute limit stays.
 */
create or replace function identity.session_rotate(p_token_hash bytea, p_new_token_hash bytea, p_org uuid)
returns timestamptz language sql volatile security definer set search_path = '' as $$
  update identity.session s
    set token_hash = p_new_token_hash, org_id = coalesce(p_org, s.org_id), last_seen_at = platform.clock_now()
    from identity.account a
    where s.token_hash = p_token_hash and a.id = s.account_id and not a.disabled
      and s.expires_at > platform.clock_now()
      and s.last_seen_at + s.idle_seconds * interval '1 second' > platform.clock_now()
      and exists (select from identity.member m
        where m.org_id = coalesce(p_org, s.org_id) and m.account_id = s.account_id and identity.may_enter(m))
    returning s.expires_at
$$;

/*
 * The account of a session that may act in this organisation: the session's own one, or another of hers that a request names. What follows takes the
 * session of the person who acts as proof: the application's code in organisation A cannot ask about the session of somebody who has no desk in A.
 */
create or replace function identity.account_of_session(p_session uuid) returns uuid
language sql stable security definer set search_path = '' as $$
  select s.account_id from identity.session s
  where s.id = p_session and exists (
    select from identity.member m
    where m.org_id = platform.current_org() and m.account_id = s.account_id and identity.may_enter(m))
$$;

/* The organisations of the account of a session: its own names, for switching. */
create or replace function identity.memberships_of(p_session uuid) returns table (org_id uuid, name text, slug text)
language sql stable security definer set search_path = '' as $$
  select o.org_id, o.name, o.slug from identity.member m
  join identity.organisation o on o.org_id = m.org_id
  where m.account_id = identity.account_of_session(p_session) and identity.may_enter(m)
  order by o.name, o.org_id
$$;

/* The desks of the account of a session: where she may work at this moment, as whom. */
create function identity.desks_of(p_session uuid)
returns table (org_id uuid, name text, slug text, member_id uuid, member_name text, role text)
language sql stable security definer set search_path = '' as $$
  select o.org_id, o.name, o.slug, m.id, m.name, m.role from identity.member m
  join identity.organisation o on o.org_id = m.org_id
  where m.account_id = identity.account_of_session(p_session) and identity.may_enter(m)
  order by o.name, o.org_id
$$;

/*
 * Of pairs of a session and a member of this organisation those where the account is signed in and not disabled, and what browser it said to be. In which of its organisations
 * the session is at this moment does not matter.
 */
create or replace function identity.live_sessions(p_sessions uuid[], p_members uuid[]) returns table (session_id uuid, member_id uuid, user_agent text)
language sql stable security definer set search_path = '' as $$
  select s.id, m.id, s.user_agent
  from unnest(p_sessions, p_members) as asked (session_id, member_id)
  join identity.session s on s.id = asked.session_id
  join identity.account a on a.id = s.account_id and not a.disabled
  join identity.member m on m.org_id = platform.current_org() and m.id = asked.member_id and m.account_id = s.account_id and identity.may_enter(m)
  where s.expires_at > platform.clock_now() and s.last_seen_at + s.idle_seconds * interval '1 second' > platform.clock_now()
$$;

/* Whose key this is. A key of a person who left, or was disabled, is nobody's; `maker_role` null = made by a command. */
create or replace function identity.api_key_find(p_key_hash bytea, p_touch_seconds integer)
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
      and (k.maker_id is null or (identity.may_enter(m) and not a.disabled));
end
$$;

/* The account of a session accepts; false where nothing waits. The line stands in the audit of the organisation that she joins. */
create or replace function identity.invitation_accept(p_session uuid, p_org uuid, p_address text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  joined identity.member;
begin
  update identity.member m set state = 'member', active = true, version = m.version + 1
    where m.account_id = identity.account_of_session(p_session) and m.org_id = p_org and m.state = 'invited'
      and not exists (
        select from identity.agency_contract c where c.org_id = m.org_id and c.id = m.contract_id and identity.is_over(c))
    returning * into joined;
  if not found then
    return false;
  end if;
  perform platform.note_audit(p_org, 'user', joined.name, joined.id, p_address, 'identity.user_joined', 'user', joined.id);
  return true;
end
$$;

revoke execute on function identity.is_over(identity.agency_contract), identity.may_enter(identity.member),
  identity.organisations_with_contracts_over(), identity.session_find_in(bytea, integer, text), identity.desks_of(uuid) from public;
grant execute on function identity.organisations_with_contracts_over(), identity.session_find_in(bytea, integer, text),
  identity.desks_of(uuid) to :app_role;
