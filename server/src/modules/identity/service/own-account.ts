import type { Me, Session } from '@anbu/contract';
import { formatInstant, type Instant } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import type { Actor, Database, Tx } from '../../../platform/db/index.ts';
import { findStreamPosition } from '../../../platform/stream/index.ts';
import { checkPassword, hashPassword } from '../passwords.ts';
import { findMember, listAccountsOf } from '../store/members.ts';
import { findOrganisation } from '../store/organisations.ts';
import {
  findOwnSecrets,
  listOwnInvitations,
  listOwnOrganisations,
  listOwnSessions,
  removeOwnSession,
  removeTotp,
  updateAcceptedInvitation,
  updateConfirmedTotp,
  updateProposedTotp,
} from '../store/own-account.ts';
import {
  findSession,
  removeSessionIn,
  updatePassword,
  updateSessionToken,
  type FoundSession,
} from '../store/sign-in.ts';
import { newSessionToken, tokenHash } from '../tokens.ts';
import { newTotpSecret, totpStep, totpUri } from '../totp.ts';
import { ownSession, personNeeded } from './audited.ts';
import { actorOf } from './authenticator.ts';
import { confirmPassword, TOTP_PURPOSE, type IdentityDeps, type Secrets, type Visitor } from './sign-in.ts';

export type Renewed = { readonly token: string; readonly expiresAt: Instant; readonly session: FoundSession };

/** Refuses identity.person_needed: a key is nobody. */
export async function meOf(tx: Tx): Promise<Outcome<Me>> {
  const sessionId = ownSession(tx);
  const { userId } = tx.actor;
  if (sessionId === null || userId === null) return personNeeded();
  const member = await findMember(tx, userId);
  const [account] = await listAccountsOf(tx, [userId]);
  if (!member || !account) return notFound('user');
  const organisation = await findOrganisation(tx);
  return ok({
    userId,
    accountId: account.accountId,
    name: member.name,
    email: account.email,
    role: member.role,
    permissions: [...tx.actor.permissions],
    language: account.language,
    organisation: { id: organisation.id, name: organisation.name, slug: organisation.slug },
    organisations: await listOwnOrganisations(tx, sessionId),
    invitations: await listOwnInvitations(tx, sessionId),
    teamIds: member.teamIds,
    hasTotp: account.hasTotp,
    streamPosition: (await findStreamPosition(tx)).position,
    demo: organisation.demo,
    now: formatInstant(tx.now),
  });
}

export async function sessionsOf(tx: Tx): Promise<Outcome<Session[]>> {
  const sessionId = ownSession(tx);
  if (sessionId === null) return personNeeded();
  const rows = await listOwnSessions(tx, sessionId);
  return ok(
    rows.map((row) => ({
      ...row,
      createdAt: formatInstant(row.createdAt),
      lastSeenAt: formatInstant(row.lastSeenAt),
      current: row.id === sessionId,
    })),
  );
}

export async function endOwnSession(tx: Tx, target: string): Promise<Outcome<null>> {
  const sessionId = ownSession(tx);
  if (sessionId === null) return personNeeded();
  if (!(await removeOwnSession(tx, sessionId, target))) return notFound('session');
  tx.audit({ action: 'identity.session_ended', entity: 'user', ...acting(tx.actor) });
  return ok(null);
}

/** She becomes a member of an organisation that invited her; the line stands there. Refuses 404 where nothing waits for her. */
export async function acceptInvitation(tx: Tx, organisationId: string): Promise<Outcome<Me>> {
  const sessionId = ownSession(tx);
  if (sessionId === null) return personNeeded();
  const accepted = await updateAcceptedInvitation(tx, sessionId, organisationId, tx.actor.address);
  return accepted ? meOf(tx) : notFound('invitation');
}

/** Over and noted in one transaction; without a session there is nothing to end. */
export async function signOut({ database }: Pick<IdentityDeps, 'database'>, visitor: Visitor): Promise<void> {
  const found = await visiting(database, visitor);
  if (!found.ok) return;
  const { session, hash } = found.value;
  await database.inTx(actorOf(session, visitor), async (tx) => {
    await removeSessionIn(tx, hash);
    tx.audit({ action: 'identity.signed_out', entity: 'user', entityId: session.memberId });
    return ok(null);
  });
}

/**
 * A new secret that counts only after `confirmTotp`. It asks the password again: who has a session alone must not lock its owner out.
 * Refuses identity.totp_already_on, identity.locked and, by field, identity.password_wrong.
 */
export async function startTotp(
  { database, secrets }: IdentityDeps,
  input: { password: string },
  visitor: Visitor,
): Promise<Outcome<{ secret: string; uri: string }>> {
  const found = await visiting(database, visitor);
  if (!found.ok) return found;
  const { session } = found.value;
  const confirmed = await confirmPassword(database, session.email, input.password, 'password', visitor);
  if (!confirmed.ok) return confirmed;
  const secret = newTotpSecret();
  const sealed = await secrets.seal(secret, TOTP_PURPOSE);
  return database.inTx(actorOf(session, visitor), async (tx) =>
    (await updateProposedTotp(tx, session.sessionId, sealed))
      ? ok({ secret, uri: totpUri(secret, session.email) })
      : refuse('identity.totp_already_on', {}, 409),
  );
}

