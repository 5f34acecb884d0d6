import iconv from 'iconv-lite';
import { ok, refuse, type Outcome } from '../../../kernel/outcome.ts';

export const ENCODINGS = ['utf-8', 'cp949', 'utf-16le', 'utf-16be'] as const;
export type Encoding = (typeof ENCODINGS)[number];
export const DELIMITERS = [',', '\t', ';', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** What the messages name as allowed. */
export const ALLOWED = 'XLSX, CSV (UTF-8, CP949)';

const MAGIC: readonly (readonly [bytes: readonly number[], name: string])[] = [
  [[0x50, 0x4b, 0x05, 0x06], 'ZIP'],
  [[0x25, 0x50, 0x44, 0x46], 'PDF'],
  [[0x89, 0x50, 0x4e, 0x47], 'PNG'],
  [[0xff, 0xd8, 0xff], 'JPEG'],
  [[0x1f, 0x8b], 'GZIP'],
  [[0x7f, 0x45, 0x4c, 0x46], 'ELF'],
  [[0x4d, 0x5a, 0x90], 'EXE'],
];
const MOST_CONTROLS = 0.05;

const PACKAGE = [0x50, 0x4b, 0x03, 0x04];
const OLD_OFFICE = [0xd0, 0xcf, 0x11, 0xe0];

/**
 * What a file is by its beginning: a text, or a package that may be a workbook. What the browser calls it is not asked.
 * Refuses imports.file_empty, imports.old_workbook (an .xls, or an .xlsx under a password: both begin so), imports.not_text { found, allowed }.
 */
export function sniffType(start: Uint8Array): Outcome<'text' | 'package'> {
  if (start.length === 0) return refuse('imports.file_empty', { allowed: ALLOWED });
  const begins = (bytes: readonly number[]) => bytes.every((byte, index) => start[index] === byte);
  if (begins(PACKAGE)) return ok('package');
  if (begins(OLD_OFFICE)) return refuse('imports.old_workbook');
  const magic = MAGIC.find(([bytes]) => begins(bytes));
  if (magic) return refuse('imports.not_text', { found: magic[1], allowed: ALLOWED });
  if (byteOrderMark(start) !== null) return ok('text');
  let controls = 0;
  for (const byte of start) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 0x1a && byte !== 0x1b)) controls++;
  // A few stray control characters belong to their cells and are named there.
  if (controls > Math.max(4, start.length * MOST_CONTROLS)) {
    return refuse('imports.not_text', { found: 'binary', allowed: ALLOWED });
  }
  return ok('text');
}

/** The encoding that a mark at the file's start says; null without one. */
export function byteOrderMark(start: Uint8Array): Encoding | null {
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return 'utf-8';
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  return null;
}

/** UTF-8 where the whole file is valid UTF-8, else CP949: a Korean text in CP949 is never valid UTF-8 by chance. */
export async function sniffEncoding(chunks: AsyncIterable<Uint8Array>): Promise<Encoding> {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let first = true;
  try {
    for await (const chunk of chunks) {
      const mark = first ? byteOrderMark(chunk) : null;
      if (mark) return mark;
      first = false;
      utf8.decode(chunk, { stream: true });
    }
    utf8.decode();
    return 'utf-8';
  } catch {
    return 'cp949';
  }
}

/** Some hundred rows: whoever cuts a piece into rows holds all of them. */
const PIECE_BYTES = 64 * 1024;

/** Text piece by piece, without the mark; what the encoding does not know becomes U+FFFD. */
export async function* decode(chunks: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = iconv.getDecoder(encoding, { stripBOM: true });
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
      const text = decoder.write(bytes.subarray(from, from + PIECE_BYTES));
      if (text) yield text;
    }
  }
  const rest = decoder.end();
  if (rest) yield rest;
}

/** The separator that cuts the first line into the most cells; a comma where there is none. Text in quotes does not count. */
export function sniffDelimiter(start: string): Delimiter {
  const counts = new Map<string, number>(DELIMITERS.map((delimiter) => [delimiter, 0]));
  let quoted = false;
  let any = false;
  for (const character of start) {
    if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === '\n' || character === '\r') {
      if (any) break;
    } else {
      any = true;
      const count = counts.get(character);
      if (count !== undefined) counts.set(character, count + 1);
    }
  }
  return DELIMITERS.reduce((best, one) => ((counts.get(one) ?? 0) > (counts.get(best) ?? 0) ? one : best));
}
