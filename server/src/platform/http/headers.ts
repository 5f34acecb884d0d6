import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const REPORTS = 'report-uri /csp-report; report-to csp';

/** Of a page. The nonce is new for each answer. */
export function pagePolicy(nonce: string): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    REPORTS,
  ].join('; ');
}

/** Of the service worker, which follows its own: it loads nothing and speaks to this server alone. */
export const workerPolicy = `default-src 'none'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; ${REPORTS}`;

/** Of everything that is no page: nothing in it may run, even when a browser is made to show it. */
const DATA_POLICY = `default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox; ${REPORTS}`;

const ALWAYS = {
  'content-security-policy': DATA_POLICY,
  'reporting-endpoints': 'csp="/csp-report"',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

export function securityHeaders(requestId: string): Readonly<Record<string, string>> {
  return { ...ALWAYS, 'x-request-id': requestId };
}

export function addSecurityHeaders(app: FastifyInstance, isHttps: boolean): void {
  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    reply.headers(securityHeaders(request.id));
    if (isHttps) reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
  });
}
