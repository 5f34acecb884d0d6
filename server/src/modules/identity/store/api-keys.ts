import type { Language, Role } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, type Database, type Tx } from '../../../platform/db/index.ts';
import { SESSION } from '../presets.ts';

export type ApiKeyRow = {
  readonly id: Id;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: string[];
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant | null;
  readonly expiresAt: Instant | null;
  readonly revokedAt: Instant | null;
};

const COLUMNS = sql`id, name, prefix, scopes, created_at as "createdAt", last_used_at as "lastUsedAt",
  expires_at as "expiresAt", revoked_at as "revokedAt"`;

/** Newest first. */
export function listApiKeyRows(tx: Tx, before: Id | null, limit: number): Promise<ApiKeyRow[]> {
  return tx.rows(sql<ApiKeyRow>`select ${COLUMNS} from identity.api_keys(${before}, ${limit})`);
}

export type NewApiKeyRow = Pick<ApiKeyRow, 'id' | 'name' | 'prefix' | 'scopes' | 'expiresAt'> & {
  readonly keyHash: Buffer;
  readonly makerId: Id | null;
};

export async function insertApiKey(tx: Tx, key: NewApiKeyRow): Promise<void> {
  await tx.run(sql`
    select identity.api_key_add(${key.id}, ${key.keyHash}, ${key.prefix}, ${key.name}, ${key.scopes}::text[],
      ${key.makerId}, ${at(key.expiresAt)})`);
}

export function updateApiKeyRevoked(tx: Tx, id: Id): Promise<ApiKeyRow | null> {
  return tx.maybe(sql<ApiKeyRow>`select ${COLUMNS} from identity.api_key_revoke(${id})`);
}

export type FoundApiKey = {
  readonly id: Id;
  readonly orgId: Id;
  readonly name: string;
  readonly scopes: string[];
  readonly makerRole: Role | null;
  readonly language: Language;
};

export async function findApiKey(database: Database, keyHash: Buffer): Promise<FoundApiKey | null> {
  const [row] = await database.global(sql<FoundApiKey>`
    select id, org_id as "orgId", name, scopes, maker_role as "makerRole", language
    from identity.api_key_find(${keyHash}, ${SESSION.touchSeconds})`);
  return row ?? null;
}
