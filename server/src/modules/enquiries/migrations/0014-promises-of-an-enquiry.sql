-- Which promise a change to CALLBACK made: asked of each such change of a period (the use of the statuses).
create index promise_by_enquiry on enquiries.promise (org_id, enquiry_id, made_at);
