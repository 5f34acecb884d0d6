import { newId, type Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { evidenceOf, type Verdict } from '../../consents/index.ts';
import type { NewVerdict } from '../store/queue-store.ts';

/** What the gate said in a hand-over: rows to keep for good, and which of them a message has with others. */
export type Verdicts = { readonly rows: readonly NewVerdict[]; readonly shared: ReadonlyMap<Id, Id> };

/**
 * What was said of many in the same words, and lets them go, is one row for all of them, which each of them names (decision 0038); else each has its own.
 * One that was let go with others before, has its own as well: it names one only.
 */
export class SaidOfMany {
  readonly #now: Instant;
  readonly #rows: NewVerdict[] = [];
  readonly #groups = new Map<string, { readonly verdict: Verdict; readonly messageIds: Id[] }>();

  constructor(now: Instant) {
    this.#now = now;
  }

  say(message: { readonly id: Id; readonly verdictId: Id | null }, verdict: Verdict): void {
    if (verdict.verdict !== 'ALLOW' || message.verdictId !== null)
      return this.keep(message.id, evidenceOf(verdict, this.#now));
    const key = wordsOf(verdict);
    const group = this.#groups.get(key);
    if (group) group.messageIds.push(message.id);
    else this.#groups.set(key, { verdict, messageIds: [message.id] });
  }

  /** By itself. */
  keep(messageId: Id, evidence: unknown): void {
    this.#rows.push({ id: newId(), messageId, at: this.#now, evidence });
  }

  all(): Verdicts {
    const rows = [...this.#rows];
    const shared = new Map<Id, Id>();
    for (const { verdict, messageIds } of this.#groups.values()) {
      const id = newId();
      const isAlone = messageIds.length === 1;
      rows.push({
        id,
        messageId: isAlone ? messageIds[0]! : id,
        at: this.#now,
        evidence: evidenceOf(verdict, this.#now),
      });
      if (!isAlone) for (const messageId of messageIds) shared.set(messageId, id);
    }
    return { rows, shared };
  }
}

/** All of a verdict but its moment, which is the same for a hand-over. */
function wordsOf({ code, rule, consentId, suppressionId, zones, params, warnings }: Verdict): string {
  return JSON.stringify([
    code,
    rule?.code,
    rule?.revision,
    rule?.validFrom,
    consentId,
    suppressionId,
    zones,
    params,
    warnings,
  ]);
}
