-- Enquiries that are held until the person's own new consent (domain §1, DO_NOT_CONTACT): the gate lets nothing out to her meanwhile.
create view enquiries.public_contact_hold with (security_invoker = true) as
  select org_id, id, person_id from enquiries.enquiry where open and contact_hold;
grant select on enquiries.public_contact_hold to :app_role;
create index enquiry_on_hold on enquiries.enquiry (org_id, person_id) where open and contact_hold;
