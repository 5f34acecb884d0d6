import { isNewer, laterOf } from './position.ts';

/** Enough for what happens while a page loads, also where a thousand enquiries change hands. */
const MOST = 2_000;

/**
 * What a leading tab heard last, for a tab that reads the page while the others hear already: after which position it is whole, and what came since. Without
 * I/O and time.
 */
export class Recent<T extends { readonly position: string | null }> {
  readonly #told: T[] = [];
  readonly #most: number;
  #wholeAfter: string | null;

  constructor(from: string | null, most = MOST) {
    this.#wholeAfter = from;
    this.#most = most;
  }

  keep(told: T): void {
    this.#told.push(told);
    if (this.#told.length > this.#most)
      this.#wholeAfter = laterOf(this.#wholeAfter, this.#told.shift()?.position ?? null);
  }

  /** What came after that position, in order; null where some of it is not known any more. */
  since(from: string | null): readonly T[] | null {
    if (from === null || (this.#wholeAfter !== from && isNewer(this.#wholeAfter, from))) return null;
    return this.#told.filter(({ position }) => isNewer(position, from));
  }
}
