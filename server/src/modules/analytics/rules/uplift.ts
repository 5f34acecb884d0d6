import { Z_TWO_SIDED_5 } from './normal.ts';

/** An arm of a comparison by assignment: everybody assigned counts, reached or not. Counts of persons. */
export type Arm = { readonly assigned: number; readonly successes: number };

export type Interval = { readonly low: number; readonly high: number };

export type Uplift = {
  readonly treatedRate: number;
  readonly heldOutRate: number;
  /** r(treated) − r(held out), as a fraction: 0.12 is +12.0 points. */
  readonly difference: number;
  readonly interval: Interval;
  /** r(treated) / r(held out) − 1; null where nobody of the held-out arm succeeded. */
  readonly relative: number | null;
  /** The interval leaves out zero. */
  readonly conclusive: boolean;
};

/** Fewest persons that a score is shown for. Spec: metrics.md, first line. */
export const FEWEST_FOR_A_SCORE = 10;

/** Wilson's 95 % score interval of a share, as fractions. `n` > 0. */
export function wilsonInterval(successes: number, n: number): Interval {
  const share = successes / n;
  const spread = Z_TWO_SIDED_5 ** 2 / n;
  const centre = share + spread / 2;
  const halfWidth = Z_TWO_SIDED_5 * Math.sqrt((share * (1 - share) + spread / 4) / n);
  return {
    // A share of 0 or 1 touches its end exactly; the root would miss it by a rounding.
    low: successes === 0 ? 0 : (centre - halfWidth) / (1 + spread),
    high: successes === n ? 1 : (centre + halfWidth) / (1 + spread),
  };
}

/**
 * What the treatment added over the random hold-out, with its 95 % interval by Newcombe's hybrid score method (the two Wilson intervals
 * combined). Null while an arm has fewer than ten persons. Whether the arms were assigned at random is the caller's to say: where they were
 * not, the figure is a comparison, not proof. Spec: metrics.md, Uplift; product P4.
 */
export function upliftOf(treated: Arm, heldOut: Arm): Uplift | null {
  if (Math.min(treated.assigned, heldOut.assigned) < FEWEST_FOR_A_SCORE) return null;
  const treatedRate = treated.successes / treated.assigned;
  const heldOutRate = heldOut.successes / heldOut.assigned;
  const difference = treatedRate - heldOutRate;
  const t = wilsonInterval(treated.successes, treated.assigned);
  const h = wilsonInterval(heldOut.successes, heldOut.assigned);
  const interval = {
    low: difference - Math.hypot(treatedRate - t.low, h.high - heldOutRate),
    high: difference + Math.hypot(t.high - treatedRate, heldOutRate - h.low),
  };
  return {
    treatedRate,
    heldOutRate,
    difference,
    interval,
    relative: heldOutRate === 0 ? null : treatedRate / heldOutRate - 1,
    conclusive: interval.low > 0 || interval.high < 0,
  };
}
