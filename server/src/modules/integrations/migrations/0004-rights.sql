-- Files are kept as they came: no statement removes one.
revoke delete on integrations.file, integrations.file_chunk from :app_role;
