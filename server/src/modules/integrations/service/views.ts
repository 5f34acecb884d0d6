import type { Import } from '@anbu/contract';
import { formatInstant } from '../../../kernel/instant.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { fieldsOf, REQUIRED } from '../words/headers.ts';
import type { ImportRecord } from '../store/import-store.ts';
import { listLabels } from '../store/label-store.ts';
import { countRows } from '../store/row-store.ts';

/** The import as an answer; texts are filled in the reader's language when it is sent. */
export async function viewImport(tx: Tx, record: ImportRecord): Promise<Import> {
  const analysing = record.phase === 'analyse' && record.state === 'running';
  const fieldOf = new Map(Object.entries(record.mapping).map(([field, header]) => [header, field]));
  const required = new Set(REQUIRED[record.kind].flat());
  const fields = fieldsOf(record.kind).map(({ field }) => ({ field, required: required.has(field) }));
  const labels = analysing ? [] : await listLabels(tx, record.id);
  return {
    id: record.id,
    kind: record.kind,
    fileName: record.fileName,
    state: record.state,
    phase: record.phase,
    progress: { done: record.done, total: record.total },
    dryRun: record.dryRun,
    encoding: record.encoding,
    mapping: { ...record.mapping },
    headers: record.headers.map((header) => ({
      ...header,
      samples: [...header.samples],
      field: fieldOf.get(header.name) ?? null,
    })),
    fields: fields.sort((a, b) => Number(b.required) - Number(a.required)),
    counts: analysing || record.headers.length === 0 ? null : { ...(await countRows(tx, record.id)) },
    undecidedLabels: labels.filter(({ code }) => code === null).length,
    error: record.errorCode === null ? null : { code: record.errorCode, params: record.errorParams ?? {}, text: '' },
    createdAt: formatInstant(record.createdAt),
    appliedAt: record.appliedAt === null ? null : formatInstant(record.appliedAt),
  };
}
