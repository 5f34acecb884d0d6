import { newId, type Id } from '../../../kernel/ids.ts';
import { ok } from '../../../kernel/outcome.ts';
import { systemActor, type Database, type Tx } from '../../../platform/db/index.ts';
import type { Log } from '../../../platform/log.ts';
import { listOrganisationIds } from '../../identity/index.ts';
import type { CallSignal } from '../rules/signal.ts';
import { SECRET_PURPOSE, type TelephonyDeps } from '../service/deps.ts';
import { hearLine } from '../service/hear.ts';
import { nationalOf } from '../service/region.ts';
import { findExternal } from '../store/call-store.ts';
import { findExchange, listAllowedHosts, listExchanges } from '../store/exchange-store.ts';
import { claimLine, releaseLine, renewLine, updateLine } from '../store/line-store.ts';
import type { ExchangeRow, LineState } from '../vocabulary.ts';
import { openAmi, type Line, type LineEvents } from './ami-line.ts';
import { openAri } from './ari-line.ts';
import { addressOf, LineError, type LineFault } from './reach.ts';

const LEASE_SECONDS = 15;
const RENEW_EVERY = 5_000;
/** An organisation without exchanges is looked at this rarely. */
const LOOK_EVERY = 10_000;
const LONGEST_WAIT = 60_000;

type Held = {
  readonly orgId: Id;
  readonly exchange: ExchangeRow;
  line: Line | null;
  /** Signals are taken one after the other, in the order in which the exchange told them. */
  queue: Promise<void>;
  failures: number;
  retryAt: number;
  opening: boolean;
};

export type KeeperOptions = TelephonyDeps & { readonly log: Log; readonly random: () => number };

/**
 * Holds the lines to exchanges that one connects to. One process has a line, by a lease; where it dies another takes it over within the lease. A line that
 * breaks is opened again, later and later, not all at the same moment.
 */
export class LineKeeper {
  readonly #options: KeeperOptions;
  readonly #holder = newId();
  readonly #held = new Map<string, Held>();
  #timers: NodeJS.Timeout[] = [];
  #stopped = false;
  #turn: Promise<void> = Promise.resolve();
  #lookAt = 0;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  start(): void {
    const turn = () => {
      this.#turn = this.#turn
        .then(() => this.tick())
        .catch((error: unknown) =>
          this.#options.log.warn({ err: error }, 'the lines to exchanges could not be looked at'),
        );
    };
    this.#timers = [setInterval(turn, RENEW_EVERY).unref()];
    turn();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    await this.#turn;
    for (const held of [...this.#held.values()]) await this.#drop(held);
  }

  /** One turn: what is held is held on to, what nobody holds is taken, what broke is opened again. For tests too. */
  async tick(now = performance.now()): Promise<void> {
    if (this.#stopped) return;
    for (const held of [...this.#held.values()]) await this.#renew(held);
    if (now >= this.#lookAt) {
      this.#lookAt = now + LOOK_EVERY;
      for (const orgId of await listOrganisationIds(this.#options.database)) await this.#look(orgId);
    }
    for (const held of this.#held.values()) {
      if (held.line === null && !held.opening && now >= held.retryAt) void this.#open(held);
    }
  }

  async #look(orgId: Id): Promise<void> {
    const found = await this.#inTx(orgId, async (tx) => {
      const lines = (await listExchanges(tx, 200)).filter(({ kind, active }) => active && kind !== 'webhook');
      const claimed: ExchangeRow[] = [];
      for (const exchange of lines) {
        if (this.#held.has(exchange.id)) continue;
        if (await claimLine(tx, exchange, this.#holder, LEASE_SECONDS)) claimed.push(exchange);
      }
      return claimed;
    });
    for (const exchange of found) {
      this.#held.set(exchange.id, {
        orgId,
        exchange,
        line: null,
        queue: Promise.resolve(),
        failures: 0,
        retryAt: 0,
        opening: false,
      });
    }
  }

  async #renew(held: Held): Promise<void> {
    const { orgId, exchange } = held;
    const mine = await this.#inTx(orgId, (tx) =>
      renewLine(tx, exchange.id, this.#holder, exchange.version, LEASE_SECONDS),
    );
    if (!mine) {
      await this.#drop(held);
      this.#lookAt = 0;
    }
  }

  async #open(held: Held): Promise<void> {
    held.opening = true;
    const { orgId, exchange } = held;
    try {
      await this.#tell(held, 'connecting', null);
      const opened = await openLine(this.#options, orgId, exchange, {
        onSignals: (signals) => this.#hear(held, signals),
        onClosed: (fault) => {
          held.line = null;
          void this.#failed(held, fault);
        },
      });
      if (this.#stopped || this.#held.get(exchange.id) !== held) {
        opened.close();
        return;
      }
      held.line = opened;
      held.failures = 0;
      await this.#tell(held, 'connected', null);
    } catch (error) {
      await this.#failed(held, error instanceof LineError ? error.fault : 'unreachable');
      if (!(error instanceof LineError)) this.#options.log.warn({ err: error }, 'a line to an exchange did not open');
    } finally {
      held.opening = false;
    }
  }

  async #failed(held: Held, fault: LineFault): Promise<void> {
    held.failures += 1;
    held.retryAt = performance.now() + backoff(held.failures, this.#options.random());
    await this.#tell(held, 'failed', `telephony.line.${fault}`).catch(() => undefined);
  }

  #hear(held: Held, signals: readonly CallSignal[]): void {
    const { orgId, exchange } = held;
    for (const signal of signals) {
      held.queue = held.queue
        .then(() => this.#inTx(orgId, (tx) => hearLine(tx, exchange, signal)))
        .then(
          () => undefined,
          (error: unknown) => this.#options.log.warn({ err: error }, 'a call of an exchange was not taken'),
        );
    }
  }

  async #tell({ orgId, exchange }: Held, state: LineState, error: string | null): Promise<void> {
    await this.#inTx(orgId, async (tx) => {
      const told = await updateLine(tx, exchange.id, this.#holder, { state, error });
      if (told) tx.emit({ type: 'telephony.exchange_changed', payload: { exchangeId: exchange.id } });
    });
  }

  async #drop(held: Held): Promise<void> {
    const { orgId, exchange } = held;
    this.#held.delete(exchange.id);
    held.line?.close();
    await held.queue;
    await this.#inTx(orgId, (tx) => releaseLine(tx, exchange.id, this.#holder));
  }

  async #inTx<T>(orgId: Id, work: (tx: Tx) => Promise<T>): Promise<T> {
    const actor = systemActor(orgId, 'telephony');
    const done = await this.#options.database.inTxAgain(actor, async (tx) => ok(await work(tx)));
    if (!done.ok) throw new Error('a line is never refused');
    return done.value;
  }
}

