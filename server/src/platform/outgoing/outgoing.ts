import { lookup as resolve } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './addresses.ts';

export type OutgoingRequest = {
  readonly url: string;
  readonly method: 'POST' | 'PUT' | 'GET';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

export type OutgoingAnswer = {
  readonly status: number;
  /** What it asks to wait; null where it says nothing that can be read. */
  readonly retryAfterSeconds: number | null;
};

/** Why nothing was sent: `blocked` = the address is not out in the open; `unreachable` = no answer. */
export class OutgoingError extends Error {
  override readonly name = 'OutgoingError';
  readonly code: 'blocked' | 'unreachable';
  constructor(code: 'blocked' | 'unreachable') {
    super(code);
    this.code = code;
  }
}

export type OutgoingOptions = {
  /** `host:port` that may be called though it is not public, over http too: for development and tests. */
  readonly allow: ReadonlySet<string>;
  readonly timeoutMilliseconds?: number;
};

export type Outgoing = {
  /** Whether the address alone forbids it already: the scheme, a port or a number. What a name resolves to is seen when it is called. */
  mayCall(url: string): boolean;
  /** Throws OutgoingError. */
  send(request: OutgoingRequest): Promise<OutgoingAnswer>;
};

const TIMEOUT = 10_000;

/**
 * Calls to addresses that somebody from outside named. Only https to a public address: the one that is connected to is the one that was
 * checked, so that a name which changes its mind (rebinding) reaches nothing inside. Redirects are not followed, answers are not read.
 * Spec: reliability S9.
 */
export function makeOutgoing({ allow, timeoutMilliseconds = TIMEOUT }: OutgoingOptions): Outgoing {
  const mayCall = (text: string) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    if (!url || url.username !== '' || url.password !== '') return false;
    if (allow.has(placeOf(url))) return /^https?:$/.test(url.protocol);
    const host = bareHost(url);
    return url.protocol === 'https:' && url.port === '' && (isIP(host) === 0 || isPublicAddress(host));
  };
  return {
    mayCall,
    async send(request) {
      if (!mayCall(request.url)) throw new OutgoingError('blocked');
      const url = new URL(request.url);
      return call(url, request, allow.has(placeOf(url)) ? undefined : publicLookup, timeoutMilliseconds);
    },
  };
}

function call(
  url: URL,
  { method, headers, body }: OutgoingRequest,
  lookup: LookupFunction | undefined,
  timeout: number,
): Promise<OutgoingAnswer> {
  const { promise, resolve: done, reject } = Promise.withResolvers<OutgoingAnswer>();
  const { request } = url.protocol === 'https:' ? https : http;
  const sent = request(
    url,
    {
      method,
      headers: { ...headers, 'content-length': body.length },
      agent: false,
      signal: AbortSignal.timeout(timeout),
      ...(lookup ? { lookup } : {}),
    },
    (answer) => {
      const { statusCode = 0, headers: told } = answer;
      // One byte a second is no answer that anybody waits for: the status is all that is needed.
      answer.destroy();
      done({ status: statusCode, retryAfterSeconds: secondsOf(told['retry-after']) });
    },
  );
  sent.on('error', (error) => reject(error instanceof OutgoingError ? error : new OutgoingError('unreachable')));
  sent.end(body);
  return promise;
}

/** Every address of the name must be public: one of two that is not would be reached by chance. */
const publicLookup: LookupFunction = (host, options, callback) => {
  resolve(host, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    if (addresses.length === 0 || !addresses.every(({ address }) => isPublicAddress(address))) {
      return callback(new OutgoingError('blocked'), '', 0);
    }
    if (options.all === true) return callback(null, addresses);
    const [first] = addresses;
    return callback(null, first!.address, first!.family);
  });
};

function secondsOf(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) : null;
}

function placeOf(url: URL): string {
  return `${bareHost(url)}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`;
}

function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}
