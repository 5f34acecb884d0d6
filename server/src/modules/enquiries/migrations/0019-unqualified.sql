-- A missed call of an unknown number is an enquiry outside the cohorts until somebody speaks with her (A16): then it is one.
grant update (qualified) on enquiries.enquiry to :app_role;
