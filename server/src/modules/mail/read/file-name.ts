/** A name that is a name: without folders, signs that turn it around, and points at its beginning. */
export function fileNameOf(given: string | null, no: number): string {
  const name = (given ?? '')
    .normalize('NFC')
    .replace(/^.*[\\/]/u, '')
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069"<>|:*?]/gu, '')
    .replace(/^[.\s]+/u, '')
    .trim();
  return [...name].slice(0, 120).join('') || `file-${no}`;
}
