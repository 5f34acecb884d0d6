import type { Language } from '@anbu/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { languageOf } from '../i18n.ts';
import { newNonce } from './nonce.ts';
import { failure, type Failure } from './problem.ts';
import { Refusing } from './refusing.ts';

/**
 * A public address that is no JSON act of a user: a page, a form, a signed webhook. Nobody is signed in, no cookie is read, the body comes
 * as it was sent. What it may do to the database is its handler's to say.
 */
export type RawRoute = {
  readonly method: 'GET' | 'POST';
  /** From the root, parameters as `:token`. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  /** What a caller must bring: nothing but the address, or a signature over the body, which the handler checks. */
  readonly security: 'none' | 'signature';
  /** For the OpenAPI document: the handler reads the request itself. */
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: RawBody;
  /** By status; every other one is a problem. */
  readonly answers: Readonly<Record<number, RawBody & { readonly description: string }>>;
  readonly maximumBytes?: number;
  /** Requests of one address in a minute, over all routes of the same name. */
  readonly limit: { readonly name: string; readonly perMinute: number };
  readonly handler: (request: RawRequest) => Promise<RawAnswer>;
};

/** What goes in or out, of one media type, with examples by name. */
export type RawBody = {
  readonly type: string;
  readonly schema: z.ZodType;
  readonly examples?: Readonly<Record<string, unknown>>;
};

export type RawRequest = {
  /** As it was sent: HEAD comes to the routes of GET. */
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The bytes of the body, unread; empty without one. */
  readonly body: Buffer;
  readonly mediaType: string;
  readonly header: (name: string) => string | undefined;
  readonly address: string;
  readonly language: Language;
  readonly requestId: string;
};

export type RawAnswer =
  | {
      readonly kind: 'page';
      readonly status: number;
      readonly html: (nonce: string) => string;
      readonly frame: FramePolicy;
    }
  | { readonly kind: 'script'; readonly source: string }
  | { readonly kind: 'json'; readonly status: number; readonly body: unknown }
  /** To an address that the handler has checked: it learns nothing of where the reader came from. */
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'problem'; readonly failure: Failure };

/** Which sites may show the page in a frame: origins, or nobody. */
export type FramePolicy = readonly string[];

const MAXIMUM_BYTES = 64 * 1024;

export async function registerRawRoutes(app: FastifyInstance, routes: readonly RawRoute[]): Promise<void> {
  const limiters = new Map<string, ReturnType<FastifyInstance['createRateLimit']>>();
  for (const { limit } of routes) {
    if (limiters.has(limit.name)) continue;
    const keyGenerator = (request: FastifyRequest) => `${limit.name} ${request.ip}`;
    limiters.set(limit.name, app.createRateLimit({ max: limit.perMinute, timeWindow: 60_000, keyGenerator }));
  }
  await app.register(async (scope) => {
    // In this scope a body is bytes, whatever it says it is.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    for (const route of routes) {
      scope.route({
        method: route.method,
        url: route.path,
        bodyLimit: route.maximumBytes ?? MAXIMUM_BYTES,
        onRequest: async (request) => {
          const result = await limiters.get(route.limit.name)?.(request);
          if (!result || result.isAllowed || !result.isExceeded) return;
          const seconds = result.ttlInSeconds;
          throw new Refusing(failure('request.too_many', 429, { seconds }, seconds));
        },
        handler: async (request, reply) => send(reply, await route.handler(requestOf(request))),
      });
    }
  });
}

function requestOf(request: FastifyRequest): RawRequest {
  const url = new URL(request.url, 'http://host');
  return {
    method: request.method,
    params: request.params as Record<string, string>,
    query: url.searchParams,
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    mediaType: (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
    header: (name) => {
      const value = request.headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(',') : value;
    },
    address: request.ip,
    language: languageOf(request.headers['accept-language']),
    requestId: request.id,
  };
}

function send(reply: FastifyReply, answer: RawAnswer): FastifyReply {
  switch (answer.kind) {
    case 'problem':
      throw new Refusing(answer.failure);
    case 'json':
      return reply.code(answer.status).header('cache-control', 'no-store').send(answer.body);
    case 'redirect':
      return reply
        .code(302)
        .header('location', answer.location)
        .header('cache-control', 'no-store')
        .header('referrer-policy', 'no-referrer')
        .header('x-robots-tag', 'noindex, nofollow')
        .type('text/plain; charset=utf-8')
        .send('');
    case 'script':
      return reply
        .header('cache-control', 'public, max-age=3600')
        .header('cross-origin-resource-policy', 'cross-origin')
        .type('text/javascript; charset=utf-8')
        .send(answer.source);
    case 'page': {
      const nonce = newNonce();
      if (answer.frame.length > 0) reply.removeHeader('x-frame-options');
      return reply
        .code(answer.status)
        .header('content-security-policy', publicPolicy(nonce, answer.frame))
        .header('cache-control', 'no-store')
        .header('referrer-policy', 'strict-origin')
        .type('text/html; charset=utf-8')
        .send(answer.html(nonce));
    }
  }
}

/** Of a public page: its own style, our own scripts, a form to ourselves, and the frames that it was made for. */
function publicPolicy(nonce: string, frame: FramePolicy): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'nonce-${nonce}'`,
    "img-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${frame.length > 0 ? frame.join(' ') : "'none'"}`,
    'report-uri /csp-report; report-to csp',
  ].join('; ');
}
