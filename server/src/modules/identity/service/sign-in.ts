import type { Language, SignIn } from '@anbu/contract';
import type { z } from 'zod';
import { newId } from '../../../kernel/ids.ts';
import { MINUTE, type Instant } from '../../../kernel/instant.ts';
import { ok, refuse, refuseFields, type Outcome, type Refused } from '../../../kernel/outcome.ts';
import type { Database } from '../../../platform/db/index.ts';
import { passwordMatches } from '../passwords.ts';
import {
  findSession,
  findSignInCandidate,
  insertFailure,
  insertSession,
  removeSession,
  type FoundSession,
  type NewSession,
  type OpenedSession,
} from '../store/sign-in.ts';
import { newSessionToken, tokenHash } from '../tokens.ts';
import { totpStep } from '../totp.ts';
import { normaliseEmail } from '../vocabulary.ts';

/** Keeps a text unreadable in the database; `purpose` binds it to its use. */
export type Secrets = {
  seal(text: string, purpose: string): string | Promise<string>;
  open(sealed: string, purpose: string): string | Promise<string>;
};
export const TOTP_PURPOSE = 'identity.totp';

export type IdentityDeps = {
  readonly database: Database;
  readonly secrets: Secrets;
  /** Where people reach Anbu: a passkey is bound to its name. */
  readonly publicUrl: URL;
};
export type Visitor = {
  readonly address: string;
  readonly userAgent: string | null;
  readonly language: Language;
  readonly sessionToken: string | null;
};
export type SignedIn = { readonly token: string; readonly expiresAt: Instant; readonly session: FoundSession };

/**
 * Opens a session under a new token; the one that the visitor had is over. An unknown e-mail, a disabled account and a wrong password are
 * answered alike and take as long. Refuses identity.wrong_credentials (401), identity.totp_required (401, only after the right password),
 * identity.locked { minutes } (429) and identity.no_membership (403). A wrong guess and a lock leave a line in each organisation of the account.
 * Spec: reliability S8, F3.
 */
export async function signIn(
  { database, secrets }: Pick<IdentityDeps, 'database' | 'secrets'>,
  input: z.output<typeof SignIn>,
  visitor: Visitor,
): Promise<Outcome<SignedIn>> {
  const email = normaliseEmail(input.email);
  const candidate = await findSignInCandidate(database, email);
  if (candidate.lockedUntil !== null) return locked(candidate.lockedUntil, candidate.now);
  const wrong = async () => {
    const lockedUntil = await insertFailure(database, email, visitor.address);
    return lockedUntil === null ? wrongCredentials() : locked(lockedUntil, candidate.now);
  };
  const matches = await passwordMatches(input.password, candidate.passwordHash);
  const { accountId, passwordHash } = candidate;
  if (!matches || accountId === null || passwordHash === null) return wrong();
  let step: number | null = null;
  if (candidate.totpSecret !== null) {
    if (input.totp === undefined) {
      // Guesses beside this one may have closed the door meanwhile: then the right password is not told either.
      const { lockedUntil, now } = await findSignInCandidate(database, email);
      return lockedUntil === null ? refuse('identity.totp_required', {}, 401) : locked(lockedUntil, now);
    }
    step = totpStep(await secrets.open(candidate.totpSecret, TOTP_PURPOSE), input.totp, candidate.now);
    if (step === null) return wrong();
  }
  const token = newSessionToken();
  const proved = { accountId, passwordHash, totpStep: step };
  const opened = await insertSession(database, proved, newSession(token, input.organisationId, visitor));
  if (opened.refused === 'locked') return locked(opened.lockedUntil, candidate.now);
  // A code used before; or another password since this one was checked.
  if (opened.refused === 'replayed' || opened.refused === 'changed') return wrong();
  return letIn(database, token, opened, visitor);
}

export function newSession(token: string, organisationId: string | undefined, visitor: Visitor): NewSession {
  return {
    organisationId: organisationId ?? null,
    sessionId: newId(),
    tokenHash: tokenHash(token),
    address: visitor.address,
    userAgent: visitor.userAgent,
  };
}

/** The session that was opened; the one that the visitor had is over. */
export async function letIn(
  database: Database,
  token: string,
  opened: OpenedSession,
  visitor: Visitor,
): Promise<Outcome<SignedIn>> {
  if (opened.refused !== null) return noMembership();
  if (visitor.sessionToken !== null) await removeSession(database, tokenHash(visitor.sessionToken));
  const session = await findSession(database, tokenHash(token));
  // Disabled in this very moment.
  return session ? ok({ token, expiresAt: opened.expiresAt, session }) : noMembership();
}

/** Asks a signed-in person's password again; guesses count as those at the door. Refuses identity.locked and, by field, identity.password_wrong. */
export async function confirmPassword(
  database: Database,
  email: string,
  password: string,
  field: string,
  { address }: Pick<Visitor, 'address'>,
): Promise<Outcome<null>> {
  const candidate = await findSignInCandidate(database, email);
  if (candidate.lockedUntil !== null) return locked(candidate.lockedUntil, candidate.now);
  if (await passwordMatches(password, candidate.passwordHash)) {
    const { lockedUntil, now } = await findSignInCandidate(database, email);
    return lockedUntil === null ? ok(null) : locked(lockedUntil, now);
  }
  const lockedUntil = await insertFailure(database, email, address);
  if (lockedUntil !== null) return locked(lockedUntil, candidate.now);
  const error = { field, code: 'identity.password_wrong', params: {} };
  return refuseFields([error]);
}

function wrongCredentials(): Refused {
  return refuse('identity.wrong_credentials', {}, 401);
}

function noMembership(): Refused {
  return refuse('identity.no_membership', {}, 403);
}

export function locked(until: Instant, now: Instant): Refused {
  return refuse('identity.locked', { minutes: Math.max(1, Math.ceil((until - now) / MINUTE)) }, 429);
}
