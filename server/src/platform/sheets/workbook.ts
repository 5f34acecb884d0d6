import { Readable } from 'node:stream';
import yazl from 'yazl';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const SPREADSHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
/** What a sheet's cell holds at most. */
const LONGEST_CELL = 32_767;

export const XLSX_TYPE = `${TYPES}.sheet`;

export type SheetOfLines = { readonly name: string; readonly lines: AsyncIterable<readonly string[]> };

/** A workbook of one sheet, made while it is sent. */
export function writeWorkbook(sheetName: string, lines: AsyncIterable<readonly string[]>): AsyncGenerator<Uint8Array> {
  return writeSheets([{ name: sheetName, lines }]);
}

/**
 * A workbook of some sheets, one after the other, made while it is sent. Every cell is a text (format @, quote prefix): nothing that begins with
 * = + - @ is run, a phone keeps its 0 where somebody edits it, and re-importing finds the same words. Spec: reliability S3.
 */
export async function* writeSheets(sheets: readonly SheetOfLines[]): AsyncGenerator<Uint8Array> {
  const zip = new yazl.ZipFile();
  const add = (name: string, xml: string) => zip.addBuffer(Buffer.from(HEAD + xml), name);
  const names = distinctNames(sheets.map(({ name }) => name));
  const fileOf = (no: number) => `worksheets/sheet${no}.xml`;
  add('[Content_Types].xml', contentTypes(sheets.map((_, at) => fileOf(at + 1))));
  add(
    '_rels/.rels',
    `<Relationships xmlns="${PACKAGE}/relationships">${relationOf('officeDocument', 'xl/workbook.xml', 1)}</Relationships>`,
  );
  const relations = sheets.map((_, at) => relationOf('worksheet', fileOf(at + 1), at + 1));
  add(
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${PACKAGE}/relationships">${relations.join('')}${relationOf('styles', 'styles.xml', sheets.length + 1)}</Relationships>`,
  );
  const entries = names.map((name, at) => `<sheet name="${escaped(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`);
  add(
    'xl/workbook.xml',
    `<workbook xmlns="${SPREADSHEET}" xmlns:r="${RELATIONS}"><sheets>${entries.join('')}</sheets></workbook>`,
  );
  add('xl/styles.xml', STYLES);
  const out = zip.outputStream as Readable;
  const rows = sheets.map(({ lines }, at) => {
    const xml = Readable.from(sheetXml(lines), { objectMode: false });
    xml.on('error', (error) => out.destroy(error));
    zip.addReadStream(xml, `xl/${fileOf(at + 1)}`);
    return xml;
  });
  zip.end();
  zip.on('error', (error: Error) => out.destroy(error));
  try {
    for await (const chunk of out) yield chunk as Buffer;
  } finally {
    for (const xml of rows) xml.destroy();
    out.destroy();
  }
}

/** No two sheets of a workbook have one name. */
function distinctNames(names: readonly string[]): readonly string[] {
  const used = new Set<string>();
  return names.map((name) => {
    const title = sheetTitle(name);
    let own = title;
    for (let no = 2; used.has(own.toLowerCase()); no += 1) own = `${title.slice(0, 27)} ${no}`;
    used.add(own.toLowerCase());
    return own;
  });
}

async function* sheetXml(lines: AsyncIterable<readonly string[]>): AsyncGenerator<string> {
  yield `${HEAD}<worksheet xmlns="${SPREADSHEET}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`;
  let no = 0;
  for await (const cells of lines) yield `<row r="${++no}">${cells.map(cellXml).join('')}</row>`;
  yield '</sheetData></worksheet>';
}

function cellXml(cell: string): string {
  return `<c t="inlineStr" s="1"><is><t xml:space="preserve">${escaped(cell.slice(0, LONGEST_CELL))}</t></is></c>`;
}

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What XML cannot hold is written as workbooks write it; so is a text that looks like that. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/gu, '_x005F_')
    .replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/gu, codeOf)
    .replace(/[&<>"]/gu, (sign) => SIGNS[sign] ?? sign);
}

function codeOf(sign: string): string {
  return `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
}

/** A sheet's name has 31 characters and none of these. */
function sheetTitle(name: string): string {
  return (
    name
      .replace(/[[\]:*?/\\]/gu, ' ')
      .slice(0, 31)
      .trim() || 'Sheet1'
  );
}

function relationOf(type: string, target: string, no: number): string {
  return `<Relationship Id="rId${no}" Type="${RELATIONS}/${type}" Target="${target}"/>`;
}

function contentTypes(sheets: readonly string[]): string {
  const own = sheets.map((file) => `<Override PartName="/xl/${file}" ContentType="${TYPES}.worksheet+xml"/>`);
  return `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>${own.join('')}<Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/></Types>`;
}
const STYLES = `<styleSheet xmlns="${SPREADSHEET}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="49" applyNumberFormat="1" quotePrefix="1"/></cellXfs></styleSheet>`;
