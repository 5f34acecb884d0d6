import { z } from 'zod';
import { ok, refuse, type Outcome } from '../../kernel/outcome.ts';
import type { Answer } from './idempotency.ts';
import type { Route } from './route.ts';

const TAG = String.raw`(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"`;
const LIST = new RegExp(String.raw`^\s*${TAG}(?:\s*,\s*${TAG})*\s*$`);
const MOST_TAGS = 20;

/**
 * The ETag of an answer that is one thing with a version; strong, as If-Match takes no other (RFC 9110 §13.1.1). Answers are never cached
 * (`no-store`), so nobody compares their bytes by it: which coding or language carries a version makes no difference to who changes it.
 */
export function etagOf(reply: unknown): string | null {
  if (typeof reply !== 'object' || reply === null || !('version' in reply) || 'items' in reply) return null;
  return typeof reply.version === 'number' ? `"${reply.version}"` : null;
}

/**
 * The body with each version that If-Match names, to be tried in turn: one that leaves the version out takes that of the header, one that
 * has it stays as it is. Weak tags, as earlier releases gave them, count too; those of others match nothing. Refuses
 * request.precondition_failed (412) where no version is left: no tag of ours, more than 20, a thing without versions, another one in the body.
 */
export function withPrecondition(route: Route, ifMatch: string | undefined, body: unknown): Outcome<unknown[]> {
  if (ifMatch === undefined || ifMatch.trim() === '*') return ok([body]);
  const failed = refuse('request.precondition_failed', {}, 412);
  const versions = versionsOf(ifMatch);
  if (versions.length === 0 || versions.length > MOST_TAGS || !takesVersion(route)) return failed;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return ok([body]);
  if (!('version' in body)) return ok(versions.map((version) => ({ ...body, version })));
  return versions.some((version) => version === body.version) ? ok([body]) : failed;
}

/** Services say that somebody was faster with a code of their module, 409. Who asked by If-Match is told 412. */
export function asPrecondition(ifMatch: string | undefined, outcome: Outcome<Answer>): Outcome<Answer> {
  if (ifMatch === undefined || !isStale(outcome)) return outcome;
  return refuse('request.precondition_failed', outcome.refusal.params, 412);
}

export function isStale(outcome: Outcome<unknown>): outcome is Extract<typeof outcome, { ok: false }> {
  return !outcome.ok && outcome.refusal.status === 409 && /\.(changed|stale)$/.test(outcome.refusal.code);
}

function versionsOf(ifMatch: string): number[] {
  if (!LIST.test(ifMatch)) return [];
  const versions = [...ifMatch.matchAll(new RegExp(TAG, 'g'))].flatMap(([tag]) => {
    const version = /"([1-9]\d{0,9})"$/.exec(tag)?.[1];
    return version === undefined ? [] : [Number(version)];
  });
  return [...new Set(versions)];
}

function takesVersion(route: Route): boolean {
  return route.body instanceof z.ZodObject && 'version' in route.body.shape;
}
