import { addDays, type CalendarDay } from '../../kernel/calendar-day.ts';
import type { Instant } from '../../kernel/instant.ts';
import { dayOf, instantAt } from '../../kernel/zoned-time.ts';
import type { Database } from '../db/index.ts';
import { describeFailure } from '../outbox/backoff.ts';
import * as store from './store.ts';
import type { JobsLog } from './types.ts';

export type Sweep = {
  readonly name: string;
  readonly when: { readonly everySeconds: number } | { readonly dailyAtMinute: number; readonly timeZone: string };
  /** Must be able to run beside itself: where it takes longer than its lease, or its process died, another starts it. */
  readonly run: (db: Database) => Promise<unknown>;
};

/** The next time at which the wall clock of the zone shows that minute of the day, after `now`: once a day, on days of 23 and 25 hours too. */
export function nextDaily(dailyAtMinute: number, timeZone: string, now: Instant): Instant {
  let day: CalendarDay = dayOf(timeZone, now);
  for (;;) {
    const due = instantAt(timeZone, day, dailyAtMinute);
    if (due > now) return due;
    day = addDays(day, 1);
  }
}

/** Runs each sweep once per interval over all processes, by the database's time. A failed one is tried again at its next turn. */
export class Ticker {
  readonly #db: Database;
  readonly #log: JobsLog;
  readonly #sweeps = new Map<string, Sweep>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #tickMilliseconds: number;
  #timer: NodeJS.Timeout | null = null;
  #ticking: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(options: { db: Database; log: JobsLog; tickMilliseconds?: number }) {
    this.#db = options.db;
    this.#log = options.log;
    this.#tickMilliseconds = options.tickMilliseconds ?? 2_000;
  }

  registerSweep(name: string, everySeconds: number, run: Sweep['run']): void {
    this.#add({ name, when: { everySeconds }, run });
  }

  registerDaily(name: string, dailyAtMinute: number, timeZone: string, run: Sweep['run']): void {
    this.#add({ name, when: { dailyAtMinute, timeZone }, run });
  }

  start(): void {
    const tick = () => {
      const before = this.#ticking;
      this.#ticking = this.tick()
        .catch((error: unknown) => this.#log.error({ err: error }, 'the ticker could not read its rows'))
        .then(() => before);
    };
    this.#timer = setInterval(tick, this.#tickMilliseconds).unref();
    tick();
  }

  /** Begins nothing new, ends what runs: also what it was just about to begin. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearInterval(this.#timer);
    await this.#ticking;
    await Promise.all(this.#running.values());
  }

  /** Runs what is due and gives the names of what this process ran. */
  async tick(): Promise<string[]> {
    const ran: string[] = [];
    const idle = [...this.#sweeps.keys()].filter((name) => !this.#running.has(name));
    for (const name of await store.listDueSweeps(this.#db, idle)) {
      if (this.#stopped) break;
      const sweep = this.#sweeps.get(name)!;
      if (await this.#claim(sweep)) {
        ran.push(sweep.name);
        const run = this.#run(sweep)
          .catch((error: unknown) =>
            this.#log.error({ err: error, sweep: sweep.name }, 'the end of a sweep was not stored'),
          )
          .finally(() => this.#running.delete(sweep.name));
        this.#running.set(sweep.name, run);
      }
    }
    return ran;
  }

  /** Until nothing runs. For tests and for an orderly stop. */
  async idle(): Promise<void> {
    await Promise.all(this.#running.values());
  }

  #add(sweep: Sweep): void {
    if (this.#sweeps.has(sweep.name)) throw new Error(`the sweep ${sweep.name} is registered twice`);
    this.#sweeps.set(sweep.name, sweep);
  }

  async #claim({ name, when }: Sweep): Promise<boolean> {
    if ('everySeconds' in when) return store.claimSweep(this.#db, name, null, Math.max(60, 2 * when.everySeconds));
    const first = nextDaily(when.dailyAtMinute, when.timeZone, await store.findRealTime(this.#db));
    return store.claimSweep(this.#db, name, first, 3_600);
  }

  async #run({ name, when, run }: Sweep): Promise<void> {
    let failure: string | null = null;
    const began = await store.findRealTime(this.#db);
    try {
      await run(this.#db);
    } catch (error) {
      failure = describeFailure(error);
      this.#log.error({ err: error, sweep: name }, 'a sweep failed');
    }
    if ('everySeconds' in when) await store.endSweep(this.#db, name, null, when.everySeconds, failure);
    else await store.endSweep(this.#db, name, nextDaily(when.dailyAtMinute, when.timeZone, began), 0, failure);
  }
}
