import type { Instant } from '../../../kernel/instant.ts';
import { standing, type Consent, type Suppression } from './gate/index.ts';

export type Held = {
  readonly consents: readonly Consent[];
  readonly suppressions: readonly Suppression[];
  readonly doNotContact: boolean;
};

const EVER = Number.MAX_SAFE_INTEGER as Instant;

/**
 * What holds for one who was two: what stands as refused of either beats a consent of the other, whenever it was said; a consent beats silence, which
 * says nothing; stops add up. The rows of both stay where they are, so that taking the merge back restores each (C4). Spec: P2, rules.md, Everywhere.
 */
export function strictest(a: Held, b: Held): Held {
  return {
    consents: [...a.consents.filter((row) => !isRefused(row, b)), ...b.consents.filter((row) => !isRefused(row, a))],
    suppressions: [...a.suppressions, ...b.suppressions],
    doNotContact: a.doNotContact || b.doNotContact,
  };
}

/** A consent to the same thing that the other one refuses: by day, or in the night that it is for. */
function isRefused({ state, night, ...asked }: Consent, other: Held): boolean {
  if (state !== 'granted') return false;
  const refuses = (atNight: boolean) => standing(other.consents, asked, atNight, EVER)?.state === 'withdrawn';
  return refuses(false) || (night && refuses(true));
}
