import type { FastifyInstance } from 'fastify';
import type { HttpDeps } from './deps.ts';
import { docsPage } from './docs-page.ts';
import { pagePolicy } from './headers.ts';
import { newNonce } from './nonce.ts';
import { openapiOf } from './openapi.ts';
import type { OpenapiDocument } from './openapi-types.ts';

/** /openapi.json and /docs, made when somebody first asks. */
export function registerDocs(app: FastifyInstance, prefix: string, deps: HttpDeps): void {
  let document: OpenapiDocument | null = null;
  const { publicRoutes, routes, rawRoutes, publicUrl } = deps;
  const made = () => (document ??= openapiOf(prefix, [...publicRoutes, ...routes], rawRoutes, publicUrl, app));
  app.get('/openapi.json', async (_request, reply) => reply.type('application/json').send(JSON.stringify(made())));
  app.get('/docs', async (_request, reply) => {
    const nonce = newNonce();
    reply.header('content-security-policy', pagePolicy(nonce)).type('text/html; charset=utf-8');
    return reply.send(docsPage(made(), nonce));
  });
  app.get('/docs/', async (_request, reply) => reply.redirect('/docs', 301));
}
