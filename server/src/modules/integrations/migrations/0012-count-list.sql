-- As before, with the keys by which a row looks for those before it: the rows of a list are counted while it is read. Without that the planner, which
-- knows nothing of this list, may read all of its rows for each key.
create or replace function integrations.count_list() returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  analyze integrations.import_row (org_id, import_id, row_no, label_key, person_key, outcome, phone_key, number_key, birth_key, natural_key,
    content_key, leader_no);
  analyze integrations.row_reading (org_id, import_id, row_no, code, decided_code);
end
$$;
