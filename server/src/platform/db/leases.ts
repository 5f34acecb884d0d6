import pg from 'pg';

/**
 * Names that this process alone holds, each by a lock of one connection outside the pool: who is killed lets go of all of them that moment. A connection
 * that breaks loses them: work under a lease asks `isHeld` before each step.
 */
export class Leases {
  readonly #url: string;
  readonly #applicationName: string;
  readonly #held = new Map<string, Promise<void>>();
  #client: pg.Client | null = null;

  constructor(options: { readonly url: string; readonly applicationName: string }) {
    this.#url = options.url;
    this.#applicationName = options.applicationName;
  }

  /** Whether work under this name runs here. */
  has(name: string): boolean {
    return this.#held.has(name);
  }

  /** Begins `work`, which must not reject, and holds the name until it is done. False where another process holds it; refuses nothing. */
  async hold(name: string, work: (isHeld: () => boolean) => Promise<void>): Promise<boolean> {
    const client = await this.#connected();
    if (!(await lock(client, name))) return false;
    const done = work(() => this.#client === client)
      .then(() => unlock(client, name))
      .catch(() => undefined)
      .finally(() => void this.#held.delete(name));
    this.#held.set(name, done);
    return true;
  }

  /** Until all that runs now is done. */
  async idle(): Promise<void> {
    await Promise.all(this.#held.values());
  }

  /** Waits for what runs; nothing may be held afterwards. */
  async close(): Promise<void> {
    await this.idle();
    await this.#client?.end().catch(() => undefined);
  }

  async #connected(): Promise<pg.Client> {
    if (this.#client) return this.#client;
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: this.#applicationName,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    const lost = () => {
      if (this.#client === client) this.#client = null;
    };
    client.on('error', lost);
    client.on('end', lost);
    await client.connect();
    this.#client = client;
    return client;
  }
}

async function lock(client: pg.Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>(
    'select pg_try_advisory_lock(hashtextextended($1, 0)) as held',
    [name],
  );
  return rows[0]?.held === true;
}

async function unlock(client: pg.Client, name: string): Promise<void> {
  await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [name]);
}
