import type { HoldReason, InvalidKind, StatusCode } from '@anbu/contract';
import type { CalendarDay } from '../../../../kernel/calendar-day.ts';
import { MEMO_WORDS, type MemoWord } from '../../words/memo-words.ts';
import { NO_ANSWER_WORDS, STATUS_WORDS } from '../../words/status-words.ts';
import type { EnquiryPlan } from '../plan.ts';
import { looseKey } from '../text-key.ts';
import { BASE, BOOKING, CALLS, CAME_AGAIN, HOLD_CELL, OWNED, RECONTACT_DAY, VISIT, each } from './weights.ts';

/**
 * What a row says beside its label, as far as it tells a status. Null: the list has no such column, so that its absence says nothing.
 * `said`: places in `SAYINGS`.
 */
export type Evidence = {
  readonly calls: number | null;
  readonly booking: keyof typeof BOOKING | null;
  readonly visit: keyof typeof VISIT | null;
  readonly recontact: keyof typeof RECONTACT_DAY | null;
  readonly holdCell: keyof typeof HOLD_CELL | null;
  readonly cameAgain: keyof typeof CAME_AGAIN | null;
  /** Somebody has it. */
  readonly owned: keyof typeof OWNED | null;
  readonly said: readonly number[];
};

export type Saying = Pick<MemoWord, 'invalidKind' | 'holdReason'> & {
  readonly codes: readonly StatusCode[];
  readonly word: string;
  readonly key: string;
  readonly times: number;
  readonly latin: boolean;
};

const UNANSWERED: readonly StatusCode[] = [
  'NO_ANSWER_1',
  'NO_ANSWER_2',
  'NO_ANSWER_3',
  'NO_ANSWER_4',
  'NO_ANSWER_5',
  'UNREACHED',
];
const TIMES = 12;
/** Words of labels are less sure in a memo, where much is told. */
const LABEL_TIMES = 4;
const SHORTEST_LABEL_WORD = 3;

export const SAYINGS: readonly Saying[] = sayings();
const BY_START: ReadonlyMap<string, readonly number[]> = byStart();

function sayings(): Saying[] {
  const own = MEMO_WORDS.flatMap((of) => of.words.map((word) => saying(word, of.codes, of.times ?? TIMES, of)));
  const known = new Set(own.map(({ key }) => key));
  const labels = STATUS_WORDS.filter(({ whole, doubt }) => !whole && !doubt).flatMap((of) =>
    of.words.map((word) =>
      saying(word, [of.code], LABEL_TIMES, {
        ...of,
        ...(of.holdReasons?.[0] ? { holdReason: of.holdReasons[0] } : {}),
      }),
    ),
  );
  const unanswered = NO_ANSWER_WORDS.map((word) => saying(word, UNANSWERED, LABEL_TIMES, {}));
  const more = [...labels, ...unanswered].filter(({ key }) => key.length >= SHORTEST_LABEL_WORD && !known.has(key));
  return [...own, ...more];
}

/** Places in `SAYINGS` by the first letter of the key: a memo is gone through once, not once for each of hundreds of words. */
function byStart(): Map<string, number[]> {
  const places = SAYINGS.flatMap(({ key, latin }, place) => (key === '' || (latin && key.length < 5) ? [] : [place]));
  return Map.groupBy(places, (place) => SAYINGS[place]!.key[0]!);
}

function saying(
  word: string,
  codes: readonly StatusCode[],
  times: number,
  { invalidKind, holdReason }: { readonly invalidKind?: InvalidKind; readonly holdReason?: HoldReason },
): Saying {
  const of = { ...(invalidKind ? { invalidKind } : {}), ...(holdReason ? { holdReason } : {}) };
  return { codes, word, key: looseKey(word), times, latin: /^[a-z]/u.test(word), ...of };
}

/**
 * The sayings of a memo, each place in `SAYINGS` once. A word inside a longer one that is found too says nothing more; a negated one says
 * nothing (취소 아님, not cancelled, 没有取消).
 */
