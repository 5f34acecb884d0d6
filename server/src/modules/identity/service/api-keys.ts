import type { ApiKey } from '@anbu/contract';
import { newId, type Id } from '../../../kernel/ids.ts';
import { formatInstant, type Instant } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, refuseAt, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import { may, type Tx } from '../../../platform/db/index.ts';
import { insertApiKey, updateApiKeyRevoked, type ApiKeyRow } from '../store/api-keys.ts';
import { PERMISSIONS } from '@anbu/contract';
import { newApiKey, tokenHash } from '../tokens.ts';
import { personNeeded } from './audited.ts';

export type NewApiKey = {
  readonly name: string;
  /** Permissions, or `*` for all that the maker may do. */
  readonly scopes: readonly string[];
  readonly expiresAt?: Instant | null;
};

/**
 * The key itself is in this answer and nowhere else. Refuses identity.scope_not_yours { scope } (403), identity.scope_unknown { scope },
 * field.in_the_past, and identity.person_needed: a key makes no keys.
 */
export async function createApiKey(tx: Tx, input: NewApiKey): Promise<Outcome<ApiKey & { key: string }>> {
  if (tx.actor.kind === 'api_key') return personNeeded();
  const expiresAt = input.expiresAt ?? null;
  if (expiresAt !== null && expiresAt <= tx.now) {
    return refuseFields([{ field: 'expiresAt', code: 'field.in_the_past', params: {} }]);
  }
  const scopes = [...new Set(input.scopes)];
  for (const scope of scopes) {
    if (scope === '*') continue;
    const permission = PERMISSIONS.find((known) => known === scope);
    if (!permission) return refuseAt('scopes', 'identity.scope_unknown', { scope });
    if (!may(tx.actor, permission)) return refuse('identity.scope_not_yours', { scope }, 403);
  }
  const { key, prefix } = newApiKey();
  const id = newId();
  const row = { id, name: input.name, prefix, scopes, expiresAt };
  await insertApiKey(tx, { ...row, keyHash: tokenHash(key), makerId: tx.actor.userId });
  tx.audit({ action: 'identity.api_key_added', entity: 'api_key', entityId: id, changes: { scopes: [null, scopes] } });
  return ok({ ...apiKeyView({ ...row, createdAt: tx.now, lastUsedAt: null, revokedAt: null }), key });
}

/** From its commit on the key is nobody's. */
export async function revokeApiKey(tx: Tx, id: Id): Promise<Outcome<ApiKey>> {
  const row = await updateApiKeyRevoked(tx, id);
  if (!row) return notFound('api_key');
  tx.audit({ action: 'identity.api_key_revoked', entity: 'api_key', entityId: id });
  return ok(apiKeyView(row));
}

export function apiKeyView(row: ApiKeyRow): ApiKey {
  const text = (at: Instant | null) => (at === null ? null : formatInstant(at));
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    createdAt: formatInstant(row.createdAt),
    lastUsedAt: text(row.lastUsedAt),
    expiresAt: text(row.expiresAt),
    revokedAt: text(row.revokedAt),
  };
}
