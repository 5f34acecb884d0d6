import type { Language, Role } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { sql, type Database, type Tx } from '../../../platform/db/index.ts';
import { LOCKOUT, SESSION } from '../presets.ts';

/** All of this runs before an organisation is known; each statement is one function of the migrations. */

export type SignInCandidate = {
  readonly accountId: Id | null;
  readonly passwordHash: string | null;
  readonly totpSecret: string | null;
  readonly lockedUntil: Instant | null;
  readonly now: Instant;
};

export async function findSignInCandidate(database: Database, email: string): Promise<SignInCandidate> {
  const [row] = await database.global(sql<SignInCandidate>`
    select account_id as "accountId", password_hash as "passwordHash", totp_secret as "totpSecret",
      locked_until as "lockedUntil", now
    from identity.sign_in_begin(${email})`);
  if (!row) throw new Error('identity.sign_in_begin gives one row always');
  return row;
}

/** The end of a lock that stood already; null where the guess was counted, and noted in the audit of the account's organisations. */
export async function insertFailure(database: Database, email: string, address: string): Promise<Instant | null> {
  const [row] = await database.global(sql<{ until: Instant | null }>`
    select identity.sign_in_wrong(${email}, ${LOCKOUT.guesses}, ${LOCKOUT.lockSeconds}, ${LOCKOUT.mostSeconds}, ${address}) as until`);
  return row?.until ?? null;
}

/** What was shown at the door. */
export type Proved = {
  readonly accountId: Id;
  /** The hash that the password was checked against: a session is opened only while it is the account's. */
  readonly passwordHash: string;
  readonly totpStep: number | null;
};
export type NewSession = {
  readonly organisationId: Id | null;
  readonly sessionId: Id;
  readonly tokenHash: Buffer;
  readonly address: string | null;
  readonly userAgent: string | null;
};
export type OpenedSession =
  | { readonly refused: null; readonly orgId: Id; readonly expiresAt: Instant }
  | { readonly refused: 'locked'; readonly lockedUntil: Instant }
  | { readonly refused: 'changed' | 'replayed' | 'no_membership' };

export async function insertSession(database: Database, proved: Proved, session: NewSession): Promise<OpenedSession> {
  const [row] = await database.global(sql<OpenedSession>`
    select refused, locked_until as "lockedUntil", org_id as "orgId", expires_at as "expiresAt"
    from identity.sign_in_checked(${proved.accountId}, ${proved.passwordHash}, ${proved.totpStep}, ${session.organisationId},
      ${session.sessionId}, ${session.tokenHash}, ${SESSION.idleSeconds}, ${SESSION.absoluteSeconds}, ${session.address}, ${session.userAgent})`);
  if (!row) throw new Error('identity.sign_in_checked gives one row always');
  return row;
}

export type FoundSession = {
  readonly sessionId: Id;
  readonly accountId: Id;
  readonly orgId: Id;
  readonly memberId: Id;
  readonly name: string;
  readonly role: Role;
  readonly email: string;
  readonly language: Language | null;
};

export async function findSession(database: Database, tokenHash: Buffer): Promise<FoundSession | null> {
  const [row] = await database.global(sql<FoundSession>`
    select session_id as "sessionId", account_id as "accountId", org_id as "orgId", member_id as "memberId", name, role, email, language
    from identity.session_find(${tokenHash}, ${SESSION.touchSeconds})`);
  return row ?? null;
}

/** The same in the organisation with this slug. No member: she is somebody, but has no desk there. */
export async function findSessionIn(
  database: Database,
  tokenHash: Buffer,
  slug: string,
): Promise<FoundSession | 'elsewhere' | null> {
  const [row] = await database.global(sql<FoundSession | (FoundSession & { readonly memberId: null })>`
    select session_id as "sessionId", account_id as "accountId", org_id as "orgId", member_id as "memberId", name, role, email, language
    from identity.session_find_in(${tokenHash}, ${SESSION.touchSeconds}, ${slug})`);
  if (!row) return null;
  return row.memberId === null ? 'elsewhere' : row;
}

/** The session's absolute end; null where it is over, or has no active membership in the organisation. */
export async function updateSessionToken(
  database: Database,
  tokenHash: Buffer,
  newTokenHash: Buffer,
  organisationId: Id | null,
): Promise<Instant | null> {
  const [row] = await database.global(sql<{ expiresAt: Instant | null }>`
    select identity.session_rotate(${tokenHash}, ${newTokenHash}, ${organisationId}) as "expiresAt"`);
  return row?.expiresAt ?? null;
}

export async function removeSession(database: Database, tokenHash: Buffer): Promise<void> {
  await database.global(sql`select identity.session_end(${tokenHash})`);
}

/** In the transaction that notes it. */
export async function removeSessionIn(tx: Tx, tokenHash: Buffer): Promise<void> {
  await tx.run(sql`select identity.session_end(${tokenHash})`);
}

export async function updatePassword(
  database: Database,
  tokenHash: Buffer,
  newTokenHash: Buffer,
  passwordHash: string,
): Promise<Instant | null> {
  const [row] = await database.global(sql<{ expiresAt: Instant | null }>`
    select identity.change_password(${tokenHash}, ${newTokenHash}, ${passwordHash}) as "expiresAt"`);
  return row?.expiresAt ?? null;
}

export type DemoSignIn = {
  readonly name: string;
  readonly role: Role;
  readonly email: string;
  readonly password: string;
};

export function listDemoSignIns(database: Database): Promise<DemoSignIn[]> {
  return database.global(sql<DemoSignIn>`select name, role, email, password from identity.demo_sign_ins()`);
}
