import type { Reason } from '@anbu/contract';
import type { ImportRecord } from '../store/import-store.ts';
import type { LabelRow } from '../store/label-store.ts';

/** Labels that rows are entered by and nobody has said what they mean. */
export function undecided(labels: readonly LabelRow[]): LabelRow[] {
  return labels.filter(({ code, needed }) => code === null && needed > 0);
}

/** Columns that may be the status, where the list has none and nobody has said that it is so. */
export function statusColumns({ mapping, given, headers }: ImportRecord): string[] {
  if (mapping['status'] !== undefined || 'status' in given) return [];
  return headers.filter(({ mayBeStatus }) => mayBeStatus).map(({ name }) => name);
}

/** Whether a person is asked before the rows can be entered. */
export function isAsking(record: ImportRecord, labels: readonly LabelRow[]): boolean {
  return undecided(labels).length > 0 || statusColumns(record).length > 0;
}

/** What is asked, in words. */
export function questionsOf(record: ImportRecord, labels: readonly LabelRow[]): Reason[] {
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
