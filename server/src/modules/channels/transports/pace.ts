type Waiting = { readonly wake: () => void };

/**
 * How fast a way out is used: at most `ratePerSecond` begun a second and `window` unanswered at a time, over all batches of a lane. `now` in milliseconds
 * of a steady clock.
 */
export class Pace {
  readonly #rate: number;
  readonly #window: number;
  readonly #now: () => number;
  readonly #waiting: Waiting[] = [];
  #open = 0;
  #tokens: number;
  #filledAt: number;
  #soon: NodeJS.Timeout | null = null;
  #turn = Promise.resolve();

  constructor({ ratePerSecond, window, now }: { ratePerSecond: number; window: number; now: () => number }) {
    this.#rate = ratePerSecond;
    this.#window = window;
    this.#now = now;
    this.#tokens = this.#burst;
    this.#filledAt = now();
  }

  /** One batch after the other, in the order in which they ask: they end one after the other too, and one is judged or written while another leaves. */
  async inTurn(work: () => Promise<void>): Promise<void> {
    const before = this.#turn;
    this.#turn = before.then(work).catch(() => undefined);
    await this.#turn;
  }

  /** True once one more may begin, false where the time is up before. Who got true calls `free` when the answer is there. */
  async take(deadline: AbortSignal): Promise<boolean> {
    for (;;) {
      if (deadline.aborted) return false;
      if (this.#begin()) return true;
      await this.#pause(deadline);
    }
  }

  /** As `take`, where nothing need be waited for; false says nothing. */
  mayBegin(deadline: AbortSignal): boolean {
    return this.#waiting.length === 0 && !deadline.aborted && this.#begin();
  }

  #begin(): boolean {
    if (this.#open >= this.#window) return false;
    this.#fill();
    if (this.#tokens < 1) return false;
    this.#open += 1;
    this.#tokens -= 1;
    return true;
  }

  /** Half a window goes at once, where it is free within a millisecond: one by one, each answer would be followed by a write of its own. */
  free(): void {
    this.#open -= 1;
    if (this.#waiting.length === 0) return;
    if (this.#open <= this.#window / 2) return this.#waiting.shift()?.wake();
    this.#soon ??= setTimeout(() => {
      this.#soon = null;
      if (this.#open < this.#window) this.#waiting.shift()?.wake();
    }, 1);
  }

  /** A tenth of a second's worth may go at once. */
  get #burst(): number {
    return Math.max(1, this.#rate / 10);
  }

  #fill(): void {
    const now = this.#now();
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#filledAt) / 1_000) * this.#rate);
    this.#filledAt = now;
  }

  /** Until an answer comes, or the next token is there, or the time is up. */
  #pause(deadline: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiting: Waiting = { wake: resolve };
    this.#waiting.push(waiting);
    const needed = this.#open < this.#window ? Math.max(1, ((1 - this.#tokens) / this.#rate) * 1_000) : null;
    const timer = needed === null ? null : setTimeout(resolve, needed);
    deadline.addEventListener('abort', waiting.wake, { once: true });
    return promise.finally(() => {
      if (timer) clearTimeout(timer);
      deadline.removeEventListener('abort', waiting.wake);
      const at = this.#waiting.indexOf(waiting);
      if (at >= 0) this.#waiting.splice(at, 1);
    });
  }
}
