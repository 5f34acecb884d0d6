import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import yazl from 'yazl';
import type { Bytes } from './archive.ts';

const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** The parts of a package as they stand, zipped. */
export async function aPackage(parts: Readonly<Record<string, string | Uint8Array>>): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return buffer(zip.outputStream as Readable);
}

export type WorkbookParts = {
  /** What stands inside `worksheet`, by the sheet's name. */
  readonly sheets: Readonly<Record<string, string>>;
  readonly hidden?: readonly string[];
  readonly shared?: readonly string[];
  /** Codes of number formats of the cells' styles: style 1 has the first. */
  readonly formats?: readonly string[];
  readonly is1904?: boolean;
  /** Before every name, as some programs write it. */
  readonly prefix?: string;
};

export function aWorkbook({
  sheets,
  hidden = [],
  shared = [],
  formats = [],
  is1904 = false,
  prefix = '',
}: WorkbookParts) {
  const names = Object.keys(sheets);
  const p = prefix === '' ? '' : `${prefix}:`;
  const list = names.map((name, index) => {
    const state = hidden.includes(name) ? ' state="hidden"' : '';
    return `<${p}sheet name="${name}" sheetId="${index + 1}"${state} r:id="rId${index + 1}"/>`;
  });
  const targets = names.map(
    (_, index) => `<Relationship Id="rId${index + 1}" Target="worksheets/sheet${index + 1}.xml"/>`,
  );
  const codes = formats.map((code, index) => `<numFmt numFmtId="${164 + index}" formatCode="${code}"/>`);
  const styles = ['<xf numFmtId="0"/>', ...formats.map((_, index) => `<xf numFmtId="${164 + index}"/>`)];
  return aPackage({
    'xl/workbook.xml': `<${p}workbook xmlns:r="${RELATIONS}"><${p}workbookPr date1904="${is1904 ? 1 : 0}"/><${p}sheets>${list.join('')}</${p}sheets></${p}workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${targets.join('')}</Relationships>`,
    'xl/styles.xml': `<styleSheet><numFmts>${codes.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${styles.join('')}</cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `<sst>${shared.map((text) => `<si>${text}</si>`).join('')}</sst>`,
    ...Object.fromEntries(
      names.map((name, index) => [
        `xl/worksheets/sheet${index + 1}.xml`,
        `<?xml version="1.0" encoding="UTF-8"?><${p}worksheet>${sheets[name]!}</${p}worksheet>`,
      ]),
    ),
  });
}

/** A sheet of texts. */
export function rowsXml(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) =>
    `<c t="inlineStr"><is><t>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c>`;
  return `<sheetData>${rows.map((cells) => `<row>${cells.map(cell).join('')}</row>`).join('')}</sheetData>`;
}

export function bytesOf(content: Uint8Array): Bytes {
  return {
    size: content.length,
    read: async function* (start, end) {
      yield content.subarray(start, end);
    },
  };
}