/** 1, 2, 4 … 60 seconds, and up to half as much more: an exchange that comes back is not run over. */
export function backoff(failures: number, random: number): number {
  return Math.min(LONGEST_WAIT, 1_000 * 2 ** Math.min(10, failures - 1)) * (1 + random / 2);
}

/** A line with the settings of an exchange, to an address that may be called. Throws LineError. */
export async function openLine(
  { database, secrets, allow }: TelephonyDeps,
  orgId: Id,
  exchange: ExchangeRow,
  events: LineEvents,
  options: { readonly hears?: boolean } = {},
): Promise<Line> {
  const { host, port, username } = exchange;
  const [sealed] = exchange.secrets;
  if (host === null || port === null || username === null || sealed === undefined) throw new LineError('unreachable');
  const read = await database.inTx(
    systemActor(orgId, 'telephony'),
    async (tx) => ok({ hosts: await listAllowedHosts(tx), current: await findExchange(tx, exchange.id) }),
    'read',
  );
  if (!read.ok || read.value.current === null) throw new LineError('unreachable');
  const houses = new Set(read.value.hosts.map((one) => `${one.host}:${String(one.port)}`));
  const address = await addressOf(host, port, { houses, own: allow });
  const password = secrets.open(sealed, SECRET_PURPOSE);
  const settings = { host, port, tls: exchange.tls, username, password };
  if (exchange.kind === 'ami') return openAmi(address, settings, events, options);
  const personOf = (call: string) => personToCall(database, orgId, exchange, call);
  return openAri(address, settings, events, { ...options, channel: exchange.channel, personOf });
}

/** Whom a call of ours is for, while it rings. */
async function personToCall(database: Database, orgId: Id, exchange: ExchangeRow, call: string) {
  const actor = systemActor(orgId, 'telephony');
  const found = await database.inTx(actor, async (tx) => ok(await findExternal(tx, exchange.id, call)), 'read');
  const row = found.ok ? found.value : null;
  if (!row || row.number === null || row.endedAt !== null) return null;
  const { context, callerNumber } = exchange;
  return { number: nationalOf(row.number), context, callerNumber };
}
