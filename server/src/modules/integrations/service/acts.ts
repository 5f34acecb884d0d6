import type { Import } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { notFound, ok, refuse, refuseAt, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { startJob } from '../neighbours.ts';
import { checkMapping, type GivenMapping } from '../rules/mapping.ts';
import { lockImport, updateImport, type ImportChanges, type ImportRecord } from '../store/import-store.ts';
import { removeLabels } from '../store/label-store.ts';
import { beginApply } from './analyse.ts';
import { acceptProposals } from './accept.ts';
import { labelsWithAsked, statusColumns, undecided } from './questions.ts';
import { ANALYSE_JOB, APPLY_JOB, INTERRUPTED, UNDO_JOB } from './upload.ts';
import { viewImport } from './views.ts';

type Options = { readonly job: boolean };

/** Locked, and not at work: 404, 409 imports.running, 409 imports.already_applied. */
export async function openImport(tx: Tx, id: Id): Promise<Outcome<ImportRecord>> {
  const record = await lockImport(tx, id);
  if (!record) return notFound('import');
  if (record.state === 'running') return refuse('imports.running', {}, 409);
  return record.phase !== 'analyse' ? refuse('imports.already_applied', {}, 409) : ok(record);
}

/**
 * Another mapping: everything is read anew, by a job that removes the rows of the one before first, and a real run goes on as it began.
 * Refuses what `openImport` and `checkMapping` refuse.
 */
export async function remap(
  tx: Tx,
  id: Id,
  given: GivenMapping,
  options: Options = { job: true },
): Promise<Outcome<Import>> {
  const opened = await openImport(tx, id);
  if (!opened.ok) return opened;
  const record = opened.value;
  // A file that could not be read at all has no headers to map.
  if (record.headers.length === 0) return refuse('imports.unreadable', {}, 409);
  const mapping = checkMapping(
    record.kind,
    record.headers.map(({ name }) => name),
    given,
  );
  if (!mapping.ok) return mapping;
  const chosen = Object.fromEntries(
    Object.entries(mapping.value).flatMap(([field, header]) => (header === null ? [] : [[field, header]])),
  );
  return analyseAnew(tx, record, { ...FRESH, given: mapping.value, mappedBy: null, mapping: chosen }, options);
}

/** Another sheet of the workbook: it is read anew, as if it had come in now. Refuses what `openImport` refuses, by field imports.sheet_unknown. */
export async function chooseSheet(
  tx: Tx,
  id: Id,
  sheet: string,
  options: Options = { job: true },
): Promise<Outcome<Import>> {
  const opened = await openImport(tx, id);
  if (!opened.ok) return opened;
  if (!opened.value.sheets.includes(sheet)) return refuseAt('sheet', 'imports.sheet_unknown', { sheet });
  const changes = { ...FRESH, sheet, given: {}, mappedBy: null, mapping: {}, headers: [], total: null } as const;
  return analyseAnew(tx, opened.value, changes, options);
}

const FRESH = { state: 'running', phase: 'analyse', done: 0, errorCode: null, errorParams: null } as const;

async function analyseAnew(
  tx: Tx,
  record: ImportRecord,
  changes: ImportChanges,
  options: Options,
): Promise<Outcome<Import>> {
  await removeLabels(tx, record.id);
  await updateImport(tx, record.id, changes);
  tx.audit({ action: 'imports.mapped', entity: 'import', entityId: record.id });
  if (options.job) await startJob(tx, { kind: ANALYSE_JOB, ref: record.id });
  return ok(await viewImport(tx, { ...record, ...changes }));
}

/**
 * Enters what the analysis found, and agrees with that to every proposal of the assistant that is sure; goes on with an import whose job was given up, where it stood. Refuses 409 imports.running,
 * imports.already_applied, imports.not_analysed, imports.status_column_undecided { columns } and imports.labels_undecided { count, labels }.
 */
export async function applyImport(tx: Tx, id: Id, options: Options = { job: true }): Promise<Outcome<Import>> {
  const interrupted = await lockImport(tx, id);
  if (interrupted?.errorCode === INTERRUPTED) return resume(tx, interrupted, options);
  const opened = await openImport(tx, id);
  if (!opened.ok) return opened;
  if (opened.value.state === 'failed') return refuse('imports.not_analysed', {}, 409);
  const columns = statusColumns(opened.value);
  if (columns.length > 0) return refuse('imports.status_column_undecided', { columns }, 409);
  const labels = undecided(await labelsWithAsked(tx, id)).map(({ label }) => label);
  if (labels.length > 0) {
    return refuse('imports.labels_undecided', { count: labels.length, labels: labels.slice(0, 100) }, 409);
  }
  await acceptProposals(tx, id);
  await beginApply(tx, opened.value);
  tx.audit({ action: 'imports.apply_asked', entity: 'import', entityId: id });
  if (options.job) await startJob(tx, { kind: APPLY_JOB, ref: id });
  return ok(await viewImport(tx, { ...opened.value, state: 'running', phase: 'apply', done: 0 }));
}

const JOBS = { analyse: ANALYSE_JOB, apply: APPLY_JOB, undo: UNDO_JOB } as const;

async function resume(tx: Tx, record: ImportRecord, options: Options): Promise<Outcome<Import>> {
  const running = { state: 'running', errorCode: null, errorParams: null } as const;
  await updateImport(tx, record.id, running);
  tx.audit({ action: 'imports.resumed', entity: 'import', entityId: record.id });
  if (options.job) await startJob(tx, { kind: JOBS[record.phase], ref: record.id });
  return ok(await viewImport(tx, { ...record, ...running }));
}
