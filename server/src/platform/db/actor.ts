import type { Language, Permission } from '@anbu/contract';
import type { Id } from '../../kernel/ids.ts';

/** On whose behalf a transaction runs. `system` is a worker or a command; it has every permission and is named in the audit. */
export type Actor = {
  readonly kind: 'user' | 'api_key' | 'system';
  readonly orgId: Id;
  /** The membership of the user in this organisation; null for keys and the system. */
  readonly userId: Id | null;
  readonly apiKeyId: Id | null;
  /** The session that a user acts in; what she does with her own account needs it. */
  readonly sessionId?: Id | null;
  readonly name: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly language: Language;
  readonly requestId: string | null;
  readonly address: string | null;
};

export function may(actor: Actor, permission: Permission): boolean {
  return actor.kind === 'system' || actor.permissions.has(permission);
}

/** Who acts, a user or a key; null for the system. */
export function callerOf(actor: Actor): Id | null {
  return actor.userId ?? actor.apiKeyId;
}

export function systemActor(orgId: Id, name: string, language: Language = 'ko'): Actor {
  return {
    kind: 'system',
    orgId,
    userId: null,
    apiKeyId: null,
    name,
    permissions: new Set(),
    language,
    requestId: null,
    address: null,
  };
}
