import type { Actor, Database } from '../db/index.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Limits } from './limits.ts';
import type { Authenticator, PublicRoute, Route } from './route.ts';
import type { RawRoute } from './raw-route.ts';
import type { Stream } from './stream-types.ts';

/** All that the HTTP server needs and does not make itself. */
export type HttpDeps = {
  readonly db: Database;
  readonly log: Log;
  readonly routes: readonly Route[];
  readonly publicRoutes: readonly PublicRoute[];
  readonly rawRoutes: readonly RawRoute[];
  readonly authenticator: Authenticator;
  /** Null where this process serves no stream. */
  readonly stream: Stream | null;
  readonly metrics: Metrics;
  /** Null = ready, else why not, as a code. */
  readonly readiness: () => Promise<string | null>;
  readonly publicUrl: URL;
  readonly trustProxy: false | readonly string[];
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly limits: Limits;
  /** Where uploads wait for their transaction. */
  readonly uploadDir: string;
  readonly webDir: string;
  /** An act that takes longer is answered 503 and rolled back. */
  readonly deadlineMilliseconds: number;
};

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor | null;
  }
  interface FastifyContextConfig {
    apiRoute?: Route;
  }
}
