/** Korean words by their letters: 부재 and 부제 differ by one. */
function letters(text: string): string[] {
  return [...text.normalize('NFD')];
}

/**
 * Whether two words differ by a slip of the hand: one letter of at least four, two of at least nine (Hangul by its letters), a
 * change of places being one. Numbers are no slip: 1차 is not 2차.
 */
export function isSlipOf(word: string, other: string): boolean {
  // A slip takes or adds a syllable at most.
  if (Math.abs(word.length - other.length) > 2) return false;
  const [a, b] = [letters(word), letters(other)];
  const most = Math.min(a.length, b.length) >= 9 ? 2 : 1;
  if (Math.min(a.length, b.length) < 4 || Math.abs(a.length - b.length) > most || word === other) return false;
  if (digitsOf(word) !== digitsOf(other)) return false;
  return distance(a, b) <= most;
}

function digitsOf(text: string): string {
  return text.replace(/\D/gu, '');
}

function distance(a: readonly string[], b: readonly string[]): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