export function sayingsOf(text: string | null): number[] {
  if (text === null) return [];
  const key = looseKey(text);
  const firsts = new Map<number, { readonly place: number; readonly from: number; readonly to: number }>();
  for (let from = 0; from < key.length; from++) {
    for (const place of BY_START.get(key[from]!) ?? []) {
      const word = SAYINGS[place]!.key;
      if (!firsts.has(place) && key.startsWith(word, from)) firsts.set(place, { place, from, to: from + word.length });
    }
  }
  const found = [...firsts.values()]
    .filter(({ from, to }) => !NEGATION_AFTER.test(key.slice(to)) && !NEGATION_BEFORE.test(key.slice(0, from)))
    .sort((a, b) => a.place - b.place);
  return found
    .filter(
      (one) =>
        !found.some(
          (other) => other.from <= one.from && other.to >= one.to && other.to - other.from > one.to - one.from,
        ),
    )
    .map(({ place }) => place);
}

const NEGATION_AFTER = /^(?:은|는|이|가)?(?:아님|아니|않|없음)/u;
const NEGATION_BEFORE = /(?:\bnot|didnot|没有|并未|不是)$/u;

/** Fields that the list has a column for; the day on which it was read; whether the person stands in a later row. */
export type EvidenceContext = {
  readonly has: (field: string) => boolean;
  readonly readOn: CalendarDay;
  readonly cameAgain: boolean | null;
  /** As the list names who has it. */
  readonly user: string | null;
};

export function evidenceOf(plan: EnquiryPlan, { has, readOn, cameAgain, user }: EvidenceContext): Evidence {
  const yes = (is: boolean): 'yes' | 'none' => (is ? 'yes' : 'none');
  const booking = plan.bookingOn === null ? 'none' : plan.bookingOn >= readOn ? 'ahead' : 'past';
  return {
    calls: plan.callCount === null ? null : Math.min(plan.callCount, 6),
    booking: has('bookingAt') ? booking : null,
    visit: has('visitAt') ? yes(plan.visitOn !== null) : null,
    recontact: has('recontactOn') ? yes(plan.recontactOn !== null) : null,
    holdCell:
      has('holdReasons') || has('likelihood') ? yes(plan.holdReasons.length > 0 || plan.likelihood !== null) : null,
    cameAgain: cameAgain === null ? null : yes(cameAgain),
    owned: has('owner') ? yes(user !== null) : null,
    said: sayingsOf(plan.text),
  };
}

/** The same evidence has the same key. */
export function evidenceKey({ calls, booking, visit, recontact, holdCell, cameAgain, owned, said }: Evidence): string {
  return [calls, booking, visit, recontact, holdCell, cameAgain, owned, said.join(' ')].join('|');
}

/**
 * How likely the evidence is under each status, up to a factor. Parts count as independent, which overstates what they agree in: the
 * whole is tempered.
 */
export function likelihoodOf(evidence: Evidence): Readonly<Record<StatusCode, number>> {
  return each((code) => {
    let likelihood = 1;
    if (evidence.calls !== null) likelihood *= CALLS[code][evidence.calls] ?? 0.02;
    if (evidence.booking) likelihood *= BOOKING[evidence.booking][code];
    if (evidence.visit) likelihood *= VISIT[evidence.visit][code];
    if (evidence.recontact) likelihood *= RECONTACT_DAY[evidence.recontact][code];
    if (evidence.holdCell) likelihood *= HOLD_CELL[evidence.holdCell][code];
    if (evidence.cameAgain) likelihood *= CAME_AGAIN[evidence.cameAgain][code];
    if (evidence.owned) likelihood *= OWNED[evidence.owned][code];
    for (const place of evidence.said) {
      const one = SAYINGS[place];
      if (one?.codes.includes(code)) likelihood *= one.times;
    }
    return likelihood ** TEMPER;
  });
}

const TEMPER = 0.9;

/** What the row alone says, of a label of which nothing is known. */
export function readAlone(evidence: Evidence): { readonly code: StatusCode; readonly share: number } {
  const likelihood = likelihoodOf(evidence);
  const weighed = each((code) => BASE[code] * likelihood[code]);
  return mostOf(weighed);
}

/** The largest, as a share of all. */
export function mostOf(weights: Readonly<Record<StatusCode, number>>): { code: StatusCode; share: number } {
  const entries = Object.entries(weights) as [StatusCode, number][];
  const sum = entries.reduce((total, [, weight]) => total + weight, 0);
  const [code, weight] = entries.reduce((most, one) => (one[1] > most[1] ? one : most));
  return { code, share: sum > 0 ? weight / sum : 0 };
}