/** Refuses identity.totp_not_started, identity.totp_already_on and, by field, identity.totp_wrong. */
export async function confirmTotp(tx: Tx, secrets: Secrets, code: string): Promise<Outcome<null>> {
  const sessionId = ownSession(tx);
  if (sessionId === null) return personNeeded();
  const own = await findOwnSecrets(tx, sessionId);
  if (own.totpConfirmed) return refuse('identity.totp_already_on', {}, 409);
  if (own.totpSecret === null) return refuse('identity.totp_not_started', {}, 409);
  const step = totpStep(await secrets.open(own.totpSecret, TOTP_PURPOSE), code, tx.now);
  if (step === null) return refuseFields([{ field: 'code', code: 'identity.totp_wrong', params: {} }]);
  if (!(await updateConfirmedTotp(tx, sessionId, step))) return refuse('identity.totp_already_on', {}, 409);
  tx.audit({ action: 'identity.totp_added', entity: 'user', ...acting(tx.actor) });
  return ok(null);
}

/** Ends every other session and gives this one a new token. Refuses identity.locked and, by field, identity.password_wrong, _short, _common. */
export async function changePassword(
  { database }: IdentityDeps,
  input: { current: string; next: string },
  visitor: Visitor,
): Promise<Outcome<Renewed>> {
  const found = await visiting(database, visitor);
  if (!found.ok) return found;
  const { session, hash } = found.value;
  const confirmed = await confirmPassword(database, session.email, input.current, 'current', visitor);
  if (!confirmed.ok) return confirmed;
  const allowed = checkPassword(input.next, session.email);
  if (!allowed.ok) return refuseFields([{ field: 'next', ...allowed.refusal }]);
  const token = newSessionToken();
  const expiresAt = await updatePassword(database, hash, tokenHash(token), await hashPassword(input.next));
  if (expiresAt === null) return unauthenticated();
  return note(database, { token, expiresAt, session }, visitor, 'identity.password_changed');
}

/** A weaker account is a change of rights: the password is asked again and the session gets a new token. */
export async function dropTotp(
  { database }: IdentityDeps,
  input: { password: string },
  visitor: Visitor,
): Promise<Outcome<Renewed>> {
  const found = await visiting(database, visitor);
  if (!found.ok) return found;
  const { session } = found.value;
  const confirmed = await confirmPassword(database, session.email, input.password, 'password', visitor);
  if (!confirmed.ok) return confirmed;
  const removed = await database.inTx(actorOf(session, visitor), async (tx) => {
    if (!(await removeTotp(tx, session.sessionId))) return refuse('identity.totp_not_started', {}, 409);
    tx.audit({ action: 'identity.totp_removed', entity: 'user', ...acting(tx.actor) });
    return ok(null);
  });
  return removed.ok ? renew(database, found.value.hash, null) : removed;
}

/** The same session in another organisation of hers, under a new token. Refuses identity.no_membership (403). */
export async function switchOrganisation(
  { database }: IdentityDeps,
  organisationId: string,
  visitor: Visitor,
): Promise<Outcome<Renewed>> {
  const found = await visiting(database, visitor);
  if (!found.ok) return found;
  const renewed = await renew(database, found.value.hash, organisationId);
  return renewed.ok ? note(database, renewed.value, visitor, 'identity.signed_in') : renewed;
}

/** Writes the act into the audit of the organisation where the session is. */
export async function note(
  database: Database,
  signedIn: Renewed,
  visitor: Visitor,
  action: string,
): Promise<Outcome<Renewed>> {
  return database.inTx(actorOf(signedIn.session, visitor), async (tx) => {
    tx.audit({ action, entity: 'user', entityId: signedIn.session.memberId });
    return ok(signedIn);
  });
}

async function renew(database: Database, hash: Buffer, organisationId: string | null): Promise<Outcome<Renewed>> {
  const token = newSessionToken();
  const expiresAt = await updateSessionToken(database, hash, tokenHash(token), organisationId);
  const session = expiresAt === null ? null : await findSession(database, tokenHash(token));
  if (expiresAt === null || session === null) return refuse('identity.no_membership', {}, 403);
  return ok({ token, expiresAt, session });
}

export async function visiting(
  database: Database,
  visitor: Visitor,
): Promise<Outcome<{ session: FoundSession; hash: Buffer }>> {
  if (visitor.sessionToken === null) return unauthenticated();
  const hash = tokenHash(visitor.sessionToken);
  const session = await findSession(database, hash);
  return session ? ok({ session, hash }) : unauthenticated();
}

function unauthenticated() {
  return refuse('request.unauthenticated', {}, 401);
}

function acting(actor: Actor): { entityId: string } | object {
  return actor.userId === null ? {} : { entityId: actor.userId };
}
