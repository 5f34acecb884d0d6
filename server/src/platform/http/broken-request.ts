import type { Socket } from 'node:net';
import type { Language } from '@anbu/contract';
import { randomUUID } from 'node:crypto';
import { languageOf } from '../i18n.ts';
import { securityHeaders } from './headers.ts';
import { failure, problemOf, type Failure } from './problem.ts';

/**
 * The address and all headers of one request. A search text of 10,000 Hangul takes 90 kB of an address: it is refused by the schema of its route,
 * which can say why, and not by the parser.
 */
export const HEADER_LIMIT_BYTES = 128 * 1024;
/** For the sender to take the answer before the rest of what it sends is thrown away. */
const PATIENCE = 1_000;

type ParserError = Error & { readonly code?: string; readonly rawPacket?: unknown };

/** What Node's parser could not read never becomes a request: it is answered here, as a problem like every other, and the connection ends. */
export function answerBrokenRequest(error: ParserError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const failed = failureOf(error.code);
  const language = languageOf(acceptLanguageIn(error.rawPacket));
  socket.end(answerText(failed, language));
  socket.resume();
  setTimeout(() => socket.destroy(), PATIENCE).unref();
}

function failureOf(code: string | undefined): Failure {
  if (code === 'HPE_HEADER_OVERFLOW') return failure('request.headers_too_large', 431);
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return failure('request.timed_out', 408);
  return failure('request.malformed', 400);
}

function acceptLanguageIn(head: unknown): string | undefined {
  const text = Buffer.isBuffer(head) ? head.toString('latin1') : '';
  return /\r\naccept-language:([^\r\n]{1,500})/i.exec(text)?.[1];
}

function answerText(failed: Failure, language: Language): string {
  const requestId = randomUUID();
  const body = JSON.stringify(problemOf(failed, language, requestId));
  const headers = {
    ...securityHeaders(requestId),
    'content-type': 'application/problem+json',
    'content-language': language,
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${failed.status} ${REASONS[failed.status] ?? 'Bad Request'}`, ...lines, '', body].join('\r\n');
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};
