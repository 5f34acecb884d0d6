import { decodeText } from './charset.ts';

/** Fields of a head by their name in small letters, in their order, folded lines put together; as bytes, one sign for each. */
export type Head = ReadonlyMap<string, readonly string[]>;

const MOST_FIELDS = 1_000;
const LONGEST_FIELD = 20_000;

/** The head of a mail, or of what a report quotes of one. Whatever is no field is left out. */
export function readHead(bytes: Uint8Array): Head {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const head = new Map<string, string[]>();
  let last: string[] | null = null;
  let many = 0;
  for (const line of text.slice(0, end).split(/\r?\n/)) {
    if (/^[ \t]/.test(line)) {
      if (last && last.length > 0 && last.at(-1)!.length < LONGEST_FIELD) last[last.length - 1] += ` ${line.trim()}`;
      continue;
    }
    const field = /^([!-9;-~]{1,100}):(.*)$/.exec(line);
    if (!field || many >= MOST_FIELDS) {
      last = null;
      continue;
    }
    many += 1;
    const name = field[1]!.toLowerCase();
    last = head.get(name) ?? [];
    head.set(name, last);
    last.push(field[2]!.trim().slice(0, LONGEST_FIELD));
  }
  return head;
}

/** The first field of a name; null where there is none. */
export function fieldOf(head: Head, name: string): string | null {
  return head.get(name)?.[0] ?? null;
}

const WORD = /=\?([^?\s]{1,60})\?([bq])\?([^?\s]*)\?=/gi;

/** A field as people read it: encoded words (RFC 2047) decoded, neighbours put together before, bare bytes too. One line. */
export function decodeField(value: string): string {
  let text = '';
  let at = 0;
  let open: { charset: string; bytes: Buffer[] } = { charset: '', bytes: [] };
  const close = () => {
    if (open.bytes.length > 0) text += decodeText(Buffer.concat(open.bytes), open.charset);
    open = { charset: '', bytes: [] };
  };
  for (const match of value.matchAll(WORD)) {
    const between = value.slice(at, match.index);
    // White space between two words is none; a sign that was cut between two of them is one again.
    if (open.bytes.length === 0 || between.trim() !== '') {
      close();
      text += bare(between);
    }
    const charset = match[1]!.replace(/\*.*$/, '').toLowerCase();
    const bytes = bytesOf(match[2]!.toLowerCase(), match[3]!);
    if (open.charset === charset) open.bytes.push(bytes);
    else {
      close();
      open = { charset, bytes: [bytes] };
    }
    at = match.index + match[0].length;
  }
  close();
  return oneLine(text + bare(value.slice(at)));
}

/** Without signs that would end a line or turn it around: what somebody wrote is no second line (S5). */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

function bytesOf(encoding: string, text: string): Buffer {
  if (encoding === 'b') return Buffer.from(text, 'base64');
  const signs = text
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(signs, 'latin1');
}

function bare(text: string): string {
  return /[\u0080-\u00ff]/.test(text) ? decodeText(Buffer.from(text, 'latin1'), null) : text;
}
