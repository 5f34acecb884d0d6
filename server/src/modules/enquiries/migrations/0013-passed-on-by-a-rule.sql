-- By a rule of the organisation (A13): who had it is told too, and the sweep looks only where a rule is on.
alter table enquiries.alert drop constraint alert_kind_check;
alter table enquiries.alert add constraint alert_kind_check
  check (kind in ('promise_soon', 'promise_due', 'pool', 'escalated', 'handed_over', 'handed_back', 'passed_on'));
alter table enquiries.alert drop constraint alert_of_a_hand_over;
alter table enquiries.alert add constraint alert_of_a_hand_over
  check ((kind in ('handed_over', 'handed_back', 'passed_on')) = (hand_over_id is not null and count is not null));

-- A rule is what nobody did: it has no author and is late or absent.
alter table enquiries.hand_over add constraint a_rule_has_no_author check (kind not in ('late', 'absent') or made_by is null);

create function enquiries.organisations_to_reassign() returns table (org_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select p.org_id from enquiries.preset p
  where p.code = 'reassign' and (p.value ->> 'late' <> 'off' or p.value ->> 'absent' <> 'off')
    and not exists (
      select from enquiries.preset newer
      where newer.org_id = p.org_id and newer.code = p.code and newer.version > p.version)
$$;
revoke execute on function enquiries.organisations_to_reassign() from public;
grant execute on function enquiries.organisations_to_reassign() to :app_role;
