import { refuse, type Refused } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';

type Values = Readonly<Record<string, unknown>>;

/** Fields whose values differ, as [before, after]: settings and rights are no personal data. Names of people are told without values. */
export function changesOf(
  before: Values,
  after: Values,
  fields: readonly string[],
  unnamed: readonly string[] = [],
): Record<string, readonly [unknown, unknown] | null> {
  const changes: Record<string, readonly [unknown, unknown] | null> = {};
  for (const field of fields) {
    if (JSON.stringify(before[field]) === JSON.stringify(after[field])) continue;
    changes[field] = unnamed.includes(field) ? null : [before[field] ?? null, after[field] ?? null];
  }
  return changes;
}

/** 409: somebody was faster. `version` = what the row has now. */
export function stale(version: number): Refused {
  return refuse('request.stale', { version }, 409);
}

export function isStale(asked: number | undefined, version: number): boolean {
  return asked !== undefined && asked !== version;
}

/** The session of the person who acts; keys and commands have no account of their own. */
export function ownSession(tx: Tx): string | null {
  return tx.actor.kind === 'user' ? (tx.actor.sessionId ?? null) : null;
}

export function personNeeded(): Refused {
  return refuse('identity.person_needed', {}, 403);
}
