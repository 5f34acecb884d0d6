import type { Import, ImportKept } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { must, notFound, ok, refuse, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { startJob, takeBackConsents, takeBackImported, takeBackPersons } from '../neighbours.ts';
import { findImport, lockImport, updateImport, type ImportRecord } from '../store/import-store.ts';
import {
  countLeft,
  listConsentsLeft,
  listAsking,
  listEntered,
  listKept,
  listPersonsLeft,
  updatePersonsUndone,
  updateUndone,
} from '../store/undo-store.ts';
import type { Runner } from './prepare.ts';
import { UNDO_DAYS, undoableUntil } from './undo-window.ts';
import { INTERRUPTED, UNDO_JOB } from './upload.ts';
import { viewImport } from './views.ts';

const BATCH = 500;

/**
 * Takes back what the import has entered, as a job; goes on with one whose job was given up. Refuses 404, 409 imports.running, imports.not_applied,
 * imports.already_undone, imports.undo_too_late { days }.
 */
export async function undoImport(
  tx: Tx,
  id: Id,
  options: { readonly job: boolean } = { job: true },
): Promise<Outcome<Import>> {
  const record = await lockImport(tx, id);
  if (!record) return notFound('import');
  if (record.state === 'running') return refuse('imports.running', {}, 409);
  const goesOn = record.phase === 'undo' && record.errorCode === INTERRUPTED;
  if (record.phase === 'undo' && !goesOn) return refuse('imports.already_undone', {}, 409);
  const until = undoableUntil(record);
  if (until === null && !goesOn) return refuse('imports.not_applied', {}, 409);
  if (until !== null && tx.now > until) return refuse('imports.undo_too_late', { days: UNDO_DAYS }, 409);
  const changes = {
    state: 'running',
    phase: 'undo',
    errorCode: null,
    errorParams: null,
    ...(goesOn
      ? {}
      : {
          ...{ done: 0, reached: 0, late: false, total: await countLeft(tx, id) },
          ...{ undoneBy: tx.actor.userId, undoneByName: tx.actor.name },
        }),
  } as const;
  await updateImport(tx, id, changes);
  tx.audit({ action: 'imports.undo_asked', entity: 'import', entityId: id });
  if (options.job) await startJob(tx, { kind: UNDO_JOB, ref: id });
  return ok(await viewImport(tx, { ...record, ...changes }));
}

/** Takes the rows back, a batch a transaction. What a transaction did is marked in it: a run that was killed goes on. */
export async function undo(runner: Runner, id: Id): Promise<void> {
  for (;;) {
    runner.signal.throwIfAborted();
    const step = must(await runner.inTx((tx) => undoBatch(tx, id)));
    if (!step) return;
    await runner.progress(step.done, step.total);
  }
}

type Step = { readonly done: number; readonly total: number | null };

/** Enquiries first, then the persons. Null when all is done. */
async function undoBatch(tx: Tx, id: Id): Promise<Outcome<Step | null>> {
  const record = await lockImport(tx, id);
  if (!record || record.state !== 'running' || record.phase !== 'undo') return ok(null);
  const by = tx.as({ ...tx.actor, ...whoUndoes(tx, record) });
  const count = (await undoConsents(by, id)) || (await undoEnquiries(by, record)) || (await undoPersons(by, id));
  if (count === 0) {
    await updateImport(tx, id, {
      state: 'done',
      undoneAt: tx.now,
      ...(record.total === null ? {} : { done: record.total }),
    });
    by.audit({ action: 'imports.undone', entity: 'import', entityId: id });
    tx.emit({ type: 'imports.undone', payload: { importId: id } });
    return ok(null);
  }
  const done = record.done + count;
  await updateImport(tx, id, { done });
  tx.emit({ type: 'imports.progressed', payload: { importId: id } });
  return ok({ done, total: record.total });
}

/** Whoever asked for it takes it back, whichever worker does it. */
function whoUndoes(tx: Tx, { undoneBy, undoneByName }: ImportRecord) {
  return {
    kind: undoneBy === null ? tx.actor.kind : ('user' as const),
    userId: undoneBy,
    name: undoneByName ?? tx.actor.name,
  };
}

async function undoConsents(tx: Tx, id: Id): Promise<number> {
  const rows = await listConsentsLeft(tx, id, BATCH);
  if (rows.length === 0) return 0;
  await takeBackConsents(
    tx,
    rows.map(({ consentId }) => consentId),
  );
  await updateUndone(
    tx,
    id,
    rows.map(({ no }) => ({ no, code: null })),
  );
  return rows.length;
}

async function undoEnquiries(tx: Tx, { id, reached, late: second }: ImportRecord): Promise<number> {
  let late = second;
  let rows = await listEntered(tx, id, { late, after: reached, limit: BATCH });
  if (rows.length === 0 && !late) {
    late = true;
    rows = await listEntered(tx, id, { late, after: 0, limit: BATCH });
  }
  const last = rows.at(-1);
  if (!last) return 0;
  await updateImport(tx, id, { reached: last.no, late });
  const kept = await takeBackImported(
    tx,
    rows.map(({ enquiryId }) => enquiryId),
    rows.map(({ personId }) => personId),
  );
  const said = rows.map(({ no, enquiryId }) => {
    const why = kept.get(enquiryId);
    return { no, code: why ? `imports.kept.enquiry_${why}` : null };
  });
  await updateUndone(tx, id, said);
  return rows.length;
}

async function undoPersons(tx: Tx, id: Id): Promise<number> {
  const persons = await listPersonsLeft(tx, id, BATCH);
  if (persons.length === 0) return 0;
  const asking = await listAsking(
    tx,
    persons.flatMap(({ created, personId }) => (created ? [personId] : [])),
  );
  const left = persons.filter(({ personId, touched }) => !touched && !asking.has(personId));
  const kept = await takeBackPersons(tx, left);
  const said = persons.map(({ personId, touched }) => {
    const why = asking.has(personId) ? 'asking' : touched ? 'touched' : kept.get(personId);
    return { personId, code: why ? `imports.kept.person_${why}` : null };
  });
  await updatePersonsUndone(tx, id, said);
  tx.audit({
    action: 'imports.rows_undone',
    entity: 'import',
    entityId: id,
    personIds: persons.map(({ personId }) => personId),
  });
  return persons.length;
}

/** Rows of which something stays, with the reason. Refuses 404. */
export async function keptRows(
  tx: Tx,
  id: Id,
  page: { readonly after: number; readonly limit: number },
): Promise<Outcome<{ items: ImportKept[]; last: number | null }>> {
  if (!(await findImport(tx, id))) return notFound('import');
  const rows = await listKept(tx, id, page.after, page.limit + 1);
  const shown = rows.slice(0, page.limit);
  tx.audit({ action: 'imports.report_read', entity: 'import', entityId: id });
  return ok({
    items: shown.map((row) => ({ ...row, params: {}, text: '' })),
    last: rows.length > page.limit ? (shown.at(-1)?.row ?? null) : null,
  });
}
