import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';

/** Something to be given to somebody of its team. */
export type Portion = {
  readonly id: Id;
  readonly teamId: Id;
  /** Whose it is: she does not get it again. */
  readonly ownerId: Id | null;
  /** The person's language where it is another than the organisation's. */
  readonly language: string | null;
  readonly dueAt: Instant;
};

/** Somebody who may get it: present, an owner, in these teams. */
export type Receiver = {
  readonly id: Id;
  readonly teamIds: readonly Id[];
  readonly languages: readonly string[];
  /** By the roster at work, now or later today. */
  readonly onDuty: boolean;
  /** Open work that is due today or was before. */
  readonly load: number;
};

/**
 * Who gets what: the most urgent first, each to the one of its team with the fewest due, counting what she got here. Those on duty go before the
 * others who are present, then those who speak the person's language before those who do not. Null: nobody of the team is there, it is the
 * team's. The same question gives the same answer, in whatever order it is asked. Spec: product A13.
 */
export function shareOut(portions: readonly Portion[], receivers: readonly Receiver[]): Map<Id, Id | null> {
  const load = new Map(receivers.map(({ id, load: due }) => [id, due]));
  const shared = new Map<Id, Id | null>();
  for (const portion of portions.toSorted(inOrder)) {
    const team = receivers.filter(({ id, teamIds }) => teamIds.includes(portion.teamId) && id !== portion.ownerId);
    const there = preferred(team, ({ onDuty }) => onDuty);
    const { language } = portion;
    const able = language === null ? there : preferred(there, ({ languages }) => languages.includes(language));
    const [best] = able.toSorted((a, b) => (load.get(a.id) ?? 0) - (load.get(b.id) ?? 0) || compare(a.id, b.id));
    shared.set(portion.id, best?.id ?? null);
    if (best) load.set(best.id, (load.get(best.id) ?? 0) + 1);
  }
  return shared;
}

/** Those who fit, where there is one; else all. */
function preferred(all: readonly Receiver[], fits: (one: Receiver) => boolean): readonly Receiver[] {
  const some = all.filter(fits);
  return some.length > 0 ? some : all;
}

function inOrder(a: Portion, b: Portion): number {
  return a.dueAt - b.dueAt || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
