import { Z_TWO_SIDED_5 } from './normal.ts';
import { FEWEST_FOR_A_SCORE } from './uplift.ts';

/** How many were asked, got the question, and answered: stands beside every score. */
export type Reach = { readonly invited: number; readonly delivered: number; readonly responded: number };

export type MeanScore = { readonly n: number; readonly mean: number; readonly topShare: number };
export type PromoterScore = { readonly n: number; readonly score: number; readonly low: number; readonly high: number };

/** CSAT of answers 0–9: mean and the share of 8 and 9. Null for fewer than ten answers. Spec: metrics.md. */
export const csatOf = (answers: readonly number[]): MeanScore | null => meanScore(answers, (answer) => answer >= 8);

/** CES of answers 1–5, where less effort is better: mean and the share of 4 and 5. Null for fewer than ten answers. Spec: metrics.md. */
export const cesOf = (answers: readonly number[]): MeanScore | null => meanScore(answers, (answer) => answer >= 4);

/**
 * NPS of answers 0–10: promoters (9–10) less detractors (0–6), as a share of the answers × 100, −100 to 100, with its 95 % interval from
 * the variance (p + d − (p − d)²) ÷ n, cut at the ends of the scale. Null for fewer than ten answers. Spec: metrics.md.
 */
export function npsOf(answers: readonly number[]): PromoterScore | null {
  const n = answers.length;
  if (n < FEWEST_FOR_A_SCORE) return null;
  const promoters = answers.filter((answer) => answer >= 9).length / n;
  const detractors = answers.filter((answer) => answer <= 6).length / n;
  const score = promoters - detractors;
  const halfWidth = Z_TWO_SIDED_5 * Math.sqrt((promoters + detractors - score ** 2) / n);
  return {
    n,
    score: score * 100,
    low: Math.max(-1, score - halfWidth) * 100,
    high: Math.min(1, score + halfWidth) * 100,
  };
}

function meanScore(answers: readonly number[], isTop: (answer: number) => boolean): MeanScore | null {
  const n = answers.length;
  if (n < FEWEST_FOR_A_SCORE) return null;
  const sum = answers.reduce((total, answer) => total + answer, 0);
  return { n, mean: sum / n, topShare: answers.filter(isTop).length / n };
}
