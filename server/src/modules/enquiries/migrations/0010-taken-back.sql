-- Removes enquiries that an import has entered, with their history: the import is taken back. What refers to one from elsewhere keeps it: gives those that
-- are gone. The login may remove no enquiry otherwise.
create function enquiries.remove_imported(ids uuid[]) returns table (id uuid)
language plpgsql security definer set search_path = pg_catalog as $$
declare
  gone uuid[] := '{}';
  one uuid;
begin
  begin
    gone := enquiries.remove_rows(ids);
  exception when foreign_key_violation then
    gone := '{}';
    foreach one in array ids loop
      begin
        gone := gone || enquiries.remove_rows(array[one]);
      exception when foreign_key_violation then
        null;
      end;
    end loop;
  end;
  return query select unnest(gone);
end
$$;

create function enquiries.remove_rows(ids uuid[]) returns uuid[]
language plpgsql set search_path = pg_catalog as $$
declare
  org uuid := platform.current_org();
  known uuid[];
begin
  select coalesce(array_agg(e.id), '{}') into known from enquiries.enquiry e where e.org_id = org and e.id = any (ids) and e.imported;
  delete from enquiries.alert where org_id = org and enquiry_id = any (known);
  delete from enquiries.promise where org_id = org and enquiry_id = any (known);
  delete from enquiries.booking where org_id = org and enquiry_id = any (known);
  delete from enquiries.act where org_id = org and enquiry_id = any (known);
  delete from enquiries.status_event where org_id = org and enquiry_id = any (known);
  delete from enquiries.enquiry where org_id = org and id = any (known);
  return known;
end
$$;
revoke execute on function enquiries.remove_imported(uuid[]), enquiries.remove_rows(uuid[]) from public;
grant execute on function enquiries.remove_imported(uuid[]) to :app_role;
