import { createHash } from 'node:crypto';
import { fieldOf, readHead } from './header.ts';

/**
 * The same for the same mail, by whichever way it came and however often: not the lines that servers write above it. Whoever takes another's number for a
 * mail of his own has another fingerprint.
 */
export function fingerprintOf(raw: Buffer): string {
  const head = readHead(raw);
  const hash = createHash('sha256');
  for (const name of ['message-id', 'date', 'from', 'subject', 'content-type'])
    hash.update(`${name}:${fieldOf(head, name) ?? ''}\n`);
  const end = raw.indexOf('\r\n\r\n');
  const body = end >= 0 ? raw.subarray(end + 4) : raw.subarray(Math.max(0, raw.indexOf('\n\n') + 2));
  // Servers end a mail with one line more or less.
  return hash.update(body.toString('latin1').replace(/\r\n/g, '\n').trimEnd(), 'latin1').digest('hex');
}
