import { BlockList, isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { HttpDeps } from './deps.ts';

/** Addresses of the machine and its own network. */
const NEAR = new BlockList();
NEAR.addSubnet('127.0.0.0', 8, 'ipv4');
NEAR.addSubnet('10.0.0.0', 8, 'ipv4');
NEAR.addSubnet('172.16.0.0', 12, 'ipv4');
NEAR.addSubnet('192.168.0.0', 16, 'ipv4');
NEAR.addAddress('::1', 'ipv6');
NEAR.addSubnet('fc00::', 7, 'ipv6');
NEAR.addSubnet('fe80::', 10, 'ipv6');

const FORWARDING = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'];

function isNear(ip: string): boolean {
  const address = ip.replace(/^::ffff:/, '').split('%')[0] ?? '';
  const family = isIP(address);
  return family !== 0 && NEAR.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/**
 * A proxy that ANBU_TRUST_PROXY does not name passed this on: `request.ip` is its address, and the same for everybody behind it.
 * `request.ips` has more than one address where what it said was believed.
 */
function isHidden(request: FastifyRequest): boolean {
  return FORWARDING.some((name) => request.headers[name] !== undefined) && (request.ips?.length ?? 1) < 2;
}

/** From the machine or its own network itself, as far as can be known. */
export function isFromNear(request: FastifyRequest): boolean {
  return isNear(request.ip) && !isHidden(request);
}

/** Says once that everybody counts as one: limits of sign-ins are shared, and the audit names the proxy. */
export function warnOfProxy(app: FastifyInstance, { log }: HttpDeps): void {
  let isTold = false;
  app.addHook('onRequest', async (request) => {
    if (isTold || !isHidden(request) || !isNear(request.ip)) return;
    isTold = true;
    log.warn(
      'a proxy in front is not trusted: all who come through it have one address, share one limit of sign-ins, and the audit names the proxy; set ANBU_TRUST_PROXY',
    );
  });
}
