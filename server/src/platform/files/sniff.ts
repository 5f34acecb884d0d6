/** What the first bytes say that a file is; whatever is not known, text too, is bytes that nobody opens by itself (S11). */
export function sniff(content: Uint8Array): string {
  const head = Buffer.from(content.buffer, content.byteOffset, Math.min(content.length, 16));
  const text = head.toString('latin1');
  if (text.startsWith('%PDF-')) return 'application/pdf';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (/^GIF8[79]a/.test(text)) return 'image/gif';
  if (/^(?:II\*\x00|MM\x00\*)/.test(text)) return 'image/tiff';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'image/webp';
  if (text.slice(4, 8) === 'ftyp' && /^(?:heic|heix|mif1)/.test(text.slice(8, 12))) return 'image/heic';
  return 'application/octet-stream';
}

/** What a scanner or a telephone makes of paper: pictures and documents that run nothing. The CHECK of `consents.evidence` has the same. */
const PAPER: readonly string[] = [
  'application/pdf',
  'image/png',
  'image/jpeg',
  'image/tiff',
  'image/webp',
  'image/heic',
];

export function isPaper(mediaType: string): boolean {
  return PAPER.includes(mediaType);
}
