/*
 * A new password for a member of this organisation, set by who runs the program (`anbu user set-password`): all her sessions are over, her
 * wrong guesses are forgotten. An account belongs to a person, not to an organisation: she signs in with it everywhere, and whoever has only
 * invited her has no hand in it.
 */
create function identity.member_set_password(p_member uuid, p_password_hash text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  changed identity.account;
begin
  update identity.account a set password_hash = p_password_hash
    from identity.member m
    where m.org_id = platform.current_org() and m.id = p_member and m.state = 'member' and a.id = m.account_id
    returning a.* into changed;
  if not found then
    return false;
  end if;
  delete from identity.session where account_id = changed.id;
  delete from identity.demo_sign_in where account_id = changed.id;
  delete from identity.sign_in_guard where email_hash = sha256(convert_to(changed.email, 'UTF8'));
  return true;
end
$$;
revoke execute on function identity.member_set_password(uuid, text) from public;
grant execute on function identity.member_set_password(uuid, text) to :app_role;
