import { Archive, broken, type Bytes } from './archive.ts';
import { BadFile } from '../csv/records.ts';
import { isDateFormat } from './serial.ts';
import { LONGEST_CELL, SharedStrings } from './shared-strings.ts';
import { readXml } from './xml.ts';

/** `part`: its place in the package. */
export type SheetName = { readonly name: string; readonly part: string };
export type Workbook = {
  readonly archive: Archive;
  /** Worksheets that people see, in their order; hidden ones only where there is no other. */
  readonly sheets: readonly SheetName[];
  readonly is1904: boolean;
};

const WORKBOOK = 'xl/workbook.xml';
const MOST_SHEETS = 500;
const MOST_FORMATS = 100_000;

/** Throws BadFile: imports.not_workbook { found }, imports.sheet_broken, imports.sheet_too_large. */
export async function openWorkbook(bytes: Bytes): Promise<Workbook> {
  const archive = await Archive.open(bytes);
  const main = await mainPart(archive);
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const targets = await relations(archive, `${folder}_rels/${main.slice(folder.length)}.rels`, folder);
  let is1904 = false;
  const listed: { name: string; id: string; hidden: boolean }[] = [];
  const words = readXml<never>(archive.text(main), {
    open: (name, attribute) => {
      if (name === 'workbookPr') is1904 = ['1', 'true'].includes(attribute('date1904') ?? '');
      if (name !== 'sheet' || listed.length === MOST_SHEETS) return;
      const hidden = (attribute('state') ?? 'visible') !== 'visible';
      listed.push({ name: attribute('name') ?? '', id: attribute('r:id') ?? attribute('id') ?? '', hidden });
    },
  });
  for await (const _ of words);
  const sheets = listed.flatMap(({ name, id, hidden }) => {
    const part = targets.get(id);
    return part !== undefined && /worksheet/iu.test(part) && archive.has(part) ? [{ name, part, hidden }] : [];
  });
  if (sheets.length === 0) throw broken();
  const visible = sheets.filter(({ hidden }) => !hidden);
  return { archive, sheets: visible.length > 0 ? visible : sheets, is1904 };
}

/** By the package's own relations; where they are missing, where Excel puts it. */
async function mainPart(archive: Archive): Promise<string> {
  const named = [...(await relations(archive, '_rels/.rels', '')).values()].find((part) =>
    /workbook\.xml$/iu.test(part),
  );
  if (named !== undefined && archive.has(named)) return named;
  if (archive.has(WORKBOOK)) return WORKBOOK;
  const found = archive.has('xl/workbook.bin') ? 'XLSB' : archive.has('content.xml') ? 'ODS' : 'ZIP';
  throw new BadFile({ code: 'imports.not_workbook', params: { found }, status: 422 });
}

async function relations(archive: Archive, part: string, folder: string): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  const words = readXml<never>(archive.text(part), {
    open: (name, attribute) => {
      if (name !== 'Relationship' || attribute('TargetMode') === 'External') return;
      const target = attribute('Target') ?? '';
      targets.set(attribute('Id') ?? '', target.startsWith('/') ? target.slice(1) : `${folder}${target}`);
    },
  });
  if (archive.has(part)) for await (const _ of words);
  return targets;
}

/** Which styles of cells are dates, by their number. */
export async function readDateStyles({ archive }: Workbook): Promise<ReadonlySet<number>> {
  const formats = new Map<number, string>();
  const dates = new Set<number>();
  let inCells = false;
  let style = 0;
  const words = readXml<never>(archive.text('xl/styles.xml'), {
    open: (name, attribute) => {
      if (name === 'numFmt' && formats.size < MOST_FORMATS)
        formats.set(Number(attribute('numFmtId')), attribute('formatCode') ?? '');
      if (name === 'cellXfs') inCells = true;
      if (name !== 'xf' || !inCells) return;
      const id = Number(attribute('numFmtId') ?? 0);
      if (isDateFormat(id, formats.get(id)) && dates.size < MOST_FORMATS) dates.add(style);
      style++;
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  if (archive.has('xl/styles.xml')) for await (const _ of words);
  return dates;
}

export async function readSharedStrings({ archive }: Workbook): Promise<SharedStrings> {
  const strings = new SharedStrings();
  if (!archive.has('xl/sharedStrings.xml')) return strings;
  for await (const text of readXml<string>(archive.text('xl/sharedStrings.xml'), textReader('si'))) {
    strings.add(unescaped(text));
  }
  return strings;
}

/** The text of each element of that name: its runs together, without readings that stand above it. */
export function textReader(element: string) {
  let text = '';
  let isText = false;
  let above = 0;
  return {
    open: (name: string) => {
      if (name === element) text = '';
      if (name === 'rPh') above++;
      isText = name === 't' && above === 0;
    },
    text: (piece: string) => {
      if (isText && text.length < LONGEST_CELL) text += piece;
    },
    close: (name: string, emit: (value: string) => void) => {
      isText = false;
      if (name === 'rPh') above--;
      if (name === element) emit(text);
    },
  };
}

/** `_x000D_` is how a workbook writes what XML cannot hold. */
export function unescaped(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/gu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
}
