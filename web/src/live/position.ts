/** Positions of the stream are whole numbers that may pass 2^53. Anything else counts as unknown. */
function numberOf(position: string | null): bigint | null {
  return position !== null && /^\d+$/.test(position) ? BigInt(position) : null;
}

/** Whether an event is new after `last`: a leader that resumes may be told what a former leader has already told. */
export function isNewer(position: string | null, last: string | null): boolean {
  const a = numberOf(position);
  const b = numberOf(last);
  return a === null || b === null || a > b;
}

export function laterOf(a: string | null, b: string | null): string | null {
  if (a === null) return b;
  return isNewer(b, a) && b !== null ? b : a;
}

/** Pause before the next try in milliseconds: 1, 2, 4 … 30 s, spread by a third so that a hundred desks do not come back at once. */
export function pauseBefore(turn: number, random: number): number {
  return Math.min(1000 * 2 ** turn, 30_000) * (1 + (random - 0.5) / 1.5);
}
