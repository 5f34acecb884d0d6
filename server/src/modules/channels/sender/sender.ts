import pg from 'pg';
import type { ChannelsDeps } from '../service/deps.ts';
import { lockLane, unlockLane } from '../store/lane-lock-store.ts';
import { listLanesToServe, type Lane } from '../store/queue-store.ts';
import { LaneRun } from './lane.ts';

const LOOK_MILLISECONDS = 300;

/**
 * Serves lanes in which something is due. A lane is held by one process at a time, by a lock of one connection outside the pool: who is killed lets go of
 * it that moment, and the next one finds what was left in the middle.
 */
export class Sender {
  readonly #deps: ChannelsDeps;
  readonly #runs = new Map<string, { readonly run: LaneRun; readonly done: Promise<void> }>();
  #locks: pg.Client | null = null;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;
  #looking: Promise<void> = Promise.resolve();

  constructor(deps: ChannelsDeps) {
    this.#deps = deps;
  }

  start(): void {
    const look = () => {
      this.#looking = this.look()
        .catch((error: unknown) => this.#deps.log.warn({ err: error }, 'the lanes of messages could not be read'))
        .finally(() => {
          if (!this.#stopped) this.#timer = setTimeout(look, LOOK_MILLISECONDS).unref();
        });
    };
    look();
  }

  /** Begins to serve what is due and not yet served. */
  async look(): Promise<void> {
    for (const lane of await listLanesToServe(this.#deps.database)) {
      const key = `${lane.orgId} ${lane.lane}`;
      if (this.#stopped || this.#runs.has(key)) continue;
      const locks = await this.#connected();
      if (!(await lockLane(locks, lane.lane))) continue;
      this.#serve(key, lane, locks);
    }
  }

  /** Until nothing is due any more; for tests. */
  async idle(): Promise<void> {
    await Promise.all([...this.#runs.values()].map(({ done }) => done));
  }

  /** Takes nothing new, ends what is on its way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#looking;
    for (const { run } of this.#runs.values()) run.stop();
    await this.idle();
    await this.#locks?.end().catch(() => undefined);
  }

  #serve(key: string, lane: Lane, locks: pg.Client): void {
    const run = new LaneRun(this.#deps, lane);
    const done = run
      .run(() => this.#locks === locks)
      .then(() => undefined)
      .catch((error: unknown) => this.#deps.log.error({ err: error }, 'a lane of messages stopped'))
      .then(() => unlockLane(locks, lane.lane))
      .catch(() => undefined)
      .finally(() => void this.#runs.delete(key));
    this.#runs.set(key, { run, done });
  }

  async #connected(): Promise<pg.Client> {
    if (this.#locks) return this.#locks;
    const client = new pg.Client({
      connectionString: this.#deps.database.url,
      application_name: 'anbu lanes',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    const lost = () => {
      if (this.#locks === client) this.#locks = null;
    };
    client.on('error', lost);
    client.on('end', lost);
    await client.connect();
    this.#locks = client;
    return client;
  }
}
