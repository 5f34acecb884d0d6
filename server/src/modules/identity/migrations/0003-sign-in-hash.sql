/*
 * The password was right, against the hash that is given: uses up the second factor's step, forgets the wrong guesses and opens the
 * session, in the wished organisation or in the one used last. `refused`: null, changed (another password since it was checked), locked,
 * replayed (a code used before), no_membership. `sign_in_passed` alone did not ask; it stays for the release before, while both serve.
 */
create function identity.sign_in_checked(
  p_account uuid, p_password_hash text, p_step bigint, p_org uuid, p_session uuid, p_token_hash bytea,
  p_idle_seconds integer, p_absolute_seconds integer, p_address text, p_user_agent text
) returns table (refused text, locked_until timestamptz, org_id uuid, expires_at timestamptz)
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_column
declare
  current_hash text;
begin
  -- A change of the password that is on its way is waited for; after this lock it waits, and then ends the session opened here.
  select a.password_hash into current_hash from identity.account a where a.id = p_account and not a.disabled for update;
  if current_hash is distinct from p_password_hash then
    return query select 'changed', null::timestamptz, null::uuid, null::timestamptz;
    return;
  end if;
  return query select * from identity.sign_in_passed(
    p_account, p_step, p_org, p_session, p_token_hash, p_idle_seconds, p_absolute_seconds, p_address, p_user_agent);
end
$$;
revoke execute on function identity.sign_in_checked(uuid, text, bigint, uuid, uuid, bytea, integer, integer, text, text) from public;
grant execute on function identity.sign_in_checked(uuid, text, bigint, uuid, uuid, bytea, integer, integer, text, text) to :app_role;
