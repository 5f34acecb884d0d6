import { sql, type Database } from '../db/index.ts';

export async function listChecks(db: Database): Promise<{ keyId: string; sealed: string }[]> {
  return db.global(
    sql<{ keyId: string; sealed: string }>`select key_id as "keyId", sealed from platform.secret_checks()`,
  );
}

export async function insertCheck(db: Database, keyId: string, sealed: string): Promise<void> {
  await db.global(sql`select platform.add_secret_check(${keyId}, ${sealed})`);
}
