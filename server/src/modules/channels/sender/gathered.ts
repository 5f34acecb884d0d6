/** Work on many things at once, one lot at a time: what comes while a lot is worked on is the next one. */
export class Gathered<T> {
  readonly #work: (lot: readonly T[]) => Promise<void>;
  #next: { readonly lot: T[]; readonly done: Promise<void> } | null = null;
  #current: Promise<unknown> = Promise.resolve();

  constructor(work: (lot: readonly T[]) => Promise<void>) {
    this.#work = work;
  }

  /** Resolves once these are worked on; rejects where their lot failed. */
  add(things: readonly T[]): Promise<void> {
    if (things.length === 0) return Promise.resolve();
    if (!this.#next) {
      const lot: T[] = [];
      const done = this.#current.then(() => {
        this.#next = null;
        return this.#work(lot);
      });
      this.#next = { lot, done };
      this.#current = done.catch(() => undefined);
    }
    this.#next.lot.push(...things);
    return this.#next.done;
  }
}
