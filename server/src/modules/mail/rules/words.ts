const MOST = 500;

/** The words of a server as one line that may be kept and shown; null where nothing is left. */
export function plainWords(text: string | null): string | null {
  const line = text
    ?.toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return line ? [...line].slice(0, MOST).join('') : null;
}
