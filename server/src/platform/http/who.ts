import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '@anbu/contract';
import { formatInstant } from '../../kernel/instant.ts';
import { languageOf } from '../i18n.ts';
import type { PublicAnswer } from './route.ts';

export const COOKIE = '__Host-anbu';
/** Names the organisation, by its slug, that a request acts in: for who works for several. */
export const ORGANISATION = 'anbu-organisation';

export type Credentials =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'session'; readonly token: string }
  | { readonly kind: 'none' };

/** A key goes before a cookie: a script that runs beside a browser is who it says it is. */
export function credentialsOf(request: FastifyRequest): Credentials {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const key = /^Bearer ([\x21-\x7e]{1,500})$/i.exec(authorization)?.[1];
    return key === undefined ? { kind: 'none' } : { kind: 'key', key };
  }
  const token = sessionTokenOf(request);
  return token === null ? { kind: 'none' } : { kind: 'session', token };
}

/** Null where the request names none; a text that is no slug names an organisation that nobody has. */
export function organisationOf(request: FastifyRequest): string | null {
  const named = request.headers[ORGANISATION];
  return typeof named === 'string' ? named.slice(0, 63) : null;
}

/** A download is a plain link of a page, which sends no header of ours: its address names the organisation. The query has it no longer then. */
export function takeOrganisationOfLink(request: FastifyRequest): string | null {
  const query = request.query as Record<string, unknown>;
  const { organisation: named } = query;
  delete query['organisation'];
  return typeof named === 'string' ? named.slice(0, 63) : null;
}

export function sessionTokenOf(request: FastifyRequest): string | null {
  const token = request.cookies[COOKIE];
  return token !== undefined && /^[\x21-\x7e]{1,500}$/.test(token) ? token : null;
}

/** Modern browsers and localhost over http both take a `Secure` cookie; `__Host-` binds it to this host and path. */
export function setSession(reply: FastifyReply, session: NonNullable<PublicAnswer<unknown>['session']>): void {
  const fixed = `Path=/; Secure; HttpOnly; SameSite=Lax`;
  const value =
    session === 'clear'
      ? `${COOKIE}=; ${fixed}; Max-Age=0`
      : `${COOKIE}=${session.token}; ${fixed}; Expires=${new Date(formatInstant(session.expiresAt)).toUTCString()}`;
  reply.header('set-cookie', value);
}

export function readerOf(request: FastifyRequest): Language {
  return request.actor?.language ?? languageOf(request.headers['accept-language']);
}

/**
 * Whether a page of ours sent this. Browsers say where a request comes from in `Sec-Fetch-Site` and `Origin`; what says neither did not
 * come from a page of ours, and a program that is no browser uses an API key.
 */
export function isSameSite(request: FastifyRequest, publicOrigin: string): boolean {
  const site = request.headers['sec-fetch-site'];
  const { origin } = request.headers;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  if (origin !== undefined) return origin === publicOrigin || hostOf(origin) === request.headers.host;
  return site !== undefined;
}

/** For sign-in, where no cookie is used yet: only what a browser calls foreign is refused. */
export function isForeign(request: FastifyRequest, publicOrigin: string): boolean {
  const saysNothing = request.headers.origin === undefined && request.headers['sec-fetch-site'] === undefined;
  return !saysNothing && !isSameSite(request, publicOrigin);
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
