import { sql, type Database } from './db/index.ts';
import { migrationFiles } from './migrate.ts';
import { patient } from './patience.ts';

const TRUST = 1_000;
const WAIT = 3_000;

/** Whether this process can serve. Codes: stopping, database (does not answer), migrations (not those of this program). */
export function readinessOf(db: Database, isStopping: () => boolean): () => Promise<string | null> {
  let known: { at: number; answer: Promise<string | null> } | null = null;
  let isCurrent = false;
  async function look(): Promise<string | null> {
    const answer = (async () => {
      const done = await db.global(sql<{ id: string }>`select id from anbu_migrations.applied`);
      // Files do not change while the program runs: read once.
      isCurrent ||= await holdsAll(done);
      return isCurrent ? null : 'migrations';
    })().catch(() => 'database');
    return (await patient(answer, WAIT)) ? answer : 'database';
  }
  return async () => {
    if (isStopping()) return 'stopping';
    // Many ask at once: one question to the database a second.
    const now = performance.now();
    if (known === null || now - known.at > TRUST) known = { at: now, answer: look() };
    return known.answer;
  };
}

async function holdsAll(done: readonly { id: string }[]): Promise<boolean> {
  const ids = new Set(done.map((row) => row.id));
  return (await migrationFiles()).every((file) => ids.has(file.id));
}
