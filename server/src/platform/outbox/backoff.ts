export const MOST_ATTEMPTS = 8;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 3_600_000;

/** Milliseconds until the next attempt after `attempts` failed ones: 1, 4, 16 … seconds up to an hour, each half to one and a half times. */
export function waitAfter(attempts: number, random: number): number {
  return Math.round(Math.min(LONGEST_WAIT, FIRST_WAIT * 4 ** (attempts - 1)) * (0.5 + random));
}

/** What of an error is kept: its kind and code. A message may quote what a person said or a phone number. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return 'error';
  const { code, constraint } = error as Error & Record<string, unknown>;
  const parts = [error.name, code, constraint].filter(
    (part) => typeof part === 'string' && /^[\w.:-]{1,80}$/.test(part),
  );
  return parts.join(' ') || 'error';
}
