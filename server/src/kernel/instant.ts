/** A point in time: milliseconds since 1970-01-01T00:00Z, an integer. Compare with `<`, never across clocks. */
export type Instant = number & { readonly __instant: true };

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export function instant(epochMilliseconds: number): Instant {
  if (!Number.isSafeInteger(epochMilliseconds)) throw new RangeError('an instant is an integer of milliseconds');
  return epochMilliseconds as Instant;
}

/** Parses RFC 3339 with zone. Gives null for anything else, 31 February and a leap second included. */
export function parseInstant(text: string): Instant | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.exec(text);
  if (!match) return null;
  const [, year, month, day] = match;
  // Date.parse turns 31 February into March: the calendar date is checked by itself.
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return null;
  const parsed = Date.parse(text);
  return Number.isNaN(parsed) ? null : (Math.trunc(parsed) as Instant);
}

/** RFC 3339 in UTC with milliseconds. */
export function formatInstant(at: Instant): string {
  return new Date(at).toISOString();
}

export function plus(at: Instant, milliseconds: number): Instant {
  return (at + milliseconds) as Instant;
}
