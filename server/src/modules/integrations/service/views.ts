import type { Import } from '@anbu/contract';
import { formatInstant } from '../../../kernel/instant.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { fieldsOf, REQUIRED } from '../words/headers.ts';
import type { ImportRecord } from '../store/import-store.ts';
import { countRows } from '../store/row-store.ts';
import { countKept } from '../store/undo-store.ts';
import { columnsOf, errorOf } from './columns.ts';
import { labelsWithAsked, questionsOf, statusColumns, undecided } from './questions.ts';
import { undoableUntil } from './undo-window.ts';

/** The import as an answer; texts are filled in the reader's language when it is sent. */
export async function viewImport(tx: Tx, record: ImportRecord): Promise<Import> {
  const analysing = record.phase === 'analyse' && record.state === 'running';
  const fieldOf = new Map(Object.entries(record.mapping).map(([field, header]) => [header, field]));
  const needs = REQUIRED[record.kind].map((group) => [...group]);
  const required = new Set(needs.flat());
  const fields = fieldsOf(record.kind).map(({ field }) => ({ field, required: required.has(field) }));
  const labels = analysing || record.phase !== 'analyse' ? [] : await labelsWithAsked(tx, record.id);
  const asked = new Set(statusColumns(record));
  return {
    id: record.id,
    kind: record.kind,
    fileName: record.fileName,
    state: record.state,
    phase: record.phase,
    progress: { done: record.done, total: record.total },
    dryRun: record.dryRun,
    encoding: record.encoding,
    sheet: record.sheet,
    sheets: [...record.sheets],
    mapping: { ...record.mapping },
    mappedBy: record.mappedBy,
    headers: record.headers.map(({ name, filled, samples, how, mayBeStatus }) => ({
      name,
      filled,
      samples: [...samples],
      field: fieldOf.get(name) ?? null,
      how: how ?? null,
      asked: mayBeStatus === true && asked.has(name),
    })),
    columns: analysing ? [] : columnsOf(record, tx.actor.language),
    questions: analysing || record.phase !== 'analyse' ? [] : questionsOf(record, labels),
    fields: fields.sort((a, b) => Number(b.required) - Number(a.required)),
    needs,
    counts: analysing || record.headers.length === 0 ? null : { ...(await countRows(tx, record.id)) },
    undecidedLabels: undecided(labels).length,
    error: record.errorCode === null ? null : errorOf(record.errorCode, record.errorParams ?? {}, tx.actor.language),
    createdAt: formatInstant(record.createdAt),
    appliedAt: record.appliedAt === null ? null : formatInstant(record.appliedAt),
    undo: await viewUndo(tx, record),
  };
}

async function viewUndo(tx: Tx, record: ImportRecord): Promise<Import['undo']> {
  const until = undoableUntil(record);
  if (record.phase !== 'undo' && until === null) return null;
  return {
    until: until === null ? null : formatInstant(until),
    possible: until !== null && tx.now <= until,
    at: record.undoneAt === null ? null : formatInstant(record.undoneAt),
    by: record.undoneByName,
    kept: record.phase === 'undo' ? await countKept(tx, record.id) : 0,
  };
}

/** The import as a row of a list: without samples, which hold names and numbers of the file. */
export async function viewListed(tx: Tx, record: ImportRecord): Promise<Import> {
  const view = await viewImport(tx, record);
  return { ...view, headers: view.headers.map((header) => ({ ...header, samples: [] })) };
}
