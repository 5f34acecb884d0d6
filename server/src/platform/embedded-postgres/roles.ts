import { Client, escapeLiteral } from 'pg';
import { APP, DATABASE, OWNER, SUPERUSER, urlOf, type Credentials } from './credentials.ts';

/** Runs with one short connection. */
export async function withClient<T>(url: string, run: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {}); // the query that is running reports it
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}

/** Both roles and the database, as they must be; the same after any number of runs. */
export async function ensureRoles(credentials: Credentials, port: number): Promise<void> {
  await withClient(urlOf(SUPERUSER, credentials.superuserPassword, port, 'postgres'), async (client) => {
    await ensureRole(client, OWNER, credentials.ownerPassword);
    await ensureRole(client, APP, credentials.appPassword);
    const found = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (found.rowCount) return;
    await client.query('revoke connect, temporary on database postgres from public');
    await client.query('revoke connect, temporary on database template1 from public');
    await createDatabase(client, DATABASE, 'template0');
    await withClient(urlOf(SUPERUSER, credentials.superuserPassword, port), (own) =>
      own.query('revoke create on schema public from public'),
    );
  });
}

/** A database of the owner that only the owner and the app may enter, where nobody else makes temporary tables. `copied`: file by file, not through the log. */
export async function createDatabase(client: Client, name: string, template: string, copied = false): Promise<void> {
  const strategy = copied ? 'file_copy' : 'wal_log';
  await client.query(`create database ${name} template ${template} owner ${OWNER} strategy ${strategy}`);
  await client.query(`revoke all on database ${name} from public`);
  await client.query(`grant connect on database ${name} to ${APP}`);
}

/** A login without any power of the server, with this password. */
export async function ensureRole(client: Client, role: string, password: string): Promise<void> {
  const found = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  // "inherit": before PostgreSQL 16 a database's owner may use its schema public only so.
  const rights = 'login inherit nosuperuser nobypassrls nocreatedb nocreaterole noreplication';
  const verb = found.rowCount ? 'alter' : 'create';
  await client.query(`${verb} role ${role} ${rights} password ${escapeLiteral(password)}`);
}
