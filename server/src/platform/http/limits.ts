import type { FastifyInstance, FastifyRequest } from 'fastify';
import { failure, type Failure } from './problem.ts';

export type Limits = { readonly user: number; readonly key: number; readonly signIn: number };
export type Limiter = (request: FastifyRequest) => Promise<Failure | null>;

/** Wrong keys and dead sessions of one address: enough for a screen that polls, too few to guess. */
const UNKNOWN_PER_MINUTE = 120;

/** Counts in this process, a minute at a time. Each limiter gives request.too_many with the seconds to wait, or null. */
export function makeLimiters(app: FastifyInstance, limits: Limits): Record<'actor' | 'signIn' | 'unknown', Limiter> {
  const limiter = (
    max: (request: FastifyRequest) => number,
    keyGenerator: (request: FastifyRequest) => string,
  ): Limiter => {
    const check = app.createRateLimit({ max, timeWindow: 60_000, keyGenerator });
    return async (request) => {
      if (max(request) === 0) return null;
      const result = await check(request);
      if (result.isAllowed || !result.isExceeded) return null;
      return failure('request.too_many', 429, { seconds: result.ttlInSeconds }, result.ttlInSeconds);
    };
  };
  return {
    actor: limiter(
      (request) => (request.actor?.kind === 'api_key' ? limits.key : limits.user),
      (request) => `actor ${request.actor?.apiKeyId ?? request.actor?.userId ?? request.ip}`,
    ),
    signIn: limiter(
      () => limits.signIn,
      (request) => `sign-in ${request.ip}`,
    ),
    unknown: limiter(
      () => UNKNOWN_PER_MINUTE,
      (request) => `unknown ${request.ip}`,
    ),
  };
}
