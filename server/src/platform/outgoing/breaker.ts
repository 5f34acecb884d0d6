const FAILURES = 5;
const FIRST_REST = 30_000;
const LONGEST_REST = 15 * 60_000;

type Line = { failures: number; restUntil: number; rests: number };

/**
 * One for each host that is called. After five failures in a row it is left alone for half a minute, then tried by one call; each further
 * failure doubles the rest, up to a quarter of an hour, and the first success forgets all. `now` in milliseconds of any steady clock.
 */
export class Breaker {
  readonly #lines = new Map<string, Line>();

  /** Milliseconds to wait before the host is called; 0 = now. Of those that ask after a rest, one may call. */
  waitBefore(host: string, now: number): number {
    const line = this.#lines.get(host);
    if (!line || line.failures < FAILURES) return 0;
    if (now < line.restUntil) return line.restUntil - now;
    line.restUntil = now + FIRST_REST;
    return 0;
  }

  succeeded(host: string): void {
    this.#lines.delete(host);
  }

  failed(host: string, now: number): void {
    const line = this.#lines.get(host) ?? { failures: 0, restUntil: 0, rests: 0 };
    line.failures += 1;
    if (line.failures >= FAILURES) {
      line.restUntil = now + Math.min(LONGEST_REST, FIRST_REST * 2 ** line.rests);
      line.rests += 1;
    }
    this.#lines.set(host, line);
  }
}
