/*
 * An administrator takes the passkeys and the second factor from a member of her organisation, who lost them: `removed`, `none` where she had neither, `elsewhere`
 * where the account works for another organisation too, whose door one of here does not open; null: no such member. She signs in anew, by her password.
 */
create function identity.factors_remove_of_member(p_member uuid) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  owner uuid;
  found_any boolean;
begin
  select m.account_id into owner from identity.member m
    where m.org_id = platform.current_org() and m.id = p_member and (m.active or m.state = 'member');
  if owner is null then
    return null;
  end if;
  perform from identity.account a where a.id = owner for update;
  if exists (select from identity.member m
      where m.account_id = owner and m.org_id <> platform.current_org() and (m.active or m.state = 'invited')) then
    return 'elsewhere';
  end if;
  delete from identity.passkey k where k.account_id = owner;
  found_any := found;
  update identity.account a set totp_secret = null, totp_confirmed = false, totp_last_step = null
    where a.id = owner and a.totp_secret is not null;
  found_any := found_any or found;
  if not found_any then
    return 'none';
  end if;
  delete from identity.session s where s.account_id = owner;
  return 'removed';
end
$$;
revoke execute on function identity.factors_remove_of_member(uuid) from public;
grant execute on function identity.factors_remove_of_member(uuid) to :app_role;
