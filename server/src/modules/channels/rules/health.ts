/** How a way out is doing: failures in a row, and how often it was left alone since it last worked. */
export type Standing = { readonly failures: number; readonly rests: number };

const FAILURES_BEFORE_REST = 3;
const FIRST_REST = 2_000;
const LONGEST_REST = 15 * 60_000;

/**
 * After a failure: three in a row and it is left alone, twice as long each time up to a quarter of an hour, half to one and a half times by chance so that
 * not all come back at once. `restMilliseconds` null = try on. Spec: reliability R13.
 */
export function afterFailure(
  { failures, rests }: Standing,
  random: number,
): Standing & { readonly restMilliseconds: number | null } {
  const now = failures + 1;
  if (now < FAILURES_BEFORE_REST) return { failures: now, rests, restMilliseconds: null };
  const rest = Math.min(LONGEST_REST, FIRST_REST * 2 ** Math.min(rests, 20)) * (0.5 + random);
  return { failures: now, rests: rests + 1, restMilliseconds: Math.round(rest) };
}

export const WELL: Standing = { failures: 0, rests: 0 };
