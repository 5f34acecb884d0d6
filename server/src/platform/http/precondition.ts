import { z } from 'zod';
import { ok, refuse, type Outcome } from '../../kernel/outcome.ts';
import type { Answer } from './idempotency.ts';
import type { Route } from './route.ts';

/** The ETag of an answer that is one thing with a version. */
export function etagOf(reply: unknown): string | null {
  if (typeof reply !== 'object' || reply === null || !('version' in reply) || 'items' in reply) return null;
  return typeof reply.version === 'number' ? `W/"${reply.version}"` : null;
}

/**
 * Puts the version of If-Match into a body that leaves it out. Refuses request.precondition_failed (412) where the header is no ETag of ours, the thing
 * has no versions, or the body names another version.
 */
export function withPrecondition(route: Route, ifMatch: string | undefined, body: unknown): Outcome<unknown> {
  if (ifMatch === undefined || ifMatch.trim() === '*') return ok(body);
  const failed = refuse('request.precondition_failed', {}, 412);
  const version = Number(/^(?:W\/)?"(\d{1,10})"$/.exec(ifMatch.trim())?.[1] ?? Number.NaN);
  if (Number.isNaN(version) || !takesVersion(route)) return failed;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return ok(body);
  if ('version' in body && body.version !== version) return failed;
  return ok({ ...body, version });
}

/** Services say that somebody was faster with a code of their module, 409. Who asked by If-Match is told 412. */
export function asPrecondition(ifMatch: string | undefined, outcome: Outcome<Answer>): Outcome<Answer> {
  if (ifMatch === undefined || outcome.ok || outcome.refusal.status !== 409) return outcome;
  if (!/\.(changed|stale)$/.test(outcome.refusal.code)) return outcome;
  return refuse('request.precondition_failed', outcome.refusal.params, 412);
}

function takesVersion(route: Route): boolean {
  return route.body instanceof z.ZodObject && 'version' in route.body.shape;
}
