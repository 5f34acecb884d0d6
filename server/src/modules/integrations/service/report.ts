import type { ImportRow, Language } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { notFound, ok, refuse, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { Pages, ReadPage } from '../../../platform/http/route.ts';
import { textOf } from '../../../platform/i18n.ts';
import { csvLine } from '../csv/safe-cell.ts';
import type { Issue } from '../rules/plan.ts';
import { findImport, readUpTo } from '../store/import-store.ts';
import { columnsOf, type ColumnSaying } from './columns.ts';
import { foresee } from './reading.ts';
import {
  countRows,
  findWidth,
  listReported,
  type Counts,
  type ReportedRow,
  type RowOutcome,
} from '../store/row-store.ts';

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

const PAGE = 500;

/**
 * The rejected rows as they came, with the reasons in the reader's language in a last column: corrected, the file can be
 * imported as it is. UTF-8 with BOM, so that spreadsheets read it; formulas are texts. It is read while it is sent, and breaks off
 * where the file is read anew meanwhile. Refuses 409 imports.running while it is analysed.
 */
export async function rejectedFile(
  tx: Tx,
  id: Id,
  language: Language,
): Promise<Outcome<{ fileName: string; content: Pages }>> {
  const record = await findImport(tx, id);
  if (!record) return notFound('import');
  if (readUpTo(record) !== undefined) return refuse('imports.running', {}, 409);
  const names = record.headers.map(({ name }) => name);
  const width = Math.max(names.length, await findWidth(tx, id, 'rejected'));
  tx.audit({ action: 'imports.rejected_downloaded', entity: 'import', entityId: id });
  const base = record.fileName.replace(/\.[^.]*$/u, '').slice(0, 100) || 'import';
  const head = csvLine([...pad(names, width), textOf(language, 'imports.reason_column')]);
  const line = (row: ReportedRow) => csvLine([...pad(row.cells, width), reasonsOf(row, language)]);
  async function* content(read: ReadPage): AsyncGenerator<string> {
    yield `\ufeff${head}`;
    for (let after = 0; ;) {
      const rows = await read((page) => rejectedRows(page, id, after));
      if (rows.length > 0) yield rows.map(line).join('');
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return;
      after = last.no;
    }
  }
  return ok({ fileName: `${base}-rejected.csv`, content });
}

async function rejectedRows(tx: Tx, id: Id, after: number): Promise<Outcome<ReportedRow[]>> {
  const record = await findImport(tx, id);
  if (!record || readUpTo(record) !== undefined) return refuse('imports.running', {}, 409);
  return ok(await listReported(tx, id, { outcome: 'rejected', after, limit: PAGE }));
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
