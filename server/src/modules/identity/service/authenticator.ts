import type { Language } from '@anbu/contract';
import type { Actor, Database } from '../../../platform/db/index.ts';
import type { Authenticator } from '../../../platform/http/route.ts';
import { permissionsOf, permissionsOfKey } from '../rules.ts';
import { findApiKey } from '../store/api-keys.ts';
import { findSession, type FoundSession } from '../store/sign-in.ts';
import { looksLikeApiKey, tokenHash } from '../tokens.ts';

/** Who a request is, in one round trip. Null = nobody: unknown, over, revoked, disabled. */
export function authenticator({ database }: { database: Database }): Authenticator {
  return {
    async bySession(token, request) {
      const session = await findSession(database, tokenHash(token));
      return session && actorOf(session, request);
    },
    async byApiKey(key, request) {
      if (!looksLikeApiKey(key)) return null;
      const found = await findApiKey(database, tokenHash(key));
      return (
        found && {
          kind: 'api_key',
          orgId: found.orgId,
          userId: null,
          apiKeyId: found.id,
          name: found.name,
          permissions: permissionsOfKey(found.scopes, found.makerRole),
          language: request.language,
          requestId: null,
          address: request.address,
        }
      );
    },
  };
}

export function actorOf(session: FoundSession, request: { address: string; language: Language }): Actor {
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
