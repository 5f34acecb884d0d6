import {
  OutgoingError,
  type Outgoing,
  type OutgoingReply,
  type OutgoingRequest,
} from '../../../platform/outgoing/index.ts';
import { TransportError, type Going, type Handed, type Parcel } from './types.ts';

const MOST_BYTES = 64 * 1024;

/** A parcel as one request. `read` says what the answer means; no answer is unknown, because it may have been taken. */
export function overHttp(
  parcel: Parcel,
  outgoing: Outgoing,
  request: OutgoingRequest,
  read: (reply: OutgoingReply) => Handed,
): Going {
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  let written = false;
  const answer = outgoing
    .read(request, {
      mostBytes: MOST_BYTES,
      written: () => {
        written = true;
        resolve();
      },
    })
    .then(read, (error: unknown): Handed => {
      const blocked = error instanceof OutgoingError && error.code === 'blocked';
      if (blocked || !written) {
        return { id: parcel.id, kind: 'again', why: blocked ? 'blocked' : 'unreachable', waitMilliseconds: null };
      }
      return { id: parcel.id, kind: 'unknown', why: 'no_answer' };
    })
    .finally(resolve);
  return { begun, answer };
}

/** What every provider says by its status: too many and its own faults may be tried again, ours may not. */
export function byStatus({ id }: Parcel, { status, retryAfterSeconds }: OutgoingReply, why: string): Handed {
  const waitMilliseconds = retryAfterSeconds === null ? null : retryAfterSeconds * 1_000;
  if (status === 429 || status === 503) return { id, kind: 'again', why, waitMilliseconds };
  // It answered that it failed: whether it had taken it before, nobody knows.
  if (status >= 500) return { id, kind: 'unknown', why };
  if (status === 401 || status === 403) return { id, kind: 'again', why: 'unauthorised', waitMilliseconds };
  return { id, kind: 'failed', why };
}

/** Asks whether the other end answers, sending nothing: gives its status. Throws TransportError. */
export async function statusOf(outgoing: Outgoing, url: string, authorization?: string): Promise<number> {
  const headers = authorization === undefined ? {} : { authorization };
  try {
    const request = { url, method: 'GET', headers, body: Buffer.alloc(0) } as const;
    return (await outgoing.read(request, { mostBytes: MOST_BYTES })).status;
  } catch (error) {
    throw new TransportError(error instanceof OutgoingError ? error.code : 'unreachable');
  }
}

/** Whether it knows us, by that status. Throws TransportError. */
export function mustKnow(status: number): null {
  if (status >= 200 && status < 300) return null;
  throw new TransportError(status === 401 || status === 403 ? 'unauthorised' : 'refused');
}

export function jsonOf(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** A code of a provider, as far as it is one. */
export function shortCode(prefix: string, value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return /^\w{1,40}$/.test(text) ? `${prefix}_${text.toLowerCase()}` : prefix;
}
