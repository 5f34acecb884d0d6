import type { HoldReason, InvalidKind, StatusCode } from '@anbu/contract';
import { STATUSES } from '../neighbours.ts';
import { STATUS_WORDS, type StatusWord } from '../words/status-words.ts';
import { attemptReading, isNoAnswerWord } from './attempts.ts';
import { isShortOf, markOf } from './assistant/short-forms.ts';
import { isSlipOf } from './similar.ts';
import { looseKey, wordKey } from './text-key.ts';

export type Reading = {
  readonly code: StatusCode;
  readonly invalidKind?: InvalidKind | undefined;
  readonly holdReasons?: readonly HoldReason[] | undefined;
};
export type Why = { readonly code: string; readonly params: Readonly<Record<string, string>> };
export type Proposal = Reading & { readonly confidence: number; readonly why: Why };

/** Aliases of INVALID say which of the three it is. */
const KINDS: Readonly<Record<string, InvalidKind>> = { 결번: 'wrong_number', 허위: 'fake', 중복: 'duplicate' };

/** The alias that says a kind of INVALID, for lists that leave: it is read again as that kind. */
export function labelOfKind(kind: InvalidKind): string {
  return Object.keys(KINDS).find((alias) => KINDS[alias] === kind) ?? kind;
}

/**
 * A stop word withdraws from advertising and changes no status (domain §1): a list's 수신 거부 may mean that or more, so it is asked
 * although it is an alias of ours.
 */
const ASKED: ReadonlySet<string> = new Set(['수신 거부'].map(wordKey));

const governed = new Map<string, Reading>(
  STATUSES.flatMap((status) =>
    [status.code, ...Object.values(status.names), ...status.aliases].map((name): [string, Reading] => [
      wordKey(name),
      { code: status.code, ...(KINDS[name] ? { invalidKind: KINDS[name] } : {}) },
    ]),
  ),
);

/** Labels are one where they differ by case, width and spaces only. */
export function labelKey(label: string): string {
  return wordKey(label);
}

/**
 * A code or a name of the governed vocabulary in any of the three languages, taken as it is. INVALID by its whole name does
 * not say which of the three kinds it is: that is asked. Null: a home-made label.
 */
export function governedReading(label: string): Reading | null {
  const key = wordKey(label);
  const found = governed.get(key);
  if (!found || ASKED.has(key)) return null;
  return found.code === 'INVALID' && found.invalidKind === undefined ? null : found;
}

type Entry = { readonly word: string; readonly key: string; readonly latin: boolean; readonly of: StatusWord };
/** Where in the label the word stands. */
type Match = { readonly entry: Entry; readonly from: number; readonly whole: boolean };

