import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { sql, type Database, type Tx } from '../../../platform/db/index.ts';
import { PASSKEY, SESSION } from '../presets.ts';
import type { NewSession, OpenedSession } from './sign-in.ts';

// ---- at the door: nobody is known yet

export async function insertChallenge(database: Database, hash: Buffer): Promise<void> {
  await database.global(sql`select identity.passkey_challenge_add(${hash}, ${PASSKEY.challengeSeconds})`);
}

/** False: never asked, answered before, or too late. Nobody answers it again. */
export async function takeChallenge(database: Database, hash: Buffer): Promise<boolean> {
  const [row] = await database.global(
    sql<{ taken: boolean }>`select identity.passkey_challenge_take(${hash}) as taken`,
  );
  return row?.taken ?? false;
}

export type FoundPasskey = {
  readonly id: Id;
  readonly accountId: Id;
  readonly email: string;
  readonly publicKey: Buffer;
  readonly counter: number;
};

/** Null also where the account is disabled. */
export async function findPasskey(database: Database, credentialId: string): Promise<FoundPasskey | null> {
  const [row] = await database.global(sql<FoundPasskey>`
    select id, account_id as "accountId", email, public_key as "publicKey", counter from identity.passkey_find(${credentialId})`);
  return row ?? null;
}

/** Opens the session only while the counter is the one that the signature was checked against. */
export async function insertPasskeySession(
  database: Database,
  passkey: Pick<FoundPasskey, 'id' | 'counter'>,
  counter: number,
  session: NewSession,
): Promise<OpenedSession> {
  const [row] = await database.global(sql<OpenedSession>`
    select refused, locked_until as "lockedUntil", org_id as "orgId", expires_at as "expiresAt"
    from identity.passkey_passed(${passkey.id}, ${passkey.counter}, ${counter}, ${session.organisationId}, ${session.sessionId},
      ${session.tokenHash}, ${SESSION.idleSeconds}, ${SESSION.absoluteSeconds}, ${session.address}, ${session.userAgent})`);
  if (!row) throw new Error('identity.passkey_passed gives one row always');
  return row;
}

// ---- her own: her session is the proof

export async function insertOwnChallenge(tx: Tx, sessionId: Id, hash: Buffer): Promise<void> {
  await tx.run(sql`select identity.passkey_challenge_add_own(${sessionId}, ${hash}, ${PASSKEY.challengeSeconds})`);
}

export async function takeOwnChallenge(tx: Tx, sessionId: Id, hash: Buffer): Promise<boolean> {
  const { taken } = await tx.one(
    sql<{ taken: boolean }>`select identity.passkey_challenge_take_own(${sessionId}, ${hash}) as taken`,
  );
  return taken;
}

export type OwnPasskey = {
  readonly id: Id;
  readonly credentialId: string;
  readonly transports: readonly string[];
  readonly name: string;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant | null;
};

/** Oldest first. */
export function listOwnPasskeys(tx: Tx, sessionId: Id): Promise<OwnPasskey[]> {
  return tx.rows(sql<OwnPasskey>`
    select id, credential_id as "credentialId", transports, name, created_at as "createdAt", last_used_at as "lastUsedAt"
    from identity.passkeys_of(${sessionId})`);
}

export type NewPasskey = Omit<OwnPasskey, 'createdAt' | 'lastUsedAt'> & {
  readonly publicKey: Buffer;
  readonly counter: number;
};

/** `known`: somebody has this passkey already. `full`: she has the most that one may have. Null: the session is over. */
export async function insertPasskey(
  tx: Tx,
  sessionId: Id,
  passkey: NewPasskey,
): Promise<'added' | 'known' | 'full' | null> {
  const { id, credentialId, publicKey, counter, transports, name } = passkey;
  const { done } = await tx.one(sql<{ done: 'added' | 'known' | 'full' | null }>`
    select identity.passkey_add(${sessionId}, ${id}, ${credentialId}, ${publicKey}, ${counter}, ${transports}::text[], ${name},
      ${PASSKEY.most}) as done`);
  return done;
}

export async function removeOwnPasskey(tx: Tx, sessionId: Id, id: Id): Promise<boolean> {
  return (await tx.one(sql<{ done: boolean }>`select identity.passkey_remove(${sessionId}, ${id}) as done`)).done;
}
