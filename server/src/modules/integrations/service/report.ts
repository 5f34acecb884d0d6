import type { ImportRow } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { notFound, ok, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { Issue } from '../rules/plan.ts';
import { findImport, readUpTo } from '../store/import-store.ts';
import { columnsOf, type ColumnSaying } from './columns.ts';
import { foresee } from './reading.ts';
import { countRows, listReported, type Counts, type ReportedRow, type RowOutcome } from '../store/row-store.ts';

/** A row's issues, one item each; a row without any is one item; and what is said of the columns. `limit` counts rows. */
export async function report(
  tx: Tx,
  id: Id,
  page: { readonly outcome: RowOutcome | null; readonly after: number; readonly limit: number },
): Promise<Outcome<{ items: ImportRow[]; last: number | null; counts: Counts; columns: ColumnSaying[] }>> {
  const record = await findImport(tx, id);
  if (!record) return notFound('import');
  const upTo = readUpTo(record);
  const rows = await listReported(tx, id, { ...page, limit: page.limit + 1, upTo });
  const shown = await foresee(tx, record, rows.slice(0, page.limit));
  tx.audit({ action: 'imports.report_read', entity: 'import', entityId: id });
  return ok({
    items: shown.flatMap(itemsOf),
    last: rows.length > page.limit ? (shown.at(-1)?.no ?? null) : null,
    counts: await countRows(tx, id, upTo),
    columns: columnsOf(record, tx.actor.language),
  });
}

function itemsOf(row: ReportedRow): ImportRow[] {
  const issues = issuesOf(row);
  if (issues.length === 0) return [{ row: row.no, outcome: row.outcome }];
  return issues.map((issue) => ({
    row: row.no,
    outcome: row.outcome,
    level: issue.level,
    ...(issue.column === null ? {} : { column: issue.column }),
    ...(issue.value === null ? {} : { value: issue.value }),
    code: issue.code,
    params: issue.params,
    text: '',
  }));
}

/** With what only the decisions about labels say: a duplicate without its original. */
export function issuesOf(row: ReportedRow): readonly Issue[] {
  if (!row.orphan) return row.issues;
  return [
    ...row.issues,
    { level: 'error', column: null, value: row.label, code: 'imports.original_missing', params: {} },
  ];
}
