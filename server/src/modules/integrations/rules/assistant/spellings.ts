import { isSlipOf } from '../similar.ts';
import { looseKey } from '../text-key.ts';

export type CountedLabel = { readonly labelKey: string; readonly label: string; readonly rows: number };

/**
 * Which labels are one word written otherwise: key → the key of the group's commonest spelling. One are those that differ by case, width,
 * spaces, composition and signs, and a rare one that is a commoner one with a slip of the hand (1차부제, 1차부재). Numbers are no slip.
 */
export function spellingsOf(labels: readonly CountedLabel[]): ReadonlyMap<string, string> {
  const byFrequency = [...labels].sort((a, b) => b.rows - a.rows || (a.labelKey < b.labelKey ? -1 : 1));
  const heads = new Map<string, string>();
  const groups = new Map<string, string>();
  const rows = new Map<string, number>();
  for (const { labelKey, rows: count } of byFrequency) {
    // A label of signs alone ($$$) has nothing left without them.
    const loose = looseKey(labelKey) || labelKey;
    const head = heads.get(loose) ?? slipOfCommoner(loose, count, heads, rows) ?? labelKey;
    if (!heads.has(loose)) heads.set(loose, head);
    rows.set(loose, (rows.get(loose) ?? 0) + count);
    groups.set(labelKey, head);
  }
  return groups;
}

/** Commoner by this factor: two labels of like frequency are two words. */
const COMMONER = 4;

function slipOfCommoner(
  loose: string,
  count: number,
  heads: ReadonlyMap<string, string>,
  rows: ReadonlyMap<string, number>,
): string | null {
  for (const [other, head] of heads) {
    if ((rows.get(other) ?? 0) >= COMMONER * count && isSlipOf(other, loose)) return head;
  }
  return null;
}
