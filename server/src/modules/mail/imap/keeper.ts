import { Leases } from '../../../platform/db/index.ts';
import { repeat } from '../../../platform/repeat.ts';
import type { MailDeps } from '../service/deps.ts';
import { listToRead } from '../store/mailbox-store.ts';
import { MailListener } from '../smtp/listener.ts';
import { Reading } from './reading.ts';

const LOOK_MILLISECONDS = 2_000;

/**
 * Reads the mailboxes, each in one process at a time: who is killed lets go of it that moment. What was changed is opened anew. Where it is switched on, the
 * receiving end too.
 */
export class MailKeeper {
  readonly #deps: MailDeps;
  readonly #leases: Leases;
  readonly #readings = new Map<string, Reading>();
  readonly #listener: MailListener | null;
  readonly #lookMilliseconds: number;
  #stopped = false;
  #end: () => Promise<void> = () => Promise.resolve();

  constructor(deps: MailDeps, lookMilliseconds = LOOK_MILLISECONDS) {
    this.#deps = deps;
    this.#lookMilliseconds = lookMilliseconds;
    this.#leases = new Leases({ url: deps.database.url, applicationName: 'anbu mailboxes' });
    this.#listener = deps.listen === null ? null : new MailListener(deps, deps.listen);
  }

  async start(): Promise<void> {
    await this.#listener?.start();
    this.#end = repeat(
      () => this.look(),
      this.#lookMilliseconds,
      (error) => this.#deps.log.warn({ err: error }, 'the mailboxes could not be looked at'),
    );
  }

  /** Begins to read what nobody reads, and ends what is to be read otherwise, or not any more. */
  async look(): Promise<void> {
    const wanted = new Map((await listToRead(this.#deps.database)).map((one) => [one.id, one]));
    for (const [id, reading] of this.#readings) {
      if (wanted.get(id)?.version !== reading.version) reading.stop();
    }
    for (const one of wanted.values()) {
      const name = `mail.mailbox ${one.id}`;
      if (this.#stopped || this.#leases.has(name)) continue;
      await this.#leases.hold(name, (isHeld) => this.#read(one.id, new Reading(this.#deps, one), isHeld));
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#end();
    for (const reading of this.#readings.values()) reading.stop();
    await Promise.all([this.#listener?.stop(), this.#leases.close()]);
  }

  async #read(id: string, reading: Reading, isHeld: () => boolean): Promise<void> {
    this.#readings.set(id, reading);
    try {
      await reading.run(isHeld);
    } catch (error) {
      this.#deps.log.error({ err: error, mailboxId: id }, 'a mailbox is read no more');
    } finally {
      this.#readings.delete(id);
    }
  }
}
