-- What the assistant read of each row, when it has read all: without statistics the count of a list's questions looks through all readings for each row.
create function integrations.count_list() returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  analyze integrations.import_row (org_id, import_id, row_no, label_key, person_key, outcome);
  analyze integrations.row_reading (org_id, import_id, row_no, code, decided_code);
end
$$;
revoke execute on function integrations.count_list() from public;
grant execute on function integrations.count_list() to :app_role;

-- As before, of the columns by which an import looks things up: what an index computes of each enquiry took most of the time.
create or replace function integrations.count_tables() returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  analyze integrations.import_row (org_id, import_id, row_no, person_key, label_key, leader_no, outcome, applied_at);
  analyze people.person (org_id, id, number, name_normal, birth_date, merged_into);
  analyze people.person_phone (org_id, id, person_id, e164, last4);
  analyze people.phone_lock (org_id, e164);
  analyze enquiries.enquiry (org_id, id, person_id, received_at, received_on, status, open);
  analyze enquiries.status_event (org_id, id, enquiry_id);
end
$$;
