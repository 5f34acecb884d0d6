import type { Language, Permission } from '@anbu/contract';
import { z } from 'zod';
import type { Instant } from '../../kernel/instant.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import type { Actor } from '../db/actor.ts';
import type { TxMode } from '../db/database.ts';
import type { Tx } from '../db/tx.ts';

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;

export type RouteInput<P, Q, B> = {
  readonly params: Parsed<P>;
  readonly query: Parsed<Q>;
  readonly body: Parsed<B>;
  /** The file of a route with `upload`; null everywhere else. */
  readonly upload: Upload | null;
};

/** A file that came in whole before the transaction began. It is deleted when the answer is sent: copy what must stay. */
export type Upload = {
  readonly path: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
};

/**
 * One line of the API as data: the server registers it, the OpenAPI document lists it, the security tests walk over it.
 * The handler runs in one transaction of the caller's organisation after the permission was checked; a refusal rolls back and becomes problem+json.
 */
export type Route<P = unknown, Q = unknown, B = unknown, R extends z.ZodType = z.ZodType> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below /api/v1, parameters as `:id`. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly tag: string;
  /** `signed-in` = every role. Public routes are not of this kind. */
  readonly permission: Permission | 'signed-in';
  readonly params?: P;
  readonly query?: Q;
  /** With `upload`: the other fields of the form, each a text. */
  readonly body?: B;
  /** multipart/form-data with one file in the field `file`, 100 MiB unless said. */
  readonly upload?: { readonly maximumBytes?: number };
  readonly reply: R;
  /** The reply is an `Attachment` of this media type instead of JSON. */
  readonly produces?: string;
  /** The reply holds a secret that is shown once: it is not kept for a repetition, which is refused. */
  readonly secretReply?: true;
  /** 200 unless said; a reply of null is 204. */
  readonly status?: 200 | 201 | 202;
  /** Where what was made is found, below /api/v1; `:id` is filled from the reply. Every 201 has it. */
  readonly location?: string;
  /** For the OpenAPI document. */
  readonly example?: Example;
  /** `write` unless said: reads of persons are audited, so they write too. */
  readonly mode?: TxMode;
  readonly handler: (tx: Tx, input: RouteInput<P, Q, B>) => Promise<Outcome<z.input<R>>>;
  /** Instead of the handler: reads over several organisations of the caller. Its `handler` is never called. */
  readonly across?: (across: Across, input: RouteInput<P, Q, B>) => Promise<Outcome<z.input<R>>>;
};

/** No transaction is open: each piece runs in one of its own, of one organisation, as who the caller is there. */
export type Across = {
  readonly actor: Actor;
  readonly inTx: <T>(actor: Actor, work: (tx: Tx) => Promise<Outcome<T>>, mode: TxMode) => Promise<Outcome<T>>;
};

/** One short transaction of the reader, after the one of the handler. */
export type ReadPage = <T>(work: (tx: Tx) => Promise<Outcome<T>>) => Promise<T>;
/** What is too much to be held: it is read page by page while it is sent. */
export type Pages = (read: ReadPage) => AsyncIterable<string | Uint8Array>;

/** The reply of a route with `produces`: sent as a download, never shown by the browser. */
export const Attachment = z.object({
  fileName: z.string(),
  content: z.union([
    z.string(),
    z.instanceof(Uint8Array),
    z.custom<Pages>((value: unknown) => typeof value === 'function'),
  ]),
});
export type Attachment = z.infer<typeof Attachment>;

/** Keeps the types of one route together; gives the route that the server registers. */
export function route<
  P extends z.ZodType | undefined,
  Q extends z.ZodType | undefined,
  B extends z.ZodType | undefined,
  R extends z.ZodType,
>(definition: Omit<Route<P, Q, B, R>, 'params' | 'query' | 'body'> & { params?: P; query?: Q; body?: B }): Route {
  return definition as unknown as Route;
}

/** A read over several organisations of the caller. */
export function acrossRoute<Q extends z.ZodType | undefined, R extends z.ZodType>(
  definition: Omit<Route<undefined, Q, undefined, R>, 'params' | 'query' | 'body' | 'method' | 'handler' | 'across'> & {
    query?: Q;
    across: NonNullable<Route<undefined, Q, undefined, R>['across']>;
  },
): Route {
  const handler = () => Promise.reject(new Error(`${definition.operationId} runs across organisations`));
  return { ...definition, method: 'GET', handler } as unknown as Route;
}

/** A body that the schema of a route takes, a reply that it gives. */
export type Example = { readonly body?: unknown; readonly reply?: unknown };
/** By `operationId`. */
export type Examples = Readonly<Record<string, Example>>;

/** The same routes with their examples. Throws on an example of no route. */
export function withExamples(routes: readonly Route[], examples: Examples): readonly Route[] {
  const unknown = Object.keys(examples).filter((name) => !routes.some((one) => one.operationId === name));
  if (unknown.length > 0) throw new Error(`examples of no route: ${unknown.join(', ')}`);
  return routes.map((one) => {
    const example = examples[one.operationId];
    return example ? { ...one, example } : one;
  });
}

/** What sign-in and sign-out need: they run before anybody is known, or change the cookie. */
export type PublicRoute<B = unknown, R extends z.ZodType = z.ZodType> = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly tag: string;
  readonly body?: B;
  readonly reply: R;
  readonly status?: 200 | 201 | 202;
  /** What it counts as; left out: as a sign-in, because it takes a password, a code or a key. */
  readonly limit?: 'none' | 'unknown';
  readonly handler: (request: PublicRequest<Parsed<B>>) => Promise<Outcome<PublicAnswer<z.input<R>>>>;
};
export type PublicRequest<B> = {
  readonly body: B;
  readonly address: string;
  readonly userAgent: string | null;
  readonly language: Language;
  readonly sessionToken: string | null;
};
/** `session` sets the cookie, `'clear'` removes it. */
export type PublicAnswer<T> = {
  readonly reply: T;
  readonly session?: { readonly token: string; readonly expiresAt: Instant } | 'clear';
};

export function publicRoute<B extends z.ZodType | undefined, R extends z.ZodType>(
  definition: Omit<PublicRoute<B, R>, 'body'> & { body?: B },
): PublicRoute {
  return definition as unknown as PublicRoute;
}

type Asking = { readonly address: string; readonly language: Language };

/**
 * Who a request is. Null = nobody: 401. With the slug of an organisation: who she is there; `elsewhere` = somebody, but without a desk in it: 403,
 * whether there is no such organisation, she is no member of it, or the contract under which she is one is not in force.
 */
export type Authenticator = {
  bySession(token: string, request: Asking & { userAgent: string | null }): Promise<Actor | null>;
  bySessionIn(token: string, slug: string, request: Asking): Promise<Actor | 'elsewhere' | null>;
  byApiKey(key: string, request: Asking): Promise<Actor | null>;
  byApiKeyIn(key: string, slug: string, request: Asking): Promise<Actor | 'elsewhere' | null>;
};
