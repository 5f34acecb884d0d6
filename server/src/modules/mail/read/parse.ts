import { Transform, type TransformCallback } from 'node:stream';
import type { Attachment, Texts } from 'mailparser';
import { decodeText } from '../rules/charset.ts';
import { decodeField, fieldOf, oneLine, readHead, type Head } from '../rules/header.ts';
import { readComplaint, readDelivery, type Complaint, type Delivery } from '../rules/report.ts';
import type { Letter, LetterFile } from './letter.ts';
import { htmlToWords } from './html.ts';
import { fileNameOf } from './file-name.ts';

export const MOST_BYTES = 25 * 1024 * 1024;
const MOST_HEAD_BYTES = 256 * 1024;
const MOST_FILES = 20;
const LONGEST_TEXT = 20_000;
/** An HTML of more is no letter of a person; its text would take seconds. */
const LONGEST_HTML = 512 * 1024;
const READ_MILLISECONDS = 20_000;

/** Why a mail cannot be read: `unreadable`, `too_slow`. */
export class LetterError extends Error {
  override readonly name = 'LetterError';
  readonly code: 'unreadable' | 'too_slow';
  constructor(code: 'unreadable' | 'too_slow') {
    super(code);
    this.code = code;
  }
}

/** Decodes by our table, whatever the part calls its set: nothing is thrown, and bytes that fit nothing become signs that say so. */
class Decoder extends Transform {
  readonly #charset: string;
  readonly #chunks: Buffer[] = [];
  constructor(from: string) {
    super();
    this.#charset = from;
  }
  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#chunks.push(chunk);
    done();
  }
  override _flush(done: TransformCallback): void {
    this.push(Buffer.from(decodeText(Buffer.concat(this.#chunks), this.#charset)));
    done();
  }
}

/** Reads a mail of at most `MOST_BYTES`. Throws LetterError. */
export async function readLetter(raw: Buffer): Promise<Letter> {
  // The parser would stop there without a word.
  if (headBytesOf(raw) > MOST_HEAD_BYTES) throw new LetterError('unreadable');
  const head = readHead(raw);
  const files: LetterFile[] = [];
  const found: { delivery: Delivery | null; complaint: Complaint | null; about: Head | null } = {
    delivery: null,
    complaint: null,
    about: null,
  };
  const texts = await partsOf(raw, async (part) => {
    const bytes = await contentOf(part);
    const type = part.contentType ?? '';
    if (type === 'message/delivery-status') found.delivery ??= readDelivery(bytes);
    else if (type === 'message/feedback-report') found.complaint ??= readComplaint(bytes);
    else if (type === 'message/rfc822' || type === 'text/rfc822-headers') {
      found.about ??= readHead(bytes);
      if (type === 'message/rfc822') files.push({ name: `${fileNameOf(null, files.length + 1)}.eml`, bytes });
    } else if (files.length < MOST_FILES && bytes.length > 0) {
      files.push({ name: fileNameOf(decodeField(part.filename ?? ''), files.length + 1), bytes });
    }
  });
  const [from] = addressesOf(fieldOf(head, 'from') ?? '');
  return {
    head,
    from: { address: from?.address ?? null, name: from?.name ?? null },
    subject: [...decodeField(fieldOf(head, 'subject') ?? '')].slice(0, 300).join(''),
    text: wordsOf(texts),
    files,
    ...found,
    isReport: /^multipart\/report\b/i.test(fieldOf(head, 'content-type') ?? ''),
  };
}

function headBytesOf(raw: Buffer): number {
  const ends = ['\r\n\r\n', '\n\n'].map((end) => raw.indexOf(end)).filter((at) => at >= 0);
  return ends.length === 0 ? raw.length : Math.min(...ends);
}

async function partsOf(raw: Buffer, take: (part: Attachment) => Promise<void>): Promise<Texts | null> {
  const { MailParser } = await import('mailparser');
  const parser = new MailParser({
    keepDeliveryStatus: true,
    ignoreEmbedded: true,
    skipTextToHtml: true,
    skipHtmlToText: true,
    skipImageLinks: true,
    skipTextLinks: true,
    maxChildNodes: 200,
    maxHeadSize: MOST_HEAD_BYTES,
    Iconv: Decoder,
  });
  let texts: Texts | null = null;
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    parser.destroy(new LetterError('too_slow'));
  }, READ_MILLISECONDS);
  try {
    parser.end(raw);
    for await (const part of parser as AsyncIterable<Attachment | Texts>) {
      if (part.type === 'text') texts = part;
      else {
        await take(part);
        part.release();
      }
    }
  } catch (error) {
    throw error instanceof LetterError ? error : new LetterError(late ? 'too_slow' : 'unreadable');
  } finally {
    clearTimeout(timer);
  }
  return texts;
}

async function contentOf(part: Attachment): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of part.content) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The text that somebody wrote; where there is HTML alone, what of it is text. */
function wordsOf(texts: Texts | null): string {
  const plain = texts?.text?.trim() ?? '';
  const html = typeof texts?.html === 'string' ? texts.html.slice(0, LONGEST_HTML) : '';
  const words = plain === '' && html !== '' ? htmlToWords(html) : plain;
  return [...clean(words)].slice(0, LONGEST_TEXT).join('');
}

/** Without signs that no text has, and without those that turn a line around. */
function clean(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/\n{4,}/g, '\n\n\n')
    .normalize('NFC')
    .trim();
}

/** Addresses of a field: name and address, in small letters. At most fifty. */
export function addressesOf(field: string): { readonly name: string | null; readonly address: string }[] {
  const found: { name: string | null; address: string }[] = [];
  for (const part of splitAddresses(field.slice(0, 20_000)).slice(0, 50)) {
    const angled = /^(.*)<\s*([^<>\s]+@[^<>\s]+)\s*>[^<>]*$/s.exec(part);
    const address = (angled?.[2] ?? /([^\s<>"(),;:]+@[^\s<>"(),;:]+)/.exec(part)?.[1] ?? '').toLowerCase();
    if (address === '' || address.length > 254 || address.includes('=?')) continue;
    const name = oneLine(decodeField((angled?.[1] ?? '').trim().replace(/^"(.*)"$/s, '$1')).replaceAll('\\', ''));
    found.push({ name: name === '' ? null : [...name].slice(0, 120).join(''), address });
  }
  return found;
}

/** At commas outside of quotes and brackets. */
function splitAddresses(field: string): string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  let depth = 0;
  for (const sign of field) {
    if (sign === '"') quoted = !quoted;
    else if (!quoted && sign === '<') depth += 1;
    else if (!quoted && sign === '>') depth = Math.max(0, depth - 1);
    if (sign === ',' && !quoted && depth === 0) {
      parts.push(part);
      part = '';
    } else part += sign;
  }
  return [...parts, part];
}
