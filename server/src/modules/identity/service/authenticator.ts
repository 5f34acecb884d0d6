import type { Language } from '@anbu/contract';
import type { Actor, Database } from '../../../platform/db/index.ts';
import type { Authenticator } from '../../../platform/http/route.ts';
import { permissionsOf, permissionsOfKey } from '../rules.ts';
import { findApiKey, type FoundApiKey } from '../store/api-keys.ts';
import { findOrganisationIdBySlug } from '../store/organisations.ts';
import { findSession, findSessionIn, type FoundSession } from '../store/sign-in.ts';
import { looksLikeApiKey, tokenHash } from '../tokens.ts';

/** Who a request is, in one round trip. Null = nobody: unknown, over, revoked, disabled. `elsewhere`: no desk in the organisation that is named. */
export function authenticator({ database }: { database: Database }): Authenticator {
  return {
    async bySession(token, request) {
      const session = await findSession(database, tokenHash(token));
      return session && actorOf(session, request);
    },
    async bySessionIn(token, slug, request) {
      const session = await findSessionIn(database, tokenHash(token), slug);
      return session === null || session === 'elsewhere' ? session : actorOf(session, request);
    },
    async byApiKey(key, request) {
      const found = looksLikeApiKey(key) ? await findApiKey(database, tokenHash(key)) : null;
      return found && keyActorOf(found, request);
    },
    async byApiKeyIn(key, slug, request) {
      const found = looksLikeApiKey(key) ? await findApiKey(database, tokenHash(key)) : null;
      // A key belongs to one organisation, and may say so.
      if (found && (await findOrganisationIdBySlug(database, slug)) !== found.orgId) return 'elsewhere';
      return found && keyActorOf(found, request);
    },
  };
}

type Asking = { readonly address: string; readonly language: Language };

function keyActorOf(found: FoundApiKey, { address, language }: Asking): Actor {
  return {
    kind: 'api_key',
    orgId: found.orgId,
    userId: null,
    apiKeyId: found.id,
    name: found.name,
    permissions: permissionsOfKey(found.scopes, found.makerRole),
    language,
    requestId: null,
    address,
  };
}

export function actorOf(session: FoundSession, request: Asking): Actor {
  return {
    kind: 'user',
    orgId: session.orgId,
    userId: session.memberId,
    apiKeyId: null,
    sessionId: session.sessionId,
    name: session.name,
    permissions: permissionsOf(session.role),
    language: session.language ?? request.language,
    requestId: null,
    address: request.address,
  };
}
