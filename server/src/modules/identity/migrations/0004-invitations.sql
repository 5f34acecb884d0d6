-- Nobody becomes a member without her own doing: an administrator invites, she accepts. `invited` waits for her, `withdrawn` was taken back before
-- she did; neither is active, so that all that asks for active members needs to know nothing of it.
alter table identity.member
  add column state text not null default 'member' check (state in ('member', 'invited', 'withdrawn')),
  add constraint active_is_member check (state = 'member' or not active);

/* Invitations that wait for the account of a session. */
create function identity.invitations_of(p_session uuid) returns table (org_id uuid, name text, slug text)
language sql stable security definer set search_path = '' as $$
  select o.org_id, o.name, o.slug from identity.member m
  join identity.organisation o on o.org_id = m.org_id
  where m.account_id = identity.account_of_session(p_session) and m.state = 'invited'
  order by o.name, o.org_id
$$;

/* The account of a session accepts; false where nothing waits. The line stands in the audit of the organisation that she joins. */
create function identity.invitation_accept(p_session uuid, p_org uuid, p_address text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  joined identity.member;
begin
  update identity.member m set state = 'member', active = true, version = m.version + 1
    where m.account_id = identity.account_of_session(p_session) and m.org_id = p_org and m.state = 'invited' returning * into joined;
  if not found then
    return false;
  end if;
  perform platform.note_audit(p_org, 'user', joined.name, joined.id, p_address, 'identity.user_joined', 'user', joined.id);
  return true;
end
$$;

/*
 * The password was right: as before, but for an account that is a member nowhere. Whoever is only invited accepts by signing in – the first sign-in
 * of a new account, or that of somebody who has left every other organisation. Of several invitations the wished one, or the oldest.
 */
create or replace function identity.sign_in_passed(
  p_account uuid, p_step bigint, p_org uuid, p_session uuid, p_token_hash bytea,
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
  if account.totp_confirmed and (p_step is null or p_step <= coalesce(account.totp_last_step, -1)) then
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

/*
 * Counts a wrong guess as sign_in_failed does, and notes it in the audit of each organisation that the account is an active member of: the guess,
 * and the lock that it closed. Gives back what sign_in_failed gives and tells the caller nothing else. A guess at a closed door is not counted and
 * not noted, so that a guesser writes at most so many lines; one at an e-mail that nobody has concerns no organisation.
 */
create function identity.sign_in_wrong(
  p_email text, p_limit integer, p_lock_seconds integer, p_most_seconds integer, p_address text
) returns timestamptz language plpgsql volatile security definer set search_path = '' as $$
declare
  lock_end timestamptz := identity.sign_in_failed(p_email, p_limit, p_lock_seconds, p_most_seconds);
  closed boolean;
begin
  if lock_end is not null then
    return lock_end;
  end if;
  select g.locked_until > platform.clock_now() into closed from identity.sign_in_guard g
    where g.email_hash = sha256(convert_to(p_email, 'UTF8'));
  perform platform.note_audit(m.org_id, 'system', 'sign-in', null, p_address, noted.action, 'user', m.id)
    from identity.account a
    join identity.member m on m.account_id = a.id and m.active
    cross join (values ('identity.sign_in_failed', true), ('identity.sign_in_locked', coalesce(closed, false))) as noted (action, happened)
    where a.email = p_email and not a.disabled and noted.happened;
  return null;
end
$$;

revoke execute on function identity.invitations_of(uuid), identity.invitation_accept(uuid, uuid, text),
  identity.sign_in_wrong(text, integer, integer, integer, text) from public;
grant execute on function identity.invitations_of(uuid), identity.invitation_accept(uuid, uuid, text),
  identity.sign_in_wrong(text, integer, integer, integer, text) to :app_role;

-- Whose membership it is never changes.
revoke update on identity.member from :app_role;
grant update (name, role, active, state, version) on identity.member to :app_role;
