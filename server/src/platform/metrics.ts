import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Database } from './db/index.ts';
import { countRejections } from './faults.ts';

export type Metrics = {
  /** Seconds by method, route pattern and status: never an address with an id in it. */
  readonly httpSeconds: Histogram<'method' | 'route' | 'status'>;
  readonly policyReports: Counter<'directive'>;
  readonly streams: Gauge;
  /** Adds a number that is asked for when the metrics are read. */
  watch(name: string, help: string, read: () => number | Promise<number>): void;
  /** Adds numbers that one question answers: asked once each time the metrics are read. */
  watchTogether<Name extends string>(
    help: Readonly<Record<Name, string>>,
    read: () => Promise<Readonly<Record<Name, number>>>,
  ): void;
  text(): Promise<string>;
  readonly contentType: string;
};

/** The metrics of one process. */
export function makeMetrics(db: Database): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const watch: Metrics['watch'] = (name, help, read) => {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        // One number that cannot be had must not hide the others.
        this.set(await Promise.resolve(read()).catch(() => Number.NaN));
      },
    });
  };
  const watchTogether: Metrics['watchTogether'] = (help, read) => {
    // All gauges are asked at the same time: the first asks, the others wait for the same answer.
    let asked: ReturnType<typeof read> | null = null;
    const once = () => (asked ??= read().finally(() => (asked = null)));
    for (const [name, text] of Object.entries<string>(help)) {
      watch(name, text, async () => (await once())[name as keyof typeof help]);
    }
  };
  watch('anbu_db_connections', 'Connections of the pool', () => db.pool.totalCount);
  watch('anbu_db_connections_idle', 'Connections of the pool that wait for work', () => db.pool.idleCount);
  watch('anbu_unhandled_failures', 'Failures that nobody waited for, since the process began', countRejections);
  watch('anbu_db_waiting', 'Requests that wait for a connection', () => db.pool.waitingCount);
  return {
    httpSeconds: new Histogram({
      name: 'anbu_http_seconds',
      help: 'Time to answer',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
    policyReports: new Counter({
      name: 'anbu_csp_reports_total',
      help: 'Violations of the content security policy that browsers reported',
      labelNames: ['directive'],
      registers,
    }),
    streams: new Gauge({ name: 'anbu_streams', help: 'Open event streams', registers }),
    watch,
    watchTogether,
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
