-- A message about a booking is looked at again when it is handed over: one about a booking that was moved or cancelled never leaves (T6).
alter table channels.message add column booking_id uuid;
alter table channels.message_archive add column booking_id uuid;
