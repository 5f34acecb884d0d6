/*
 * Of pairs of a session and a member of this organisation those where the account is signed in and not disabled, and what browser it said to be. In which of its organisations
 * the session is at this moment does not matter.
 */
create function identity.live_sessions(p_sessions uuid[], p_members uuid[]) returns table (session_id uuid, member_id uuid, user_agent text)
language sql stable security definer set search_path = '' as $$
  select s.id, m.id, s.user_agent
  from unnest(p_sessions, p_members) as asked (session_id, member_id)
  join identity.session s on s.id = asked.session_id
  join identity.account a on a.id = s.account_id and not a.disabled
  join identity.member m on m.org_id = platform.current_org() and m.id = asked.member_id and m.account_id = s.account_id and m.active
  where s.expires_at > platform.clock_now() and s.last_seen_at + s.idle_seconds * interval '1 second' > platform.clock_now()
$$;
revoke execute on function identity.live_sessions(uuid[], uuid[]) from public;
grant execute on function identity.live_sessions(uuid[], uuid[]) to :app_role;
