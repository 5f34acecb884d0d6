import type { FastifyInstance, HTTPMethods } from 'fastify';
import { failure } from './problem.ts';
import { Refusing } from './refusing.ts';

const KNOWN: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];

/**
 * An address that exists answers the methods that it does not take: OPTIONS with 204 and `Allow`, the others with 405 request.method_not_allowed
 * { allowed }. No word of CORS: nothing here is for pages of other sites. Gives the function that adds these routes, to be called after all others.
 */
export function watchMethods(app: FastifyInstance): () => void {
  const taken = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const methods = taken.get(url) ?? new Set<string>();
    for (const one of [method].flat()) methods.add(one);
    taken.set(url, methods);
  });
  return () => {
    // Where a path of the web interface leads is decided by its files, not by its pattern.
    const addresses = [...taken].filter(([url]) => !url.includes('*'));
    for (const [url, methods] of addresses) {
      const allowed = KNOWN.filter((method) => methods.has(method) || method === 'OPTIONS');
      const refused = KNOWN.filter((method) => !methods.has(method));
      app.route({
        method: refused,
        url,
        // Before the body is read.
        onRequest: async (request, reply) => {
          if (request.method === 'OPTIONS') return reply.code(204).header('allow', allowed.join(', ')).send();
          const failed = failure('request.method_not_allowed', 405, { allowed });
          throw new Refusing({ ...failed, allow: allowed });
        },
        handler: () => undefined,
      });
    }
  };
}
