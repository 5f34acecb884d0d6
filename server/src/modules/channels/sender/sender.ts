import { Leases } from '../../../platform/db/index.ts';
import { repeat } from '../../../platform/repeat.ts';
import type { ChannelsDeps } from '../service/deps.ts';
import { listLanesToServe } from '../store/queue-store.ts';
import { LaneRun } from './lane.ts';

const LOOK_MILLISECONDS = 300;

/** Serves lanes in which something is due, each in one process at a time: who is killed lets go of it, and the next one finds what was left in the middle. */
export class Sender {
  readonly #deps: ChannelsDeps;
  readonly #leases: Leases;
  readonly #runs = new Set<LaneRun>();
  #stopped = false;
  #end: () => Promise<void> = () => Promise.resolve();

  constructor(deps: ChannelsDeps) {
    this.#deps = deps;
    this.#leases = new Leases({ url: deps.database.url, applicationName: 'anbu lanes' });
  }

  start(): void {
    this.#end = repeat(
      () => this.look(),
      LOOK_MILLISECONDS,
      (error) => this.#deps.log.warn({ err: error }, 'the lanes of messages could not be read'),
    );
  }

  /** Begins to serve what is due and not yet served. */
  async look(): Promise<void> {
    for (const lane of await listLanesToServe(this.#deps.database)) {
      const name = `channels.lane ${lane.lane}`;
      if (this.#stopped || this.#leases.has(name)) continue;
      await this.#leases.hold(name, (isHeld) => this.#serve(new LaneRun(this.#deps, lane), isHeld));
    }
  }

  /** Until nothing is due any more; for tests. */
  idle(): Promise<void> {
    return this.#leases.idle();
  }

  /** Takes nothing new, ends what is on its way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#end();
    for (const run of this.#runs) run.stop();
    await this.#leases.close();
  }

  async #serve(run: LaneRun, isHeld: () => boolean): Promise<void> {
    this.#runs.add(run);
    try {
      await run.run(isHeld);
    } catch (error) {
      this.#deps.log.error({ err: error }, 'a lane of messages stopped');
    } finally {
      this.#runs.delete(run);
    }
  }
}
