import type { HoldReason, InvalidKind, StatusCode } from '@anbu/contract';
import { STATUSES } from '../neighbours.ts';
import { STATUS_WORDS } from '../words/status-words.ts';
import { looseKey, wordKey } from './text-key.ts';

export type Reading = {
  readonly code: StatusCode;
  readonly invalidKind?: InvalidKind | undefined;
  readonly holdReasons?: readonly HoldReason[] | undefined;
};
export type Proposal = Reading & {
  readonly confidence: number;
  readonly why: { readonly code: string; readonly params: Readonly<Record<string, string>> };
};

/** Aliases of INVALID say which of the three it is. */
const KINDS: Readonly<Record<string, InvalidKind>> = { 결번: 'wrong_number', 허위: 'fake', 중복: 'duplicate' };

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
  const found = governed.get(wordKey(label));
  if (!found) return null;
  return found.code === 'INVALID' && found.invalidKind === undefined ? null : found;
}

/** What an undecided label may mean, the likeliest first. Nothing where its words leave it open. */
export function proposalsFor(label: string): Proposal[] {
  const key = looseKey(label);
  if (key === '') return [];
  const named = governed.get(wordKey(label));
  const found = new Map<string, Proposal>();
  for (const { words, whole, ...reading } of STATUS_WORDS) {
    for (const word of words) {
      const wanted = looseKey(word);
      const same = key === wanted;
      // One or two signs inside a longer label say nothing.
      if (!same && (whole || wanted.length < 2 || !key.includes(wanted))) continue;
      const confidence = same ? 0.95 : 0.7;
      const id = `${reading.code} ${reading.invalidKind ?? ''}`;
      if ((found.get(id)?.confidence ?? 0) >= confidence) continue;
      const code = same ? 'imports.why.same_word' : 'imports.why.contains_word';
      found.set(id, { ...reading, confidence, why: { code, params: { word } } });
    }
  }
  if (named?.code === 'INVALID' && found.size === 0) return [];
  const proposals = [...found.values()].sort((a, b) => b.confidence - a.confidence);
  const [best, second] = proposals;
  if (!best) return [];
  // A label that is one word wholly means that word; one that holds two different words is open.
  if (best.confidence > (second?.confidence ?? 0)) return [best];
  return proposals.map((proposal) => ({ ...proposal, confidence: 0.4 }));
}
