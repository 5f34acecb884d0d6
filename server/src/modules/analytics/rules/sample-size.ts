import { Z_POWER_80, Z_TWO_SIDED_5 } from './normal.ts';

export type SampleSize = { readonly heldOut: number; readonly treated: number };

/**
 * Persons needed in each arm so that a true change from `heldOutRate` to `treatedRate` is seen with 80 % power, two-sided 5 %.
 * `treatedPerHeldOut` = 9 is the default hold-out of 10 %. Variance is pooled under the null hypothesis; each arm is rounded up by itself.
 * Null where the rates are equal: no number of persons shows a difference that is not there. Spec: metrics.md, Uplift.
 */
export function sampleSizeFor(heldOutRate: number, treatedRate: number, treatedPerHeldOut = 9): SampleSize | null {
  if (heldOutRate === treatedRate) return null;
  const pooled = (heldOutRate + treatedPerHeldOut * treatedRate) / (1 + treatedPerHeldOut);
  const byChance = Z_TWO_SIDED_5 * Math.sqrt(variance(pooled) * (1 + 1 / treatedPerHeldOut));
  const byTruth = Z_POWER_80 * Math.sqrt(variance(heldOutRate) + variance(treatedRate) / treatedPerHeldOut);
  const heldOut = ((byChance + byTruth) / (treatedRate - heldOutRate)) ** 2;
  return { heldOut: Math.ceil(heldOut), treated: Math.ceil(heldOut * treatedPerHeldOut) };
}

const variance = (rate: number): number => rate * (1 - rate);
