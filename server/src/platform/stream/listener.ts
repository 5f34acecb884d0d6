import pg from 'pg';

const RECONNECT_LONGEST = 5_000;
const ALIVE_EVERY = 15_000;

export type ListenerLog = { warn(fields: object, text: string): void };

/**
 * The one LISTEN connection of a process, outside the pool. It connects again by itself; what was notified in between is lost,
 * so every receiver is also called (with a null payload) after each connect and must look for itself what it missed.
 */
export class Listener {
  readonly #url: string;
  readonly #log: ListenerLog | undefined;
  readonly #receivers = new Map<string, Set<(payload: string | null) => void>>();
  #client: pg.Client | null = null;
  /** Connections given up: each is followed by one new one, whatever else it reports. */
  readonly #left = new WeakSet<pg.Client>();
  #timer: NodeJS.Timeout | null = null;
  #failures = 0;
  #stopped = false;
  #connecting: Promise<void> = Promise.resolve();
  /** What was asked last of the connection. */
  #asked: Promise<unknown> = Promise.resolve();

  constructor(url: string, log?: ListenerLog) {
    this.#url = url;
    this.#log = log;
  }

  /** Gives the function that ends it. */
  on(channel: 'anbu_outbox' | 'anbu_stream' | 'anbu_jobs', receive: (payload: string | null) => void): () => void {
    let receivers = this.#receivers.get(channel);
    if (!receivers) {
      this.#receivers.set(channel, (receivers = new Set()));
      if (this.#client)
        this.#ask(this.#client, `listen ${channel}`).then(
          () => this.#tell(channel, null),
          () => undefined,
        );
    }
    receivers.add(receive);
    return () => void receivers.delete(receive);
  }

  start(): Promise<void> {
    return (this.#connecting = this.#connect());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#connecting;
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'anbu listen',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    const lost = () => {
      if (this.#client === client) this.#again(client);
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', ({ channel, payload }) => this.#tell(channel, payload ?? ''));
    this.#asked = Promise.resolve();
    try {
      await client.connect();
      for (const channel of this.#receivers.keys()) await this.#ask(client, `listen ${channel}`);
      this.#client = client;
      this.#failures = 0;
      this.#watch(client);
      for (const channel of this.#receivers.keys()) this.#tell(channel, null);
    } catch {
      client.end().catch(() => undefined);
      this.#again(client);
    }
  }

  // A connection that a firewall forgot says nothing: asked, it does.
  #watch(client: pg.Client): void {
    this.#timer = setTimeout(() => {
      const silent = setTimeout(() => this.#again(client), 5_000);
      this.#ask(client, 'select 1').then(
        () => {
          clearTimeout(silent);
          if (this.#client === client && !this.#stopped) this.#watch(client);
        },
        () => {
          clearTimeout(silent);
          this.#again(client);
        },
      );
    }, ALIVE_EVERY).unref();
  }

  /** One after the other, as a client takes them. */
  #ask(client: pg.Client, text: string): Promise<unknown> {
    const answer = this.#asked.then(() => client.query(text));
    this.#asked = answer.catch(() => undefined);
    return answer;
  }

  #again(client: pg.Client): void {
    if (this.#stopped || this.#left.has(client)) return;
    this.#left.add(client);
    this.#client = null;
    client.removeAllListeners('notification');
    client.end().catch(() => undefined);
    if (this.#timer) clearTimeout(this.#timer);
    this.#failures += 1;
    if (this.#failures === 1) this.#log?.warn({}, 'the LISTEN connection was lost; polling goes on');
    const wait = Math.min(RECONNECT_LONGEST, 100 * 2 ** this.#failures);
    this.#timer = setTimeout(() => (this.#connecting = this.#connect()), wait).unref();
  }

  #tell(channel: string, payload: string | null): void {
    for (const receive of this.#receivers.get(channel) ?? []) receive(payload);
  }
}
