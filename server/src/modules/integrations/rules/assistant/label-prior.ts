import type { StatusCode } from '@anbu/contract';
import { governedReading, proposalsFor, type Proposal } from '../labels.ts';
import { BASE, SLIPS, each } from './weights.ts';

/**
 * What a label's words say before any of its rows is read: how likely each status is, summing to one. `worded`: a word of ours was found.
 * `fixed`: its rows do not change it (a stop word that some rows bear out is asked for the others all the same).
 */
export type LabelPrior = {
  readonly shares: Readonly<Record<StatusCode, number>>;
  readonly worded: boolean;
  readonly fixed: boolean;
  readonly proposals: readonly Proposal[];
};

/** Of those that did not answer and do not say how often: the first days are the commonest. */
const UNNUMBERED: Readonly<Partial<Record<StatusCode, number>>> = {
  NO_ANSWER_1: 0.28,
  NO_ANSWER_2: 0.24,
  NO_ANSWER_3: 0.2,
  NO_ANSWER_4: 0.1,
  NO_ANSWER_5: 0.08,
  UNREACHED: 0.1,
};
/** Words of two meanings give each its share and leave as much open. */
const MOST_OF_WORDS = 0.97;

export function priorOf(label: string): LabelPrior {
  const named = governedReading(label);
  const proposals = named
    ? [{ ...named, confidence: 1, why: { code: 'imports.why.same_word', params: { word: label } } }]
    : proposalsFor(label);
  const said = new Map<StatusCode, number>();
  for (const { code, confidence, why } of proposals) {
    const shares = why.code === 'imports.why.number_not_said' ? UNNUMBERED : { [code]: confidence };
    for (const [one, share] of Object.entries(shares) as [StatusCode, number][])
      said.set(one, Math.max(said.get(one) ?? 0, share));
  }
  const sum = [...said.values()].reduce((total, share) => total + share, 0);
  const scale = sum > MOST_OF_WORDS ? MOST_OF_WORDS / sum : 1;
  const open = Math.max(SLIPS, 1 - sum * scale);
  const whole = sum * scale + open;
  return {
    shares: each((code) => ((said.get(code) ?? 0) * scale + open * BASE_SHARES[code]) / whole),
    worded: proposals.some(({ why }) => why.code !== 'imports.why.no_label'),
    fixed: proposals.some(({ why }) => why.code === 'imports.why.stop_word'),
    proposals,
  };
}

const baseSum = Object.values(BASE).reduce((total, share) => total + share, 0);
const BASE_SHARES = each((code) => BASE[code] / baseSum);