const ENTRIES: readonly Entry[] = STATUS_WORDS.flatMap((of) =>
  of.words.map((word) => ({ word, key: looseKey(word), latin: /^[\p{Script=Latin}' -]+$/u.test(word), of })),
);
const LONGEST_LABEL = 40;
const CERTAIN = 0.95;
const CONTAINED = 0.75;
const SLIP = 0.65;
/** Words of two meanings in one label: neither is known. */
const TORN = 0.55;

/**
 * What an undecided label may mean, the likeliest first, from its words alone: the label is the word, holds it, or is it with a slip
 * of the hand. Nothing where its words leave it open (종료, 상담완료).
 */
export function proposalsFor(label: string): Proposal[] {
  const key = looseKey(label);
  if (key === '') return [{ code: 'NEW', confidence: 0.5, why: { code: 'imports.why.no_label', params: {} } }];
  const proposals = saidBy(label, key);
  if (proposals.length > 0) return proposals;
  const bare = withoutBrackets(label, key);
  const slips = ENTRIES.filter((entry) => isSlipOf(entry.key, bare)).map((entry) => slipOf(entry));
  return slips.length > 0 ? ranked(slips, false) : shortened(label, bare);
}

/** 예완, ㅂㅈ, 내원o: less sure than a whole word. What did not happen (내원x) is known of visits and calls only. */
function shortened(label: string, key: string): Proposal[] {
  const mark = markOf(label);
  const marked = mark ? saidBy(mark.word, mark.word) : [];
  if (mark?.done && marked.length > 0) return marked.map((one) => lessened(one, MARKED));
  if (mark && marked.length > 0) {
    const [opposite] = marked.flatMap(({ code }) => NOT_DONE[code] ?? []);
    const why = { code: 'imports.why.not_done', params: { word: mark.word } };
    return opposite ? [{ code: opposite, confidence: 0.7, why }] : [];
  }
  const short = ENTRIES.flatMap((entry) => {
    const how = isShortOf(key, entry.key);
    const why = { code: 'imports.why.short_for', params: { word: entry.word } };
    return how ? [{ ...readingOf(entry.of), confidence: how === 'initials' ? INITIALS : SHORTENED, why }] : [];
  });
  return ranked(short, false);
}

const MARKED = 0.9;
const SHORTENED = 0.75;
const INITIALS = 0.6;
const NOT_DONE: Readonly<Partial<Record<StatusCode, StatusCode>>> = {
  VISITED: 'NO_SHOW',
  CONSULTING: 'NO_ANSWER_1',
  BOOKED: 'DECLINED',
};

function lessened(proposal: Proposal, by: number): Proposal {
  return { ...proposal, confidence: Math.round(proposal.confidence * by * 100) / 100 };
}

function saidBy(label: string, key: string): Proposal[] {
  const bare = withoutBrackets(label, key);
  const matches = withoutInner(ENTRIES.flatMap((entry) => matchOf(entry, label, key, bare)));
  const attempt = matches.some(({ entry, whole }) => whole || isNoAnswerWord(entry.key)) ? null : attemptReading(bare);
  const whole = matches.filter((match) => match.whole);
  const found = whole.length > 0 ? whole : matches;
  return ranked([...found.map(proposalOf), ...(attempt ? [attempt] : [])], whole.length > 0);
}

function withoutBrackets(label: string, key: string): string {
  return looseKey(label.replace(/[([{<（【［].*?[)\]}>）】］]/gu, ' ')) || key;
}

/** Whether a value looks like a status at all: for telling which column is one. */
export function isStatusLike(value: string): boolean {
  const key = looseKey(value);
  // A sentence is no label, though it may tell of a booking.
  return key !== '' && value.length <= LONGEST_LABEL && (governed.has(wordKey(value)) || saidBy(value, key).length > 0);
}

function matchOf(entry: Entry, label: string, key: string, bare: string): Match[] {
  if (entry.key === key || entry.key === bare) return [{ entry, from: key.indexOf(entry.key), whole: true }];
  // One or two signs inside a longer label say nothing.
  if (entry.of.whole || entry.key.length < 2) return [];
  if (entry.latin && !standsIn(entry.word, label)) return [];
  const from = key.indexOf(entry.key);
  return from < 0 ? [] : [{ entry, from, whole: false }];
}

/** A Latin word stands at the beginning of a word: `na` is not in `national`. Longer ones may go on: cancel, cancelled. */
function standsIn(word: string, label: string): boolean {
  const words = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  const padded = ` ${words(label)} `;
  return padded.includes(` ${words(word)} `) || (word.length >= 5 && padded.includes(` ${words(word)}`));
}

/** 취소 inside a matched 예약취소 says nothing more. */
function withoutInner(matches: readonly Match[]): Match[] {
  return matches.filter(
    (match) =>
      match.whole ||
      !matches.some(
        (other) =>
          other.entry.key.length > match.entry.key.length &&
          other.from <= match.from &&
          other.from + other.entry.key.length >= match.from + match.entry.key.length,
      ),
  );
}

function proposalOf({ entry: { of, word }, whole }: Match): Proposal {
  const sure = of.sure ?? CERTAIN;
  const said = whole ? 'imports.why.same_word' : 'imports.why.contains_word';
  return {
    ...readingOf(of),
    confidence: whole ? sure : sure * CONTAINED,
    why: { code: of.doubt ?? said, params: { word } },
  };
}

function slipOf({ of, word }: Entry): Proposal {
  const confidence = (of.sure ?? CERTAIN) * SLIP;
  return { ...readingOf(of), confidence, why: { code: 'imports.why.similar_word', params: { word } } };
}

function readingOf({ code, invalidKind, holdReasons }: StatusWord): Reading {
  return { code, ...(invalidKind ? { invalidKind } : {}), ...(holdReasons ? { holdReasons } : {}) };
}

/** Each meaning once, by its surest word. */
function ranked(proposals: readonly Proposal[], certain: boolean): Proposal[] {
  const best = new Map<string, Proposal>();
  for (const proposal of proposals) {
    const id = `${proposal.code} ${proposal.invalidKind ?? ''}`;
    if ((best.get(id)?.confidence ?? 0) < proposal.confidence) best.set(id, proposal);
  }
  const torn = !certain && best.size > 1 ? TORN : 1;
  return [...best.values()]
    .map((proposal) => ({ ...proposal, confidence: Math.round(proposal.confidence * torn * 100) / 100 }))
    .sort((a, b) => b.confidence - a.confidence);
}
