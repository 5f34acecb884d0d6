import pg from 'pg';
import type { MailDeps } from '../service/deps.ts';
import { lockReading, unlockReading } from '../store/mailbox-lock-store.ts';
import { listToRead, type ToRead } from '../store/mailbox-store.ts';
import { MailListener } from '../smtp/listener.ts';
import { Reading } from './reading.ts';

const LOOK_MILLISECONDS = 2_000;

/**
 * Reads the mailboxes, each in one process at a time, by a lock of one connection outside the pool: who is killed lets go of it that moment. What was
 * changed is opened anew. Where it is switched on, the receiving end too.
 */
export class MailKeeper {
  readonly #deps: MailDeps;
  readonly #readings = new Map<string, { readonly reading: Reading; readonly done: Promise<void> }>();
  readonly #listener: MailListener | null;
  readonly #lookMilliseconds: number;
  #locks: pg.Client | null = null;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;
  #looking: Promise<void> = Promise.resolve();

  constructor(deps: MailDeps, lookMilliseconds = LOOK_MILLISECONDS) {
    this.#deps = deps;
    this.#lookMilliseconds = lookMilliseconds;
    this.#listener = deps.listen === null ? null : new MailListener(deps, deps.listen);
  }

  start(): void {
    this.#listener?.start();
    const look = () => {
      this.#looking = this.look()
        .catch((error: unknown) => this.#deps.log.warn({ err: error }, 'the mailboxes could not be looked at'))
        .finally(() => {
          if (!this.#stopped) this.#timer = setTimeout(look, this.#lookMilliseconds).unref();
        });
    };
    look();
  }

  /** Begins to read what nobody reads, and ends what is to be read otherwise, or not any more. */
  async look(): Promise<void> {
    const wanted = new Map((await listToRead(this.#deps.database)).map((one) => [one.id, one]));
    for (const [id, { reading }] of this.#readings) {
      if (wanted.get(id)?.version !== reading.version) reading.stop();
    }
    for (const one of wanted.values()) {
      if (this.#stopped || this.#readings.has(one.id)) continue;
      const locks = await this.#connected();
      if (await lockReading(locks, one.id)) this.#read(one, locks);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#looking;
    for (const { reading } of this.#readings.values()) reading.stop();
    await Promise.all([this.#listener?.stop(), ...[...this.#readings.values()].map(({ done }) => done)]);
    await this.#locks?.end().catch(() => undefined);
  }

  #read(one: ToRead, locks: pg.Client): void {
    const reading = new Reading(this.#deps, one);
    const done = reading
      .run(() => this.#locks === locks)
      .catch((error: unknown) => this.#deps.log.error({ err: error, mailboxId: one.id }, 'a mailbox is read no more'))
      .then(() => unlockReading(locks, one.id))
      .catch(() => undefined)
      .finally(() => void this.#readings.delete(one.id));
    this.#readings.set(one.id, { reading, done });
  }

  async #connected(): Promise<pg.Client> {
    if (this.#locks) return this.#locks;
    const client = new pg.Client({
      connectionString: this.#deps.database.url,
      application_name: 'anbu mailboxes',
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
