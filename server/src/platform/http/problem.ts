import type { Language, Problem } from '@anbu/contract';
import type { MessageKey } from '@anbu/contract/messages/keys';
import { errorsOf, type FieldRefusal, type Refusal, type RefusalParams } from '../../kernel/outcome.ts';
import { isUnavailable } from '../db/index.ts';
import { textOf } from '../i18n.ts';

export type ProblemStatus = Refusal['status'] | 405 | 408 | 431 | 500;
export type Failure = Omit<Refusal, 'status'> & {
  readonly status: ProblemStatus;
  readonly retryAfterSeconds?: number;
  /** The methods that the address takes: header Allow of 405. */
  readonly allow?: readonly string[];
};

/** RFC 9457 in the reader's language. Whatever names a field, in `errors` or in its params, is said in `errors[]`. */
export function problemOf(failure: Failure, language: Language, requestId: string): Problem {
  const { code, params, status } = failure;
  const errors = errorsOf(failure);
  const title: MessageKey = `problem.title.${status}`;
  return {
    type: `urn:anbu:problem:${code}`,
    title: textOf(language, title),
    status,
    code,
    params: plain(params),
    detail: textOf(language, code, plain(params)),
    ...(errors.length > 0 ? { errors: errors.map((error) => fieldError(language, error)) } : {}),
    requestId,
  };
}

function fieldError(language: Language, { field, code, params }: FieldRefusal): NonNullable<Problem['errors']>[number] {
  const known = plain(params);
  return { field, code, params: known, text: textOf(language, code, { field, ...known }) };
}

function plain(params: RefusalParams): Problem['params'] {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === 'object' && value ? [...value] : value]),
  ) as Problem['params'];
}

export function failure(
  code: string,
  status: ProblemStatus,
  params: RefusalParams = {},
  retryAfterSeconds?: number,
): Failure {
  return { code, status, params, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
}

type Coded = { code?: unknown; statusCode?: unknown };

const CONFLICT = new Set(['40001', '40P01', '23505', '23503', '23P01']);

/** What an error means for the caller. Null = a bug: 500, logged. */
export function failureOf(error: unknown): Failure | null {
  if (typeof error !== 'object' || error === null) return null;
  const { code, statusCode } = error as Coded;
  if (isUnavailable(error)) return unavailable();
  if (typeof code === 'string') {
    if (CONFLICT.has(code)) return failure('request.conflict', 409);
    if (code === '22021' || code === '22P05') return failure('request.malformed', 400);
    const known = FRAMEWORK[code];
    if (known) return failure(...known);
  }
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) return failure('request.malformed', 400);
  return null;
}

export function unavailable(): Failure {
  return failure('request.unavailable', 503, {}, 5);
}

const FRAMEWORK: Record<string, [string, ProblemStatus, RefusalParams?]> = {
  FST_ERR_BAD_URL: ['request.malformed', 400],
  // No id is that long.
  FST_ERR_MAX_PARAM_LENGTH: ['request.not_found', 404, { what: 'path' }],
  FST_ERR_CTP_BODY_TOO_LARGE: ['request.too_large', 413],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['request.unsupported_media_type', 415],
  FST_REQ_FILE_TOO_LARGE: ['request.too_large', 413],
  FST_PARTS_LIMIT: ['request.too_large', 413],
  FST_FILES_LIMIT: ['request.too_large', 413],
  FST_FIELDS_LIMIT: ['request.too_large', 413],
  FST_INVALID_MULTIPART_CONTENT_TYPE: ['request.unsupported_media_type', 415],
};
