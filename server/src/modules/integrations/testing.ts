import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Import, ImportKind } from '@anbu/contract';
import type { Id } from '../../kernel/ids.ts';
import { must, ok } from '../../kernel/outcome.ts';
import { flushAudit } from '../../platform/audit/index.ts';
import { Database, systemActor, type Actor, type Sql } from '../../platform/db/index.ts';
import { flushOutbox } from '../../platform/outbox/index.ts';
import { testDatabase } from '../../testing/database.ts';
import { DENTAL_INTERESTS, seedEnquiryLists } from '../enquiries/index.ts';
import { createOrganisation, createUser } from '../identity/index.ts';
import { readImport } from './cli.ts';
import type { Runner } from './service/analyse.ts';
import { runImport } from './service/run.ts';
import { startImport, type UploadWish } from './service/upload.ts';

export function openDatabase(url: string): Database {
  return new Database({ url, poolSize: 4, flush: [flushAudit, flushOutbox([])] });
}

/** This process is the worker. */
export function inlineRunner(db: Database, actor: Actor, onProgress?: (done: number) => void): Runner {
  return {
    signal: new AbortController().signal,
    inTx: (work) => db.inTx(actor, work),
    progress: async (done) => onProgress?.(done),
  };
}

/** An organisation in a database of its own, with consultants, and a way to bring files in. */
export async function importDesk(consultants: readonly string[] = ['김지현', '박소영']) {
  const database = await testDatabase();
  const db = openDatabase(database.appUrl);
  const folder = await mkdtemp(path.join(tmpdir(), 'anbu-import-'));
  const organisation = must(
    await createOrganisation(
      db,
      {
        name: '온치과',
        slug: 'on',
        language: 'ko',
        admin: { name: '원장', email: 'owner@example.com', password: 'correct horse battery' },
      },
      async (tx) => {
        await seedEnquiryLists(tx, DENTAL_INTERESTS);
        for (const [index, name] of consultants.entries()) {
          const user = await createUser(tx, {
            name,
            email: `consultant${index}@example.com`,
            password: 'correct horse battery',
            role: 'consultant',
            language: 'ko',
          });
          if (!user.ok) return user;
        }
        return ok(null);
      },
    ),
  );
  const actor = systemActor(organisation.organisationId, 'test');
  const count = async (query: Sql<{ n: number }>) =>
    must(await db.inTx(actor, async (tx) => ok(await tx.one(query)))).n;
  return {
    database,
    db,
    actor,
    organisation,
    folder,
    write: async (name: string, content: string | Uint8Array) => {
      const file = path.join(folder, name);
      await writeFile(file, content);
      return file;
    },
    start: (content: string | Uint8Array, wish: Wish = {}) => start(db, actor, folder, content, wish),
    startFile: (file: string, wish: Wish = {}) => startFile(db, actor, file, wish),
    run: (id: Id) => runImport(inlineRunner(db, actor), id),
    /** Uploaded and analysed; applied where nothing is undecided and `dryRun` is false, which here is not so by itself. */
    bring: async (content: string | Uint8Array, wish: Partial<UploadWish> = {}): Promise<Import> => {
      const { id } = must(await start(db, actor, folder, content, wish));
      await runImport(inlineRunner(db, actor), id);
      return must(await readImport(db, actor, id));
    },
    read: async (id: Id) => must(await readImport(db, actor, id)),
    tell: <T>(query: Sql<T>) => db.inTx(actor, async (tx) => ok(await tx.rows(query))).then(must),
    count,
    close: async () => {
      await db.close();
      await rm(folder, { recursive: true, force: true });
      await database.drop();
    },
  };
}

/** `job`: a runner does the work; left out: the test calls `run`. */
type Wish = Partial<UploadWish> & { readonly kind?: ImportKind; readonly job?: boolean };

async function start(db: Database, actor: Actor, folder: string, content: string | Uint8Array, wish: Wish) {
  const bytes = Buffer.from(content);
  const file = path.join(folder, createHash('sha256').update(bytes).digest('hex'));
  await writeFile(file, bytes);
  return startFile(db, actor, file, wish);
}

async function startFile(db: Database, actor: Actor, file: string, { job = false, ...wish }: Wish) {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  const { size: sizeBytes } = await stat(file);
  const whole = { kind: 'enquiries' as const, mapping: null, dryRun: true, site: null, ...wish };
  const upload = { path: file, fileName: 'list.csv', sizeBytes, sha256: hash.digest('hex') };
  return db.inTx(actor, (tx) => startImport(tx, upload, whole, { job }));
}
