import type { HoldReason, InvalidKind, StatusCode } from '@anbu/contract';
import { evidenceKey, likelihoodOf, mostOf, readAlone, SAYINGS, type Evidence } from './evidence.ts';
import { priorOf, type LabelPrior } from './label-prior.ts';
import { ALL_AS_ROWS_OF_ONE, each, MOST_SURE, MOST_WITHOUT_WORDS, PLAIN_EVIDENCE, WORDS_AS_ROWS } from './weights.ts';

type Shares = Readonly<Record<StatusCode, number>>;
/** One row of the list: whose, under which label, and what it says beside it. */
export type LabelledRow = { readonly labelKey: string; readonly user: string | null; readonly evidence: Evidence };
/** `second`: the next likeliest; both together are what a person is asked. */
export type RowReading = {
  readonly code: StatusCode;
  readonly confidence: number;
  readonly second: StatusCode;
  readonly invalidKind: InvalidKind | null;
  readonly holdReasons: readonly HoldReason[];
  readonly why: { readonly code: string; readonly params: Readonly<Record<string, string>> };
};
export type ReadRowOf = (row: LabelledRow) => RowReading;

/** Enough for the shares to stand still to the second digit. */
const ROUNDS = 12;

/** Rows that say the same under one label, of one user. */
type Heap = { readonly user: string; readonly evidence: Evidence; readonly likelihood: Shares; count: number };

/**
 * What each row of a list means: what the label's words say, times how this list uses the label, times what the row says beside it.
 *
 * How the list uses a label is not known; it is found from all its rows by turns (expectation and maximisation): the rows are read with
 * what is believed of the label, and the label is what its rows were read as, its words counting as `WORDS_AS_ROWS` rows. One user's use
 * of it is found the same way inside all users' (부재 of one consultant may be a first call, of another any).
 *
 * `labels`: key → the label as it is written, of each group of spellings. `count`: so many rows say this, one where it is left out.
 */
export function readLabels(
  labels: ReadonlyMap<string, string>,
  rows: Iterable<LabelledRow & { readonly count?: number }>,
): ReadRowOf {
  const heaps = new Map<string, Map<string, Heap>>();
  for (const { labelKey, user, evidence, count = 1 } of rows) {
    const ofLabel = heaps.get(labelKey) ?? new Map<string, Heap>();
    heaps.set(labelKey, ofLabel);
    const key = `${user ?? ''}|${evidenceKey(evidence)}`;
    const heap = ofLabel.get(key);
    if (heap) heap.count += count;
    else ofLabel.set(key, { user: user ?? '', evidence, likelihood: likelihoodOf(evidence), count });
  }
  const uses = new Map(
    [...labels].map(([key, label]) => [key, useOf(priorOf(label), [...(heaps.get(key)?.values() ?? [])])]),
  );
  return ({ labelKey, user, evidence }) => {
    const use = uses.get(labelKey) ?? useOf(priorOf(''), []);
    return readingOf(use.prior, use.byUser.get(user ?? '') ?? use.all, evidence);
  };
}

type Use = { readonly prior: LabelPrior; readonly all: Shares; readonly byUser: ReadonlyMap<string, Shares> };

function useOf(prior: LabelPrior, heaps: readonly Heap[]): Use {
  if (prior.fixed) return { prior, all: prior.shares, byUser: new Map() };
  let all = prior.shares;
  let byUser = new Map([...new Set(heaps.map(({ user }) => user))].map((user): [string, Shares] => [user, all]));
  for (let round = 0; round < ROUNDS; round++) {
    const counted = new Map([...byUser.keys()].map((user) => [user, zeros()]));
    const total = zeros();
    for (const { user, likelihood, count } of heaps) {
      const posterior = normalised(product(byUser.get(user) ?? all, likelihood));
      const own = counted.get(user);
      for (const code of CODES) {
        total[code] += posterior[code] * count;
        if (own) own[code] += posterior[code] * count;
      }
    }
    const shares = normalised(each((code) => total[code] + WORDS_AS_ROWS * prior.shares[code]));
    all = shares;
    byUser = new Map(
      [...counted].map(([user, own]) => [
        user,
        normalised(each((code) => own[code] + ALL_AS_ROWS_OF_ONE * shares[code])),
      ]),
    );
  }
  return { prior, all, byUser };
}

function readingOf(prior: LabelPrior, shares: Shares, evidence: Evidence): RowReading {
  const posterior = product(shares, likelihoodOf(evidence));
  const { code, share } = mostOf(posterior);
  const second = mostOf({ ...posterior, [code]: 0 }).code;
  const said = evidence.said.flatMap((place) => SAYINGS[place] ?? []);
  const own = said.filter(({ codes }) => codes.includes(code));
  const plain = !prior.worded && readAlone(evidence);
  const most = plain && !(plain.code === code && plain.share >= PLAIN_EVIDENCE) ? MOST_WITHOUT_WORDS : MOST_SURE;
  const proposal = prior.proposals.find((one) => one.code === code);
  const invalidKind =
    code === 'INVALID' ? (proposal?.invalidKind ?? own.find((one) => one.invalidKind)?.invalidKind ?? null) : null;
  const confidence = Math.min(share, most);
  return {
    code,
    // Which of the three it is must be said.
    confidence:
      Math.round((code === 'INVALID' && invalidKind === null ? Math.min(confidence, 0.5) : confidence) * 100) / 100,
    second,
    invalidKind,
    holdReasons:
      code === 'HOLD'
        ? reasonsOf(
            proposal?.holdReasons ?? [],
            own.flatMap(({ holdReason }) => holdReason ?? []),
          )
        : [],
    why: whyOf(evidence, code, own[0]?.word, proposal?.why),
  };
}

function reasonsOf(label: readonly HoldReason[], memo: readonly HoldReason[]): HoldReason[] {
  return [...new Set([...memo, ...label])];
}

/** The strongest of what speaks for it, in words. */
function whyOf(
  evidence: Evidence,
  code: StatusCode,
  word: string | undefined,
  said: RowReading['why'] | undefined,
): RowReading['why'] {
  if (evidence.visit === 'yes' && code === 'VISITED') return { code: 'imports.why.visit_day', params: {} };
  if (word !== undefined) return { code: 'imports.why.memo_says', params: { word } };
  if (evidence.calls !== null && /^NO_ANSWER|^UNREACHED/u.test(code))
    return { code: 'imports.why.calls', params: { number: String(evidence.calls) } };
  if (said) return said;
  if (evidence.booking === 'ahead' || evidence.booking === 'past')
    return { code: 'imports.why.booking_day', params: {} };
  if (evidence.recontact === 'yes') return { code: 'imports.why.recontact_day', params: {} };
  return { code: 'imports.why.others_alike', params: {} };
}

const CODES = Object.keys(each(() => 0)) as StatusCode[];

function zeros(): Record<StatusCode, number> {
  return { ...each(() => 0) };
}

function product(a: Shares, b: Shares): Shares {
  return each((code) => a[code] * b[code]);
}

function normalised(weights: Shares): Shares {
  const sum = CODES.reduce((total, code) => total + weights[code], 0);
  return sum > 0 ? each((code) => weights[code] / sum) : weights;
}
