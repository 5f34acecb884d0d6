-- Where enquiries come in from outside: web forms, signed webhooks, chats.
create schema intake;
grant usage on schema intake to :app_role;

create table intake.source (
  org_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('web_form', 'webhook', 'chat')),
  name text not null check (char_length(name) between 1 and 120),
  -- Names the source in public addresses, and nothing else: who knows it may ask, not read.
  token text not null check (token ~ '^[A-Za-z0-9]{22}$'),
  -- Sealed signing secrets, newest first; the second one counts until it ends.
  secrets text[] not null default '{}' check (cardinality(secrets) <= 2),
  old_secret_until timestamptz,
  site_id uuid not null,
  source_channel text not null,
  campaign text check (char_length(campaign) between 1 and 120),
  interests text[] not null default '{}' check (cardinality(interests) <= 40),
  -- Origins that may show the form in a frame.
  allowed_origins text[] not null default '{}' check (cardinality(allowed_origins) <= 20),
  language text not null check (language in ('ko', 'en', 'zh')),
  -- { ko: { title, intro, thanks, privacy }, … }: empty = the catalogue's words.
  texts jsonb not null default '{}' check (jsonb_typeof(texts) = 'object'),
  -- Webhook: field of ours → path in the body, e.g. "person.name": "lead.full_name"; empty = the body has our own shape.
  mapping jsonb not null default '{}' check (jsonb_typeof(mapping) = 'object'),
  active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, site_id) references identity.site (org_id, id),
  check (kind = 'web_form' or cardinality(secrets) > 0)
);
select platform.protect('intake.source', 'select, insert, update');
create unique index source_by_name on intake.source (org_id, name);

-- The address must be found before an organisation is known: the token alone, kept global.
create table intake.address (
  token text primary key,
  org_id uuid not null,
  source_id uuid not null
);
revoke all on intake.address from public;

create function intake.source_of(p_token text) returns table (org_id uuid, source_id uuid)
language sql stable security definer set search_path = '' as $$
  select a.org_id, a.source_id from intake.address a where a.token = p_token
$$;
create function intake.address_add(p_token text, p_source uuid) returns void
language sql volatile security definer set search_path = '' as $$
  insert into intake.address (token, org_id, source_id) values (p_token, platform.current_org(), p_source)
$$;
revoke execute on all functions in schema intake from public;
grant execute on all functions in schema intake to :app_role;

-- What came in, as it came: nothing is lost, also what could not be read or looked like spam.
create table intake.request (
  org_id uuid not null,
  id uuid not null,
  source_id uuid not null,
  received_at timestamptz not null,
  -- The sender's own number of the message; the same one comes once.
  dedupe_key text check (char_length(dedupe_key) between 1 and 200),
  raw jsonb not null,
  state text not null check (state in ('accepted', 'rejected', 'suspected', 'dismissed')),
  -- Why it is suspected or rejected.
  reasons jsonb not null default '[]' check (jsonb_typeof(reasons) = 'array'),
  enquiry_id uuid,
  person_id uuid,
  decided_by uuid,
  decided_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, source_id) references intake.source (org_id, id),
  foreign key (org_id, enquiry_id) references enquiries.enquiry (org_id, id),
  foreign key (org_id, person_id) references people.person (org_id, id),
  check ((state = 'accepted') = (enquiry_id is not null)),
  check (state <> 'dismissed' or decided_at is not null)
);
select platform.protect('intake.request', 'select, insert, update (state, reasons, enquiry_id, person_id, decided_by, decided_at)');
create unique index request_once on intake.request (org_id, source_id, dedupe_key) where dedupe_key is not null;
create index request_by_time on intake.request (org_id, received_at desc, id desc);
create index request_by_state on intake.request (org_id, state, received_at desc, id desc) where state in ('rejected', 'suspected');

-- Messages of one chat belong to one enquiry.
create table intake.conversation (
  org_id uuid not null,
  source_id uuid not null,
  key text not null check (char_length(key) between 1 and 200),
  enquiry_id uuid not null,
  started_at timestamptz not null,
  primary key (org_id, source_id, key),
  foreign key (org_id, source_id) references intake.source (org_id, id),
  foreign key (org_id, enquiry_id) references enquiries.enquiry (org_id, id)
);
select platform.protect('intake.conversation', 'select, insert, update (enquiry_id, started_at)');
