import type { Tx } from './tx.ts';

const TRUST_MILLISECONDS = 5_000;
const MOST_KEPT = 5_000;

export type Versioned<T> = { readonly value: T; readonly version: string | number };

/**
 * What a process reads so often that it trusts it for some seconds before it looks again: settings, calendars. The same version gives the same
 * object, so that what was computed from it stays remembered too. The process that changes one trusts nothing that was read before its commit.
 */
export class Trusted<T> {
  readonly #kept = new Map<string, Versioned<T> & { readonly checkedAt: number }>();
  #changes = 0;

  /** `look` is asked when the time is over, with what was known; it gives that again where its version still holds. */
  async read(tx: Tx, key: string, look: (known: Versioned<T> | undefined) => Promise<Versioned<T>>): Promise<T> {
    const known = this.#kept.get(key);
    const clock = performance.now();
    if (known && clock - known.checkedAt < TRUST_MILLISECONDS) return known.value;
    const changes = this.#changes;
    const found = await look(known);
    const value = known?.version === found.version ? known.value : found.value;
    // What this transaction changed is not true before its commit.
    if (changes === this.#changes && tx.committed.length === 0) {
      if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
      this.#kept.set(key, { value, version: found.version, checkedAt: clock });
    }
    return value;
  }

  /** All whose key begins so were changed in this transaction: they are read anew, in it and after its commit. */
  forget(tx: Tx, start: string): void {
    const drop = () => {
      this.#changes += 1;
      for (const key of this.#kept.keys()) if (key.startsWith(start)) this.#kept.delete(key);
    };
    drop();
    tx.afterCommit(drop);
  }
}
