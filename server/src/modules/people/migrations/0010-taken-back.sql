-- An import that is taken back takes what it told of a person: her number in the list's system, too.
grant delete on people.person_identifier to :app_role;

-- Removes persons whom an import has made and nobody has touched since, with all that is theirs. Whoever is named elsewhere stays: gives those that are gone.
-- The login may remove no person otherwise.
create function people.remove_persons(ids uuid[]) returns table (id uuid)
language plpgsql security definer set search_path = pg_catalog as $$
declare
  gone uuid[] := '{}';
  one uuid;
begin
  begin
    with removed as (delete from people.person p where p.org_id = platform.current_org() and p.id = any (ids) returning p.id)
    select coalesce(array_agg(removed.id), '{}') into gone from removed;
  exception when foreign_key_violation then
    gone := '{}';
    foreach one in array ids loop
      begin
        delete from people.person p where p.org_id = platform.current_org() and p.id = one;
        if found then gone := gone || one; end if;
      exception when foreign_key_violation then
        null;
      end;
    end loop;
  end;
  return query select unnest(gone);
end
$$;
revoke execute on function people.remove_persons(uuid[]) from public;
grant execute on function people.remove_persons(uuid[]) to :app_role;
