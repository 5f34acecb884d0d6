import type { Reason } from '@anbu/contract';
import type { ImportRecord } from '../store/import-store.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { SURE } from '../rules/assistant/weights.ts';
import { listLabels, type LabelRow } from '../store/label-store.ts';
import { countAsked } from '../store/reading-store.ts';

/** A label with how many of its rows a person must say, were it read row by row. */
export type AskedLabel = LabelRow & { readonly asked: number };

export async function labelsWithAsked(tx: Tx, importId: Id): Promise<AskedLabel[]> {
  const asked = await countAsked(tx, importId, SURE);
  return (await listLabels(tx, importId)).map((label) => ({ ...label, asked: asked.get(label.labelKey) ?? 0 }));
}

/** Labels that rows are entered by and nobody has said what they mean, where the assistant is not sure of each of the rows. */
export function undecided(labels: readonly AskedLabel[]): AskedLabel[] {
  return labels.filter(({ code, needed, asked }) => code === null && needed > 0 && asked > 0);
}

/** Of whose rows the assistant is sure, and to which nobody has agreed yet: to apply is to agree. */
export function proposed(labels: readonly AskedLabel[]): AskedLabel[] {
  return labels.filter(({ code, byRow, needed, asked }) => code === null && !byRow && needed > 0 && asked === 0);
}

/** Columns that may be the status, where the list has none and nobody has said that it is so. */
export function statusColumns({ mapping, given, headers }: ImportRecord): string[] {
  if (mapping['status'] !== undefined || 'status' in given) return [];
  return headers.filter(({ mayBeStatus }) => mayBeStatus).map(({ name }) => name);
}

/** Whether a person has a word before the rows are entered: something is asked, or proposed. */
export function isAsking(record: ImportRecord, labels: readonly AskedLabel[]): boolean {
  return undecided(labels).length > 0 || proposed(labels).length > 0 || statusColumns(record).length > 0;
}

/** What is asked, in words. */
export function questionsOf(record: ImportRecord, labels: readonly AskedLabel[]): Reason[] {
  const open = undecided(labels);
  const columns = statusColumns(record);
  return [
    ...(columns.length > 0 ? [{ code: 'imports.status_column_asked', params: { columns }, text: '' }] : []),
    ...(open.length > 0
      ? [
          {
            code: 'imports.labels_asked',
            params: { count: open.length, labels: open.slice(0, 100).map(({ label }) => label) },
            text: '',
          },
        ]
      : []),
  ];
}
