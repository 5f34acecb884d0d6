import { sql, type Database } from './db/index.ts';

type Login = { name: string; superuser: boolean; bypasses: boolean; owned: string | null };

/** The application must not be able to step over row-level security. Gives the reason why this login may not be used, or null. */
export async function whyUnfit(db: Database): Promise<string | null> {
  const [login] = await db.global(sql<Login>`
    select r.rolname as name, r.rolsuper as superuser, r.rolbypassrls as bypasses,
      (select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where pg_has_role(r.oid, c.relowner, 'member') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' limit 1) as owned
    from pg_roles r where r.rolname = current_user`);
  if (!login) return 'its login is unknown to the server';
  if (login.superuser) return `its login ${login.name} is a superuser`;
  if (login.bypasses) return `its login ${login.name} bypasses row-level security`;
  if (login.owned !== null) return `its login ${login.name} owns ${login.owned}, or may act as its owner`;
  return null;
}
