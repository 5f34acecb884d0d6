import type { Language, Role } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { sql, type Tx } from '../../../platform/db/index.ts';

/** What the signed-in person sees and changes of her own account: her session is the proof. */

export type OwnSession = {
  readonly id: Id;
  readonly createdAt: Instant;
  readonly lastSeenAt: Instant;
  readonly address: string | null;
  readonly userAgent: string | null;
};

export function listOwnSessions(tx: Tx, sessionId: Id): Promise<OwnSession[]> {
  return tx.rows(sql<OwnSession>`
    select id, created_at as "createdAt", last_seen_at as "lastSeenAt", address, user_agent as "userAgent"
    from identity.sessions_of(${sessionId})`);
}

export async function removeOwnSession(tx: Tx, sessionId: Id, target: Id): Promise<boolean> {
  return (await tx.one(sql<{ done: boolean }>`select identity.session_end_own(${sessionId}, ${target}) as done`)).done;
}

export type OwnOrganisation = { readonly id: Id; readonly name: string; readonly slug: string };

export function listOwnOrganisations(tx: Tx, sessionId: Id): Promise<OwnOrganisation[]> {
  return tx.rows(sql<OwnOrganisation>`select org_id as id, name, slug from identity.memberships_of(${sessionId})`);
}

export type OwnDesk = OwnOrganisation & { readonly memberId: Id; readonly memberName: string; readonly role: Role };

/** Where she may work at this moment, as whom. */
export function listOwnDesks(tx: Tx, sessionId: Id): Promise<OwnDesk[]> {
  return tx.rows(sql<OwnDesk>`
    select org_id as id, name, slug, member_id as "memberId", member_name as "memberName", role
    from identity.desks_of(${sessionId})`);
}

/** Organisations that wait for her to accept. */
export function listOwnInvitations(tx: Tx, sessionId: Id): Promise<OwnOrganisation[]> {
  return tx.rows(sql<OwnOrganisation>`select org_id as id, name, slug from identity.invitations_of(${sessionId})`);
}

export async function updateAcceptedInvitation(
  tx: Tx,
  sessionId: Id,
  organisationId: Id,
  address: string | null,
): Promise<boolean> {
  const { done } = await tx.one(
    sql<{ done: boolean }>`select identity.invitation_accept(${sessionId}, ${organisationId}, ${address}) as done`,
  );
  return done;
}

export async function updateOwnLanguage(tx: Tx, sessionId: Id, language: Language | null): Promise<void> {
  await tx.run(sql`select identity.account_set_language(${sessionId}, ${language})`);
}

export type OwnSecrets = {
  readonly email: string;
  readonly passwordHash: string;
  readonly totpSecret: string | null;
  readonly totpConfirmed: boolean;
};

export function findOwnSecrets(tx: Tx, sessionId: Id): Promise<OwnSecrets> {
  return tx.one(sql<OwnSecrets>`
    select email, password_hash as "passwordHash", totp_secret as "totpSecret", totp_confirmed as "totpConfirmed"
    from identity.account_secrets(${sessionId})`);
}

/** False where the second factor is on already. */
export async function updateProposedTotp(tx: Tx, sessionId: Id, sealedSecret: string): Promise<boolean> {
  return (await tx.one(sql<{ done: boolean }>`select identity.totp_propose(${sessionId}, ${sealedSecret}) as done`))
    .done;
}

export async function updateConfirmedTotp(tx: Tx, sessionId: Id, step: number): Promise<boolean> {
  return (await tx.one(sql<{ done: boolean }>`select identity.totp_confirm(${sessionId}, ${step}) as done`)).done;
}

export async function removeTotp(tx: Tx, sessionId: Id): Promise<boolean> {
  return (await tx.one(sql<{ done: boolean }>`select identity.totp_remove(${sessionId}) as done`)).done;
}

/** Which of these pairs of a session and a member are signed in: `session member` → what the browser calls itself. */
export async function findLiveSessions(
  tx: Tx,
  pairs: readonly { readonly sessionId: Id; readonly userId: Id }[],
): Promise<ReadonlyMap<string, string | null>> {
  const rows = await tx.rows(sql<{ pair: string; userAgent: string | null }>`
    select session_id || ' ' || member_id as pair, user_agent as "userAgent"
    from identity.live_sessions(${pairs.map(({ sessionId }) => sessionId)}::uuid[], ${pairs.map(({ userId }) => userId)}::uuid[])`);
  return new Map(rows.map(({ pair, userAgent }) => [pair, userAgent]));
}
