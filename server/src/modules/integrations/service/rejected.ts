import type { Language } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { notFound, ok, refuse, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { Pages, ReadPage } from '../../../platform/http/route.ts';
import { textOf } from '../../../platform/i18n.ts';
import { findImport, readUpTo } from '../store/import-store.ts';
import { findWidth, listReported, type ReportedRow } from '../store/row-store.ts';
import { csvLine } from '../../../kernel/csv-line.ts';
import { writeWorkbook } from '../../../platform/sheets/index.ts';
import { issuesOf } from './report.ts';

const PAGE = 500;

export type Download = { readonly fileName: string; readonly content: Pages };

/**
 * The rejected rows as they came, with the reasons in the reader's language in a last column: corrected, the file can be
 * imported as it is. UTF-8 with BOM, so that spreadsheets read it; formulas are texts. It is read while it is sent, and breaks off
 * where the file is read anew meanwhile. Refuses 409 imports.running while it is analysed.
 */
export async function rejectedFile(tx: Tx, id: Id, language: Language): Promise<Outcome<Download>> {
  const opened = await openRejected(tx, id, language);
  if (!opened.ok) return opened;
  const { base, lines } = opened.value;
  async function* content(read: ReadPage): AsyncGenerator<string> {
    yield '\ufeff';
    for await (const page of lines(read)) yield page.map(csvLine).join('');
  }
  return ok({ fileName: `${base}-rejected.csv`, content });
}

/** The same as a workbook: every cell is a text. Refuses as `rejectedFile`. */
export async function rejectedWorkbook(tx: Tx, id: Id, language: Language): Promise<Outcome<Download>> {
  const opened = await openRejected(tx, id, language);
  if (!opened.ok) return opened;
  const { base, lines, sheet } = opened.value;
  async function* each(read: ReadPage): AsyncGenerator<readonly string[]> {
    for await (const page of lines(read)) yield* page;
  }
  return ok({ fileName: `${base}-rejected.xlsx`, content: (read: ReadPage) => writeWorkbook(sheet, each(read)) });
}

type Rejected = {
  readonly base: string;
  readonly sheet: string;
  /** The header first, then the rows, some hundred at a time. */
  readonly lines: (read: ReadPage) => AsyncGenerator<readonly (readonly string[])[]>;
};

async function openRejected(tx: Tx, id: Id, language: Language): Promise<Outcome<Rejected>> {
  const record = await findImport(tx, id);
  if (!record) return notFound('import');
  if (readUpTo(record) !== undefined) return refuse('imports.running', {}, 409);
  const names = record.headers.map(({ name }) => name);
  const width = Math.max(names.length, await findWidth(tx, id, 'rejected'));
  tx.audit({ action: 'imports.rejected_downloaded', entity: 'import', entityId: id });
  const base = record.fileName.replace(/\.[^.]*$/u, '').slice(0, 100) || 'import';
  async function* lines(read: ReadPage): AsyncGenerator<readonly (readonly string[])[]> {
    yield [[...pad(names, width), textOf(language, 'imports.reason_column')]];
    for (let after = 0; ;) {
      const rows = await read((page) => rejectedRows(page, id, after));
      yield rows.map((row) => [...pad(row.cells, width), reasonsOf(row, language)]);
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return;
      after = last.no;
    }
  }
  return ok({ base, sheet: record.sheet ?? base, lines });
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
