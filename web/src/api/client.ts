import { Problem } from '@anbu/contract';
import type { z } from 'zod';
import { shownLanguage } from '../i18n/store.ts';
import { leavePageOrganisation, pageOrganisation } from './page-organisation.ts';
import { ProblemError } from './problem.ts';

const BASE = '/api/v1';
const PAUSES_MS = [400, 1500];

export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>;
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Request = {
  query?: Query | undefined;
  body?: unknown;
  signal?: AbortSignal | undefined;
  key?: string;
  organisation?: string | undefined;
};

let onSessionLost: () => void = () => undefined;
/** What to do when the server no longer knows the session. */
export function whenSessionIsLost(act: () => void): void {
  onSessionLost = act;
}

/** Lists go as comma lists; what is null, undefined or empty is left out. */
export function queryString(query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    const text = Array.isArray(value) ? value.join(',') : value === null || value === undefined ? '' : String(value);
    if (text !== '') search.set(name, text);
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}

async function send(method: Method, path: string, request: Request): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': shownLanguage() };
  const body = request.body instanceof FormData ? request.body : JSON.stringify(request.body);
  if (request.body !== undefined && !(request.body instanceof FormData)) headers['content-type'] = 'application/json';
  if (request.key) headers['idempotency-key'] = request.key;
  if (request.organisation) headers['anbu-organisation'] = request.organisation;
  try {
    return await fetch(BASE + path + queryString(request.query), {
      method,
      headers,
      credentials: 'same-origin',
      ...(request.body === undefined ? {} : { body }),
      ...(request.signal ? { signal: request.signal } : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ProblemError({ code: 'problem.offline', params: {}, status: 0 });
  }
}

async function problemOf(response: Response): Promise<ProblemError> {
  const parsed = Problem.safeParse(await response.json().catch(() => null));
  if (parsed.success) return new ProblemError(parsed.data);
  const code = response.status >= 500 ? 'problem.server' : 'problem.unexpected';
  return new ProblemError({ code, params: {}, status: response.status });
}

const passing = (error: unknown) => error instanceof ProblemError && (error.status === 0 || error.status >= 502);

/** An act with a key may be sent again: the server does it once. */
async function sendOnce(method: Method, path: string, request: Request): Promise<Response> {
  for (let turn = 0; ; turn += 1) {
    try {
      const response = await send(method, path, request);
      if (response.ok) return response;
      throw await problemOf(response);
    } catch (error) {
      const pause = PAUSES_MS[turn];
      if (!request.key || pause === undefined || !passing(error)) throw error;
      await new Promise((resolve) => window.setTimeout(resolve, pause));
    }
  }
}

/** The line broke, or the reader left, in the middle of an answer. */
function cutOff(error: unknown): never {
  if (error instanceof DOMException) throw error;
  throw new ProblemError({ code: 'problem.offline', params: {}, status: 0 });
}

async function call<S extends z.ZodType>(
  method: Method,
  path: string,
  schema: S,
  request: Request,
): Promise<z.output<S>> {
  let response: Response;
  // Once for all tries: an act that is sent again is sent to the same organisation.
  const here = pageOrganisation();
  const organisation = request.organisation ?? here ?? undefined;
  try {
    response = await sendOnce(method, path, { ...request, organisation });
  } catch (error) {
    const isElsewhere = error instanceof ProblemError && error.code === 'request.elsewhere';
    if (isElsewhere && here !== null && organisation === here) {
      leavePageOrganisation();
      // Another page comes: nothing is said on this one any more.
      await new Promise<never>(() => undefined);
    }
    if (error instanceof ProblemError && error.status === 401 && path !== '/sign-in') onSessionLost();
    throw error;
  }
  const reply: unknown = response.status === 204 ? null : await response.json().catch(cutOff);
  const parsed = schema.safeParse(reply);
  if (parsed.success) return parsed.data;
  // A server of another release: said once, with what differs, for whoever looks into the console.
  // eslint-disable-next-line no-console
  console.error(`${method} ${path}: the answer differs from the contract`, parsed.error.issues);
  throw new ProblemError({ code: 'problem.contract', params: {}, status: response.status });
}

/** Of a file that a link downloads: a link sends no header, so its address names the organisation of the page. */
export function fileAddress(path: string): string {
  return BASE + path + queryString({ organisation: pageOrganisation() });
}

type Acting = {
  query?: Query;
  /** Given when a form may be sent twice (a double click, a second try): the same key, the same act. */
  idempotencyKey?: string;
  /** The slug of another organisation than the page's, for an act that leads into it. */
  organisation?: string;
};

/** The API. Every answer is parsed by its schema of the contract; every failure is a `ProblemError`. */
export const api = {
  get: <S extends z.ZodType>(path: string, schema: S, options: { query?: Query; signal?: AbortSignal } = {}) =>
    call('GET', path, schema, options),
  post: <S extends z.ZodType>(path: string, schema: S, body?: unknown, options: Acting = {}) =>
    call('POST', path, schema, {
      query: options.query,
      body: body ?? {},
      key: options.idempotencyKey ?? crypto.randomUUID(),
      organisation: options.organisation,
    }),
  put: <S extends z.ZodType>(path: string, schema: S, body: unknown) => call('PUT', path, schema, { body }),
  patch: <S extends z.ZodType>(path: string, schema: S, body: unknown) => call('PATCH', path, schema, { body }),
  delete: <S extends z.ZodType>(path: string, schema: S) => call('DELETE', path, schema, {}),
};
