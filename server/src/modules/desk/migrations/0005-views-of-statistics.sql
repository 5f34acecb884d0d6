-- Dashboards are kept as views of lists are (A12, A14).
alter table desk.saved_view
  drop constraint saved_view_list_check,
  add constraint saved_view_list_check check (list in ('enquiries', 'people', 'statistics'));
