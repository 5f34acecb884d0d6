-- A mailbox that takes no password: access is renewed at the provider's address. What renews it is sealed in the place of the password.
alter table mail.mailbox
  add column auth text not null default 'password',
  add column client_id text,
  add column token_url text,
  add constraint sign_in_is_known check (auth in ('password', 'oauth')) not valid,
  add constraint oauth_is_whole check (num_nonnulls(client_id, token_url) = case auth when 'oauth' then 2 else 0 end) not valid,
  add constraint oauth_fits check (char_length(client_id) between 1 and 254 and char_length(token_url) between 1 and 500) not valid;
grant update (auth, client_id, token_url) on mail.mailbox to :app_role;
