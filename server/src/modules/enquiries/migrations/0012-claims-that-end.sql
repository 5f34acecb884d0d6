-- Claims that ran out, for the sweep that gives them back (A13). Most rows have none: the index holds the few that are worked on.
create index enquiry_claimed on enquiries.enquiry (org_id, claimed_until) where claimed_until is not null;

-- Organisations where one has run out: the sweep looks into no other.
create function enquiries.organisations_with_ended_claims() returns table (org_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  with recursive found as (
    (select e.org_id from enquiries.enquiry e where e.claimed_until is not null order by e.org_id limit 1)
    union all
    select (select e.org_id from enquiries.enquiry e where e.claimed_until is not null and e.org_id > found.org_id order by e.org_id limit 1)
    from found where found.org_id is not null
  )
  select f.org_id from found f where exists (
    select from enquiries.enquiry e where e.org_id = f.org_id and e.claimed_until <= platform.clock_now()
  )
$$;
revoke execute on function enquiries.organisations_with_ended_claims() from public;
grant execute on function enquiries.organisations_with_ended_claims() to :app_role;
