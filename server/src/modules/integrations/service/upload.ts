import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { ImportKind } from '@anbu/contract';
import { newId, type Id } from '../../../kernel/ids.ts';
import { ok, refuseAt, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import { dayOf } from '../../../kernel/zoned-time.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { BadFile } from '../csv/records.ts';
import { sniffType } from '../csv/sniff.ts';
import { defaultSite, findSite, startJob } from '../neighbours.ts';
import type { GivenMapping } from '../rules/mapping.ts';
import { insertFile } from '../store/file-store.ts';
import { insertImport } from '../store/import-store.ts';
import { openWorkbook } from '../xlsx/workbook.ts';

/** Kinds of jobs; the same handler runs them all. */
export const ANALYSE_JOB = 'imports.analyse';
export const APPLY_JOB = 'imports.apply';
export const UNDO_JOB = 'imports.undo';
/** Why an import stands still whose job was given up: what is done stays, and asking again goes on. */
export const INTERRUPTED = 'imports.interrupted';
const START_BYTES = 64 * 1024;

export type NewFile = {
  readonly path: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly sha256: string;
};
export type UploadWish = {
  readonly kind: ImportKind;
  /** Fields that are not named are proposed. */
  readonly mapping: GivenMapping | null;
  /** Nothing is changed, ever, unless `apply` is asked for. Otherwise the rows are entered where nothing is left to decide. */
  readonly dryRun: boolean;
  readonly site: Id | null;
  /** Of a workbook; its first one where it is not named. */
  readonly sheet?: string | null;
};

/**
 * Keeps the file, makes the import and begins its analysis. Refuses on `file` what `sniffType` and `openWorkbook` refuse, by field imports.sheet_unknown,
 * enquiries.site_unknown.
 */
export async function startImport(
  tx: Tx,
  file: NewFile,
  wish: UploadWish,
  options: { readonly job: boolean } = { job: true },
): Promise<Outcome<{ id: Id; jobId: Id | null }>> {
  const sheets = await sheetsOf(file);
  if (!sheets.ok) return refuseAt('file', sheets.refusal.code, sheets.refusal.params);
  const sheet = wish.sheet ?? sheets.value[0] ?? null;
  if (sheet !== null && !sheets.value.includes(sheet)) return refuseAt('sheet', 'imports.sheet_unknown', { sheet });
  const site = wish.site === null ? await defaultSite(tx) : await findSite(tx, wish.site);
  if (!site) return refuseFields([{ field: 'site', code: 'enquiries.site_unknown', params: {} }]);
  await insertFile(tx, file);
  const id = newId();
  await insertImport(tx, {
    id,
    kind: wish.kind,
    fileName: file.fileName.replace(/[\u0000-\u001f\u007f]/gu, '') || 'import.csv',
    sha256: file.sha256,
    sheets: sheets.value,
    sheet,
    siteId: site.id,
    dryRun: wish.dryRun,
    given: wish.mapping ?? {},
    readOn: dayOf(site.timeZone, tx.now),
  });
  tx.audit({ action: 'imports.uploaded', entity: 'import', entityId: id, changes: { kind: [null, wish.kind] } });
  tx.emit({ type: 'imports.uploaded', payload: { importId: id } });
  return ok({ id, jobId: options.job ? await startJob(tx, { kind: ANALYSE_JOB, ref: id }) : null });
}

/** Of a text none. A workbook is opened here already: who brought it is told at once. */
async function sheetsOf({ path, sizeBytes }: NewFile): Promise<Outcome<string[]>> {
  const type = sniffType(await readStart(path));
  if (!type.ok) return type;
  if (type.value === 'text') return ok([]);
  try {
    const read = (start: number, end: number) => createReadStream(path, { start, end: end - 1 });
    const { sheets } = await openWorkbook({ size: sizeBytes, read });
    return ok(sheets.map(({ name }) => name));
  } catch (error) {
    if (error instanceof BadFile) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

async function readStart(path: string): Promise<Uint8Array> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(START_BYTES), 0, START_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
