import type { FastifyInstance } from 'fastify';
import type { HttpDeps } from './deps.ts';
import { failure } from './problem.ts';
import { isFromNear } from './proxy.ts';
import { Refusing } from './refusing.ts';

const DIRECTIVES = new Set(
  'default-src script-src script-src-elem script-src-attr style-src style-src-elem style-src-attr img-src font-src connect-src object-src base-uri form-action frame-ancestors frame-src worker-src media-src manifest-src'.split(
    ' ',
  ),
);

/** /healthz: the process lives. /readyz: it can serve. /metrics for the own network, not through a proxy that hides who asks. /csp-report counts what browsers blocked. */
export function registerProbes(app: FastifyInstance, deps: HttpDeps): void {
  app.get('/healthz', async () => ({ status: 'ok' }));

  app.get('/readyz', async (_request, reply) => {
    const reason = await deps.readiness();
    if (reason === null) return { status: 'ready' };
    return reply.code(503).header('retry-after', '5').send({ status: 'not_ready', reason });
  });

  app.get('/metrics', async (request, reply) => {
    if (!isFromNear(request)) throw new Refusing(failure('request.not_found', 404, { what: 'path' }));
    return reply.type(deps.metrics.contentType).send(await deps.metrics.text());
  });

  void app.register(async (scope) => {
    const parser = scope.getDefaultJsonParser('error', 'error');
    for (const type of ['application/csp-report', 'application/reports+json']) {
      scope.addContentTypeParser(type, { parseAs: 'string', bodyLimit: 64 * 1024 }, parser);
    }
    scope.post('/csp-report', async (request, reply) => {
      for (const directive of directivesOf(request.body).slice(0, 20)) deps.metrics.policyReports.inc({ directive });
      return reply.code(204).send();
    });
  });
}

type Report = { 'csp-report'?: Record<string, unknown>; body?: Record<string, unknown> };

/** Only names that exist become labels: a report is sent by anybody. */
function directivesOf(body: unknown): string[] {
  const reports = (Array.isArray(body) ? body : [body]) as (Report | null)[];
  return reports.map((report) => {
    const details = report?.['csp-report'] ?? report?.body ?? {};
    const named = String(details['effective-directive'] ?? details.effectiveDirective ?? details['violated-directive']);
    const directive = named.split(' ')[0] ?? '';
    return DIRECTIVES.has(directive) ? directive : 'other';
  });
}
