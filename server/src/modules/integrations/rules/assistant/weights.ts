import type { StatusCode } from '@anbu/contract';
import { STATUSES } from '../../neighbours.ts';

/**
 * How often each kind of evidence stands beside a status: the numbers of the assistant, in one place. They are presets, from the domain's
 * own rules where it has one (NO_ANSWER_n is n unanswered days, UNREACHED seven of them; 12–16 come with a booking) and otherwise rough
 * odds that were set before any list was tried. An error of half leaves the result as it is, since a list speaks by many rows.
 * Why so: docs/decisions, "how sure the assistant is".
 */

/** A proposal below this is asked, not taken. At and above it, one row in ten may be wrong at most, by the assistant's own estimate. */
export const SURE = 0.85;
/** Below it nothing is proposed: the row says as little as any. */
export const LEAST = 0.4;
/** No reading is certain: a label may be a slip of the hand. */
export const MOST_SURE = 0.97;
/** What a label without a known word reaches at most: its rows may agree and all be misread. */
export const MOST_WITHOUT_WORDS = 0.8;
/** Of a label without a known word, what a row's own columns must say alone to be taken. */
export const PLAIN_EVIDENCE = 0.95;

/** As many rows as a label's words count for; and, in a label, as what all do counts for one user. */
export const WORDS_AS_ROWS = 12;
export const ALL_AS_ROWS_OF_ONE = 8;
/** One row in twenty has somebody's slip: the share of the words' weight that any status may have. */
export const SLIPS = 0.04;

const CODES: readonly StatusCode[] = STATUSES.map(({ code }) => code);
type Shares = Readonly<Partial<Record<StatusCode, number>>>;

/** How common a status is in a list of enquiries of whose labels nothing is known. */
const COMMON: Shares = {
  NO_ANSWER_1: 0.09,
  NO_ANSWER_2: 0.08,
  NO_ANSWER_3: 0.07,
  NO_ANSWER_4: 0.03,
  NO_ANSWER_5: 0.03,
  CALLBACK: 0.07,
  LATER: 0.05,
  CONSULTING: 0.06,
  HOLD: 0.11,
  BOOKED: 0.07,
  CANCELLED: 0.05,
  NO_SHOW: 0.05,
  VISITED: 0.09,
  UNREACHED: 0.05,
  DECLINED: 0.06,
};
export const BASE: Readonly<Record<StatusCode, number>> = each((code) => COMMON[code] ?? 0.02);

const WITH_BOOKING = ['BOOKED', 'RESCHEDULING', 'CANCELLED', 'NO_SHOW', 'VISITED'];

/** Shares of a booking's day ahead, past, or none, as the list was read. */
export const BOOKING = {
  ahead: each((code) =>
    share(code, { BOOKED: 0.45, RESCHEDULING: 0.35, CANCELLED: 0.2, NO_SHOW: 0.03, VISITED: 0.03 }, 0.01),
  ),
  past: each((code) =>
    share(code, { BOOKED: 0.45, RESCHEDULING: 0.5, CANCELLED: 0.62, NO_SHOW: 0.85, VISITED: 0.75 }, 0.02),
  ),
  none: each((code) => (WITH_BOOKING.includes(code) ? 0.13 : 0.97)),
};
export const VISIT = {
  yes: each((code) => share(code, { VISITED: 0.9 }, 0.015)),
  none: each((code) => share(code, { VISITED: 0.1 }, 0.985)),
};
const RECONTACT: Shares = {
  ...{ HOLD: 0.6, CALLBACK: 0.55, LATER: 0.5, CONSULTING: 0.3, CANCELLED: 0.25, NO_SHOW: 0.25, RESCHEDULING: 0.2 },
  ...{ NO_ANSWER_1: 0.2, NO_ANSWER_2: 0.2, NO_ANSWER_3: 0.2, NO_ANSWER_4: 0.2, NO_ANSWER_5: 0.2, WAITING: 0.1 },
};
export const RECONTACT_DAY = {
  yes: each((code) => share(code, RECONTACT, 0.04)),
  none: each((code) => 1 - share(code, RECONTACT, 0.04)),
};
export const HOLD_CELL = {
  yes: each((code) => share(code, { HOLD: 0.5, DECLINED: 0.2 }, 0.02)),
  none: each((code) => 1 - share(code, { HOLD: 0.5, DECLINED: 0.2 }, 0.02)),
};

/** By how many calls more, or fewer, than n a NO_ANSWER_n stands. */
const CALLS_OF_NO_ANSWER: Readonly<Record<number, number>> = { [-1]: 0.05, 0: 0.8, 1: 0.07 };

/** Shares of 0, 1, 2, 3, 4, 5, and 6 calls or more. */
export const CALLS: Readonly<Record<StatusCode, readonly number[]>> = each((code) => {
  if (code === 'NEW' || code === 'WAITING') return [0.86, 0.08, 0.02, 0.01, 0.01, 0.01, 0.01];
  const unanswered = /^NO_ANSWER_(\d)$/u.exec(code);
  if (unanswered)
    return [0, 1, 2, 3, 4, 5, 6].map((calls) => CALLS_OF_NO_ANSWER[calls - Number(unanswered[1])] ?? 0.02);
  if (code === 'UNREACHED') return [0.01, 0.06, 0.06, 0.2, 0.22, 0.25, 0.2];
  return [0.05, 0.33, 0.28, 0.22, 0.06, 0.04, 0.02];
});

/** Who comes again in the list had not ended with us before. */
export const CAME_AGAIN = {
  yes: each((code) => share(code, { INVALID: 0.05, DO_NOT_CONTACT: 0.03, INELIGIBLE: 0.05, DECLINED: 0.08 }, 0.12)),
  none: each(
    (code) => 1 - share(code, { INVALID: 0.05, DO_NOT_CONTACT: 0.03, INELIGIBLE: 0.05, DECLINED: 0.08 }, 0.12),
  ),
};

/** An enquiry with an owner is no longer NEW: 1 → 2 when an owner is set (domain §1). Lists know it less strictly. */
export const OWNED = {
  yes: each((code) => share(code, { NEW: 0.6 }, 0.9)),
  none: each((code) => share(code, { NEW: 0.4 }, 0.2)),
};

export function each<T>(of: (code: StatusCode) => T): Readonly<Record<StatusCode, T>> {
  return Object.fromEntries(CODES.map((code) => [code, of(code)])) as Record<StatusCode, T>;
}

function share(code: StatusCode, shares: Shares, others: number): number {
  return shares[code] ?? others;
}
