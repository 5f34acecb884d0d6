import type { Id } from '../../../kernel/ids.ts';
import { ok } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { FailedJob, JobHandler, JobRunner } from '../neighbours.ts';
import { lockImport, updateImport } from '../store/import-store.ts';
import { analyse, type Runner } from './analyse.ts';
import { apply } from './apply.ts';
import { undo } from './undo.ts';
import { ANALYSE_JOB, APPLY_JOB, INTERRUPTED, UNDO_JOB } from './upload.ts';

/** Brings an import as far as it can go without a decision. May be started again at any time, at any point. */
export async function runImport(runner: Runner, id: Id): Promise<void> {
  await analyse(runner, id);
  await apply(runner, id);
  await undo(runner, id);
}

export function registerImports(runner: JobRunner): void {
  for (const kind of [ANALYSE_JOB, APPLY_JOB, UNDO_JOB])
    runner.register(kind, importJob, { onFailed: interruptImport });
}

const importJob: JobHandler = async (context) => {
  if (context.ref !== null) await runImport(context, context.ref);
  return ok(null);
};

async function interruptImport(tx: Tx, { ref }: FailedJob): Promise<void> {
  const record = ref === null ? null : await lockImport(tx, ref);
  if (record?.state !== 'running') return;
  await updateImport(tx, record.id, { state: 'failed', errorCode: INTERRUPTED, errorParams: {} });
  tx.emit({ type: 'imports.failed', payload: { importId: record.id } });
}
