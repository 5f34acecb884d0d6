type QueryKey = readonly unknown[];
type Pace = 'urgent' | 'item' | 'list';

/** Events come in bursts (an import, a bulk hand-over): one reading again for all of them. */
const GATHER_MS = 250;
/** Each reading of a list shows up to fifty persons and leaves a line of the audit: not more often than one can look. */
const LISTS_MS = 2_000;

/** Alerts must be known in a tab that nobody looks at; what stands open alone is read at once, lists (and the archive of whomever it may be) in their time. */
function paceOf(key: QueryKey): Pace {
  if (key[0] === 'alerts' || key[0] === 'me') return 'urgent';
  return (key[0] === 'timeline' && key.length > 1) || key[1] === 'detail' ? 'item' : 'list';
}

type Options = {
  readonly read: (key: QueryKey) => void;
  readonly isVisible: () => boolean;
  readonly now: () => number;
};

/**
 * Says when what became stale is read again: after a short gathering; lists at most once in two seconds; in a tab that nobody looks at only
 * what is urgent, the rest when it is looked at again. Each key once, however many events named it.
 */
export class Pacer {
  readonly #options: Options;
  readonly #stale: Record<Pace, Map<string, QueryKey>> = { urgent: new Map(), item: new Map(), list: new Map() };
  readonly #timers = new Map<Pace, ReturnType<typeof setTimeout>>();
  #listsReadAt = Number.NEGATIVE_INFINITY;

  constructor(options: Options) {
    this.#options = options;
  }

  add(keys: readonly QueryKey[]): void {
    for (const key of keys) this.#stale[paceOf(key)].set(JSON.stringify(key), key);
    this.#plan();
  }

  /** The tab is looked at again. */
  look(): void {
    this.#plan();
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #plan(): void {
    for (const pace of ['urgent', 'item', 'list'] as const) {
      if (this.#stale[pace].size === 0 || this.#timers.has(pace) || !this.#mayRead(pace)) continue;
      const rest = pace === 'list' ? this.#listsReadAt + LISTS_MS - this.#options.now() : 0;
      this.#timers.set(
        pace,
        setTimeout(() => this.#readAgain(pace), Math.max(GATHER_MS, rest)),
      );
    }
  }

  #readAgain(pace: Pace): void {
    this.#timers.delete(pace);
    // It was left in the meantime: `look` goes on.
    if (!this.#mayRead(pace)) return;
    if (pace === 'list') this.#listsReadAt = this.#options.now();
    const keys = [...this.#stale[pace].values()];
    this.#stale[pace].clear();
    for (const key of keys) this.#options.read(key);
  }

  #mayRead(pace: Pace): boolean {
    return pace === 'urgent' || this.#options.isVisible();
  }
}
