import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Import, ImportKind } from '@anbu/contract';
import type { Id } from '../../kernel/ids.ts';
import { must, notFound, ok, type Outcome } from '../../kernel/outcome.ts';
import type { Actor, Database } from '../../platform/db/index.ts';
import type { Log } from '../../platform/log.ts';
import { JobRunner } from './neighbours.ts';
import { exportParts, type ExportPart, type ExportWish } from './service/export.ts';
import { registerImports } from './service/run.ts';
import { startImport } from './service/upload.ts';
import { viewImport } from './service/views.ts';
import { findImport } from './store/import-store.ts';

export type FileImport = {
  readonly db: Database;
  readonly log: Log;
  readonly actor: Actor;
  readonly file: string;
  readonly kind: ImportKind;
  /** Only says what would happen. Otherwise the rows are entered, unless a label has no decision: then it waits. */
  readonly dryRun: boolean;
};

const LOOK_AGAIN = 500;

/**
 * `anbu import`: a job that this process runs, where no worker was faster; where this process is killed, a worker goes on with it.
 * Refuses what `startImport` refuses.
 */
export async function importFile({ db, log, actor, file, kind, dryRun }: FileImport): Promise<Outcome<Import>> {
  const { size: sizeBytes } = await stat(file);
  const sha256 = await hashOf(file);
  const wish = { kind, mapping: null, dryRun, site: null };
  const started = await db.inTx(actor, (tx) =>
    startImport(tx, { path: file, fileName: path.basename(file), sizeBytes, sha256 }, wish),
  );
  if (!started.ok) return started;
  const { id, jobId } = started.value;
  const runner = new JobRunner({ db, log });
  registerImports(runner);
  for (;;) {
    const found = await readImport(db, actor, id);
    if (!found.ok || found.value.state !== 'running') return found;
    if (jobId === null || !(await runner.runOne(actor.orgId, jobId))) await sleep(LOOK_AGAIN);
  }
}

export type FileExport = {
  readonly db: Database;
  readonly actor: Actor;
  readonly wish: ExportWish;
};

/** `anbu export`: the file part by part, each read in a transaction of its own. */
export function exportFile({ db, actor, wish }: FileExport): AsyncGenerator<ExportPart, void, undefined> {
  return exportParts(async (work) => must(await db.inTx(actor, work)), wish);
}

export function readImport(db: Database, actor: Actor, id: Id): Promise<Outcome<Import>> {
  return db.inTx(actor, async (tx) => {
    const record = await findImport(tx, id);
    return record ? ok(await viewImport(tx, record)) : notFound('import');
  });
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
