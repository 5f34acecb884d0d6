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

/** An answer with its body, as far as it was read. */
export type OutgoingReply = OutgoingAnswer & { readonly body: Buffer };

/** How a call is read: no more bytes than this, and `written` once the whole request is out. */
export type Reading = { readonly mostBytes: number; readonly written?: () => void };

/** Where a connection goes: the address that was checked, and the name that its certificate must bear. */
export type Place = { readonly address: string; readonly name: string; readonly port: number };

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
  /** As `send`, with the body of the answer. Throws OutgoingError; `unreachable` also where more comes than is read, or nothing in time. */
  read(request: OutgoingRequest, reading: Reading): Promise<OutgoingReply>;
  /** Where a host that speaks another protocol is connected to: a public address, or one of the list. Throws OutgoingError. */
  place(host: string, port: number): Promise<Place>;
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
  const start = (request: OutgoingRequest, reading: Reading | null) => {
    if (!mayCall(request.url)) throw new OutgoingError('blocked');
    const url = new URL(request.url);
    return call(url, request, allow.has(placeOf(url)) ? undefined : publicLookup, timeoutMilliseconds, reading);
  };
  return {
    mayCall,
    async send(request) {
      const { status, retryAfterSeconds } = await start(request, null);
      return { status, retryAfterSeconds };
    },
    read: async (request, reading) => start(request, reading),
    async place(host, port) {
      if (allow.has(`${host}:${port}`)) return { address: host, name: host, port };
      if (isIP(host) !== 0) {
        if (isPublicAddress(host)) return { address: host, name: host, port };
        throw new OutgoingError('blocked');
      }
      return { address: await resolvePublic(host), name: host, port };
    },
  };
}

/** One address of the name; all of them must be public. */
function resolvePublic(host: string): Promise<string> {
  const { promise, resolve: done, reject } = Promise.withResolvers<string>();
  publicLookup(host, {}, (error, address) => {
    if (!error) return done(String(address));
    reject(error instanceof OutgoingError ? error : new OutgoingError('unreachable'));
  });
  return promise;
}

function call(
  url: URL,
  { method, headers, body }: OutgoingRequest,
  lookup: LookupFunction | undefined,
  timeout: number,
  reading: Reading | null,
): Promise<OutgoingReply> {
  const { promise, resolve: done, reject } = Promise.withResolvers<OutgoingReply>();
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
      const head = { status: statusCode, retryAfterSeconds: secondsOf(told['retry-after']) };
      if (reading) return readBody(answer, reading.mostBytes, (body) => done({ ...head, body }), reject);
      // One byte a second is no answer that anybody waits for: the status is all that is needed.
      answer.destroy();
      done({ ...head, body: Buffer.alloc(0) });
    },
  );
  if (reading?.written) sent.on('finish', reading.written);
  sent.on('error', (error) => reject(error instanceof OutgoingError ? error : new OutgoingError('unreachable')));
  sent.end(body);
  return promise;
}

function readBody(
  answer: http.IncomingMessage,
  mostBytes: number,
  done: (body: Buffer) => void,
  reject: (error: Error) => void,
): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= mostBytes) return void chunks.push(chunk);
    answer.destroy();
    reject(new OutgoingError('unreachable'));
  });
  answer.on('end', () => done(Buffer.concat(chunks)));
  // The signal of the time-out ends the answer as well.
  answer.on('error', () => reject(new OutgoingError('unreachable')));
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
