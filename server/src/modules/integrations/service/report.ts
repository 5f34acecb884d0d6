import type { ImportRow, Language } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { notFound, ok, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { textOf } from '../../../platform/i18n.ts';
import { csvLine } from '../csv/safe-cell.ts';
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

const PAGE = 2000;

/**
 * The rejected rows as they came, with the reasons in the reader's language in a last column: corrected, the file can be
 * imported as it is. UTF-8 with BOM, so that spreadsheets read it; formulas are texts.
 */
export async function rejectedFile(
  tx: Tx,
  id: Id,
  language: Language,
): Promise<Outcome<{ fileName: string; content: string }>> {
  const record = await findImport(tx, id);
  if (!record) return notFound('import');
  const rows: ReportedRow[] = [];
  for (let after = 0; ;) {
    const page = await listReported(tx, id, { outcome: 'rejected', after, limit: PAGE });
    rows.push(...page);
    const last = page.at(-1);
    if (!last || page.length < PAGE) break;
    after = last.no;
  }
  const names = record.headers.map(({ name }) => name);
  const width = Math.max(names.length, ...rows.map(({ cells }) => cells.length));
  const lines = [csvLine([...pad(names, width), textOf(language, 'imports.reason_column')])];
  for (const row of rows) lines.push(csvLine([...pad(row.cells, width), reasonsOf(row, language)]));
  tx.audit({ action: 'imports.rejected_downloaded', entity: 'import', entityId: id });
  const base = record.fileName.replace(/\.[^.]*$/u, '').slice(0, 100) || 'import';
  return ok({ fileName: `${base}-rejected.csv`, content: `\ufeff${lines.join('')}` });
}

function pad(cells: readonly string[], width: number): string[] {
  return [...cells, ...Array<string>(Math.max(0, width - cells.length)).fill('')];
}

function reasonsOf(row: ReportedRow, language: Language): string {
  const errors = issuesOf(row).filter(({ level }) => level === 'error');
  return errors
    .map(({ column, code, params }) => `${column === null ? '' : `${column}: `}${textOf(language, code, params)}`)
    .join(' / ');
}
