import { randomUUID } from 'node:crypto';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { constants } from 'node:zlib';
import { PREFIX, registerApi } from './api.ts';
import { answerBrokenRequest, HEADER_LIMIT_BYTES } from './broken-request.ts';
import { registerDocs } from './docs.ts';
import type { HttpDeps } from './deps.ts';
import { addSecurityHeaders, securityHeaders } from './headers.ts';
import { acceptJson, JSON_LIMIT_BYTES } from './json-body.ts';
import { watchMethods } from './methods.ts';
import { failure, failureOf, problemOf, type Failure } from './problem.ts';
import { registerProbes } from './probes.ts';
import { warnOfProxy } from './proxy.ts';
import { registerRawRoutes } from './raw-route.ts';
import { Refusing } from './refusing.ts';
import { UPLOAD_LIMIT_BYTES } from './upload.ts';
import { registerWeb } from './web.ts';
import { readerOf } from './who.ts';

const QUERY_PARAMETERS = 1_000;
const UPLOAD_TIME = 10 * 60_000;

/** The HTTP server: API, probes, documentation, web interface. It listens when the caller says so. */
export async function buildServer(deps: HttpDeps): Promise<FastifyInstance> {
  const app = Fastify({
    ...(deps.tls
      ? { https: { cert: deps.tls.cert, key: deps.tls.key, maxHeaderSize: HEADER_LIMIT_BYTES } }
      : { http: { maxHeaderSize: HEADER_LIMIT_BYTES } }),
    logger: false,
    genReqId: () => randomUUID(),
    trustProxy: deps.trustProxy === false ? false : [...deps.trustProxy],
    bodyLimit: JSON_LIMIT_BYTES,
    // The whole request, an upload included; JSON has its own, shorter.
    requestTimeout: UPLOAD_TIME,
    connectionTimeout: 0,
    keepAliveTimeout: 10_000,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    clientErrorHandler: answerBrokenRequest,
    // An address that cannot be read reaches no route, and no hook.
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      reply.headers(securityHeaders(request.id));
      return answerProblem(request, reply, failureOf(error) ?? failure('request.failed', 500));
    },
  } as const) as unknown as FastifyInstance;

  const refuseOtherMethods = watchMethods(app);
  app.decorateRequest('actor', null);
  addSecurityHeaders(app, deps.publicUrl.protocol === 'https:');
  warnOfProxy(app, deps);
  app.addHook('onRequest', refuseOddRequests);
  addRequestLog(app, deps);
  addErrorAnswers(app, deps);
  acceptJson(app);
  await app.register(cookie);
  await app.register(rateLimit, { global: false });
  await app.register(multipart, { limits: { fileSize: UPLOAD_LIMIT_BYTES, files: 1, fieldNameSize: 100 } });
  await app.register(compress, {
    globalDecompression: false,
    threshold: 1024,
    encodings: ['br', 'gzip', 'identity'],
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  });
  registerDocs(app, PREFIX, deps);
  registerProbes(app, deps);
  registerApi(app, deps);
  await registerRawRoutes(app, deps.rawRoutes);
  await registerWeb(app, deps);
  refuseOtherMethods();
  return app;
}

async function refuseOddRequests(request: FastifyRequest): Promise<void> {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    throw new Refusing(failure('request.unsupported_media_type', 415));
  let parameters = 0;
  const { url } = request;
  for (let at = url.indexOf('&'); at !== -1; at = url.indexOf('&', at + 1)) {
    if (++parameters >= QUERY_PARAMETERS) throw new Refusing(failure('request.malformed', 400));
  }
  if (url.includes('%00')) throw new Refusing(failure('request.malformed', 400));
}

/** One line and one measurement per answer: the pattern of the route, never the address itself. */
function addRequestLog(app: FastifyInstance, deps: HttpDeps): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const { method } = request;
    const milliseconds = Math.round(reply.elapsedTime * 10) / 10;
    deps.metrics.httpSeconds.observe({ method, route, status: String(reply.statusCode) }, milliseconds / 1000);
    if (route === '/healthz' || route === '/readyz' || route === '/metrics') return;
    deps.log.info({
      method,
      route,
      status: reply.statusCode,
      milliseconds,
      requestId: request.id,
      orgId: request.actor?.orgId,
      userId: request.actor?.userId ?? undefined,
      apiKeyId: request.actor?.apiKeyId ?? undefined,
    });
  });
}

/** The one place where an error becomes an answer. A bug is logged here once; the caller learns its request's number only. */
function addErrorAnswers(app: FastifyInstance, deps: HttpDeps): void {
  app.setErrorHandler(async (error, request, reply) => {
    const failed = error instanceof Refusing ? error.failure : failureOf(error);
    if (failed === null) {
      deps.log.error({ err: error, requestId: request.id, route: request.routeOptions.url }, 'a request failed');
    } else if (failed.status === 503) {
      deps.log.warn({ err: error, requestId: request.id, route: request.routeOptions.url }, 'a request was not served');
    }
    return answerProblem(request, reply, failed ?? failure('request.failed', 500));
  });
  app.setNotFoundHandler(async (request, reply) =>
    answerProblem(request, reply, failure('request.not_found', 404, { what: 'path' })),
  );
}

function answerProblem(request: FastifyRequest, reply: FastifyReply, failed: Failure): FastifyReply {
  const language = readerOf(request);
  if (failed.retryAfterSeconds !== undefined) reply.header('retry-after', String(failed.retryAfterSeconds));
  if (failed.allow) reply.header('allow', failed.allow.join(', '));
  if (failed.status === 401) reply.header('www-authenticate', 'Bearer');
  // The rest of the request is not read: this connection cannot go on.
  if (failed.status === 413 || failed.status === 415) reply.header('connection', 'close');
  return reply
    .code(failed.status)
    .header('content-language', language)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(problemOf(failed, language, request.id)));
}
