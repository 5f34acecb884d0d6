-- Whose data a kept reply holds: a repetition shows it again and leaves the line of that read.
alter table platform.idempotent_replies add column person_ids uuid[] not null default '{}';

-- A line in the audit of an organisation that the transaction is not in: for functions with the owner's rights that know whose it is, and for nobody
-- else. Everybody else writes with the act, in its own organisation.
create function platform.note_audit(
  org uuid, kind text, name text, user_id uuid, address text, action text, entity text, entity_id uuid
) returns void language sql volatile set search_path = pg_catalog as $$
  insert into platform.audit_entry
    (org_id, at, id, written_at, actor_kind, actor_name, user_id, address, action, person_ids, entity, entity_id)
  values ($1, platform.clock_now(), gen_random_uuid(), clock_timestamp(), $2, $3, $4, $5, $6, '{}', $7, $8)
$$;
revoke execute on function platform.note_audit(uuid, text, text, uuid, text, text, text, uuid) from public;

-- Finished jobs go by the owner's nightly work alone.
revoke delete on platform.job from :app_role;
