import { deskRoutes } from './modules/desk/index.ts';
import { enquiriesRoutes, sweepAlerts } from './modules/enquiries/index.ts';
import { authenticator, identityPublicRoutes, identityRoutes } from './modules/identity/index.ts';
import { peopleRoutes } from './modules/people/index.ts';
import { timelineRoutes, timelineSubscribers } from './modules/timeline/index.ts';
import { auditRoutes, flushAudit, sealAudit } from './platform/audit/index.ts';
import { Database } from './platform/db/index.ts';
import type { Authenticator, PublicRoute, Route } from './platform/http/route.ts';
import type { Log } from './platform/log.ts';
import { makeMetrics, type Metrics } from './platform/metrics.ts';
import {
  findBacklog,
  flushOutbox,
  outboxRoutes,
  startDispatcher,
  type Dispatcher,
  type Subscriber,
} from './platform/outbox/index.ts';
import { checkSecretKey, Keyring } from './platform/secrets/index.ts';
import { Listener, Stream } from './platform/stream/index.ts';

export type AppOptions = {
  /** The application's login. */
  readonly databaseUrl: string;
  readonly poolSize?: number;
  readonly applicationName?: string;
  /** Seals what may not be read from a copy of the database. */
  readonly secretKey: string;
  readonly log: Log;
};

export type Workers = {
  readonly dispatcher: Dispatcher;
  /** Takes nothing new, ends what runs. */
  stop(): Promise<void>;
};

/** The program: each module built once. Every command uses it; which parts run is the command's choice. */
export type App = {
  readonly db: Database;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly routes: readonly Route[];
  readonly publicRoutes: readonly PublicRoute[];
  readonly subscribers: readonly Subscriber[];
  readonly authenticator: Authenticator;
  /** Throws where the secret key is not the one of this database. Before anything else. */
  checkSecretKey(): Promise<void>;
  /** Begins to tell what happens; for processes that serve. Ends with `stop`. */
  openStream(): Promise<Stream>;
  /** Begins to deliver events and run jobs. Ends with `stop`. */
  startWorkers(): Promise<Workers>;
  stop(): Promise<void>;
};

const SEAL_EVERY = 60_000;
const ALERTS_EVERY = 15_000;

/** Who is told of which events. */
export const subscribers: readonly Subscriber[] = [...timelineSubscribers];

export function compose({ databaseUrl, poolSize = 10, applicationName = 'anbu', secretKey, log }: AppOptions): App {
  const keyring = new Keyring(secretKey);
  const secrets = {
    seal: (text: string, purpose: string) => keyring.box(purpose).seal(text),
    open: (sealed: string, purpose: string) => keyring.box(purpose).open(sealed),
  };
  const flush = [flushAudit, flushOutbox(subscribers)];
  const db = new Database({ url: databaseUrl, poolSize, applicationName, flush });
  const metrics = makeMetrics(db);
  metrics.watch('anbu_outbox_pending', 'Deliveries that wait', async () => (await findBacklog(db)).pending);
  metrics.watch('anbu_outbox_dead', 'Deliveries that failed for good', async () => (await findBacklog(db)).dead);
  metrics.watch(
    'anbu_outbox_lag_seconds',
    'Age of the oldest delivery',
    async () => (await findBacklog(db)).oldestSeconds,
  );

  let listener: Listener | null = null;
  const listen = async () => {
    if (listener === null) {
      listener = new Listener(databaseUrl, log);
      await listener.start();
    }
    return listener;
  };
  const stops: (() => Promise<void>)[] = [];

  return {
    db,
    log,
    metrics,
    routes: [
      ...identityRoutes({ secrets }),
      ...peopleRoutes,
      ...enquiriesRoutes,
      ...timelineRoutes,
      ...deskRoutes,
      ...auditRoutes,
      ...outboxRoutes,
    ],
    publicRoutes: identityPublicRoutes({ database: db, secrets }),
    subscribers,
    authenticator: authenticator({ database: db }),
    checkSecretKey: () => checkSecretKey(db, keyring),
    async openStream() {
      const stream = new Stream({ db, listener: await listen(), log });
      stops.push(() => stream.close());
      return stream;
    },
    async startWorkers() {
      const dispatcher = startDispatcher({ db, subscribers, listener: await listen(), log });
      const sealing = every(SEAL_EVERY, () => sealAudit(db), log);
      const alerting = every(ALERTS_EVERY, () => sweepAlerts(db), log);
      const workers: Workers = {
        dispatcher,
        stop: async () => void (await Promise.all([dispatcher.stop(), sealing.stop(), alerting.stop()])),
      };
      stops.push(workers.stop);
      return workers;
    },
    async stop() {
      // The last to start stands on those before it.
      for (const stop of stops.reverse()) await stop();
      await listener?.stop();
      await db.close();
    },
  };
}

/** Runs work again and again, never twice at a time. */
function every(milliseconds: number, work: () => Promise<unknown>, log: Log): { stop(): Promise<void> } {
  let running: Promise<unknown> | null = null;
  const timer = setInterval(() => {
    running ??= work()
      .catch((error: unknown) => log.warn({ err: error }, 'regular work failed'))
      .finally(() => (running = null));
  }, milliseconds).unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
