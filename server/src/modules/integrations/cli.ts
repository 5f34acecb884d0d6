import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Import, ImportKind } from '@anbu/contract';
import type { Id } from '../../kernel/ids.ts';
import { notFound, ok, type Outcome } from '../../kernel/outcome.ts';
import type { Actor, Database } from '../../platform/db/index.ts';
import type { Runner } from './service/analyse.ts';
import { runImport } from './service/run.ts';
import { startImport } from './service/upload.ts';
import { viewImport } from './service/views.ts';
import { findImport } from './store/import-store.ts';

export type FileImport = {
  readonly db: Database;
  readonly actor: Actor;
  readonly file: string;
  readonly kind: ImportKind;
  /** Only says what would happen. Otherwise the rows are entered, unless a label has no decision: then it waits. */
  readonly dryRun: boolean;
  readonly onProgress?: (done: number, total: number | null) => void;
  readonly signal?: AbortSignal;
};

/** `anbu import`: the whole of it in this process. Refuses what `startImport` refuses. */
export async function importFile({
  db,
  actor,
  file,
  kind,
  dryRun,
  onProgress,
  signal,
}: FileImport): Promise<Outcome<Import>> {
  const { size: sizeBytes } = await stat(file);
  const sha256 = await hashOf(file);
  const wish = { kind, mapping: null, dryRun, site: null };
  const started = await db.inTx(actor, (tx) =>
    startImport(tx, { path: file, fileName: path.basename(file), sizeBytes, sha256 }, wish, { job: false }),
  );
  if (!started.ok) return started;
  await runImport(
    inlineRunner(db, actor, { ...(onProgress ? { onProgress } : {}), ...(signal ? { signal } : {}) }),
    started.value.id,
  );
  return readImport(db, actor, started.value.id);
}

export function readImport(db: Database, actor: Actor, id: Id): Promise<Outcome<Import>> {
  return db.inTx(actor, async (tx) => {
    const record = await findImport(tx, id);
    return record ? ok(await viewImport(tx, record)) : notFound('import');
  });
}

/** For commands: this process is the worker. */
export function inlineRunner(
  db: Database,
  actor: Actor,
  options: { readonly onProgress?: (done: number, total: number | null) => void; readonly signal?: AbortSignal } = {},
): Runner {
  return {
    signal: options.signal ?? new AbortController().signal,
    inTx: (work) => db.inTx(actor, work),
    progress: async (done, total) => options.onProgress?.(done, total),
  };
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
