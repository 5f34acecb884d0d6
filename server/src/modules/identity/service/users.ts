import type { Language, Role, User, UserPatch } from '@anbu/contract';
import type { z } from 'zod';
import { newId, type Id } from '../../../kernel/ids.ts';
import { notFound, ok, refuse, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import { may, type Tx } from '../../../platform/db/index.ts';
import { worksDesks } from '../contract-rules.ts';
import { checkPassword, hashPassword } from '../passwords.ts';
import {
  ensureAccount,
  findMember,
  insertDemoSignIn,
  insertMember,
  listAccountsOf,
  lockActiveAdmins,
  lockMember,
  removeSessionsOf,
  updateMember,
  removeFactorsOf,
} from '../store/members.ts';
import { findOrganisation } from '../store/organisations.ts';
import { normaliseEmail, type MemberRow } from '../vocabulary.ts';
import { changesOf, isStale, personNeeded, stale } from './audited.ts';
import { openContract } from './contracts.ts';

export type NewUser = {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** For an account that does not exist yet; one that exists keeps its own. Only the system may leave it out. */
  readonly password?: string | undefined;
  readonly language?: Language | null;
  /** The contract of her agency. */
  readonly contractId?: Id | null;
  /** Shows the sign-in on the sign-in page; does nothing outside a demo organisation. */
  readonly shownOnSignIn?: boolean;
};

/**
 * An invitation, for a new account or for one that exists: nobody becomes a member without her own doing, and the answer does not tell whether an
 * e-mail has an account. A new account accepts by its first sign-in, one of another organisation by `acceptInvitation`. What the system adds (a
 * command, the demo) is a member at once. Refuses by field: identity.password_needed, identity.password_short, identity.password_common;
 * identity.already_member (409), identity.demo_account (a password that stands on a sign-in page opens no real organisation); of an agency
 * identity.contract_over, identity.agency_role.
 */
export async function createUser(tx: Tx, input: NewUser): Promise<Outcome<MemberRow>> {
  const email = normaliseEmail(input.email);
  const state = tx.actor.kind === 'system' ? 'member' : 'invited';
  // Asked for before anything is looked up, or its lack would tell which e-mails are known.
  if (state === 'invited' && input.password === undefined) return passwordNeeded();
  if (input.password !== undefined) {
    const allowed = checkPassword(input.password, email);
    if (!allowed.ok) return refuseFields([{ field: 'password', ...allowed.refusal }]);
  }
  const contractId = input.contractId ?? null;
  const mayStand = await mayStandUnder(tx, { contractId, role: input.role }, true);
  if (!mayStand.ok) return mayStand;
  const passwordHash = input.password === undefined ? null : await hashPassword(input.password);
  const account = await ensureAccount(tx, { id: newId(), email, passwordHash }, input.language ?? null);
  if (!account) return passwordNeeded();
  if (account.demo && !(await findOrganisation(tx)).demo) return refuse('identity.demo_account', {}, 409);
  const id = newId();
  const { name, role } = input;
  if (!(await insertMember(tx, { id, accountId: account.accountId, name, role, state, contractId }))) {
    return refuse('identity.already_member', {}, 409);
  }
  if (input.shownOnSignIn && account.created && input.password !== undefined) {
    await insertDemoSignIn(tx, id, input.password);
  }
  const changes = {
    role: [null, role],
    state: [null, state],
    ...(contractId === null ? {} : { contractId: [null, contractId] as const }),
  } as const;
  tx.audit({ action: 'identity.user_added', entity: 'user', entityId: id, changes });
  tx.emit({ type: 'identity.user_changed', payload: { userId: id } });
  return ok({ id, name, role, active: state === 'member', state, contractId, teamIds: [], version: 1 });
}

/** Of an agency: a role that works desks and, for who `enters`, a contract that is not over. Refuses both by field. */
async function mayStandUnder(
  tx: Tx,
  { contractId, role }: Pick<MemberRow, 'contractId' | 'role'>,
  enters: boolean,
): Promise<Outcome<null>> {
  if (contractId === null) return ok(null);
  if (!worksDesks(role)) return refuseFields([{ field: 'role', code: 'identity.agency_role', params: {} }]);
  return enters ? openContract(tx, contractId) : ok(null);
}

function passwordNeeded() {
  return refuseFields([{ field: 'password', code: 'identity.password_needed', params: {} }]);
}

/**
 * A change of rights ends the user's sessions in this organisation: she signs in again with the new ones, or not at all. Of one who has not
 * accepted yet, `active` withdraws the invitation or renews it: nobody but she makes her a member. Refuses identity.last_admin: somebody must be able to give rights;
 * of an agency, by field, identity.agency_role and, while she is active, identity.contract_over.
 */
export async function changeUser(tx: Tx, id: Id, patch: z.output<typeof UserPatch>): Promise<Outcome<MemberRow>> {
  // Always before the member's own row, so that two changes never wait for each other.
  const admins = await lockActiveAdmins(tx);
  const before = await lockMember(tx, id);
  if (!before) return notFound('user');
  if (isStale(patch.version, before.version)) return stale(before.version);
  const after = {
    id,
    name: patch.name ?? before.name,
    role: patch.role ?? before.role,
    ...activityOf(before, patch.active),
    contractId: patch.contractId === undefined ? before.contractId : patch.contractId,
  };
  const moved = after.contractId !== before.contractId;
  const staysAdmin = after.role === 'admin' && after.active;
  if (!staysAdmin && admins.length === 1 && admins[0] === id) return refuse('identity.last_admin', {}, 409);
  const enters = isHere(after) && (moved || !isHere(before));
  const mayStand = await mayStandUnder(tx, after, enters);
  if (!mayStand.ok) return mayStand;
  await updateMember(tx, after);
  if (after.role !== before.role || !after.active || moved) await removeSessionsOf(tx, id);
  const changes = changesOf(before, after, ['name', 'role', 'active', 'state', 'contractId'], ['name']);
  tx.audit({ action: 'identity.user_changed', entity: 'user', entityId: id, changes });
  tx.emit({ type: 'identity.user_changed', payload: { userId: id } });
  const row = await findMember(tx, id);
  return row ? ok(row) : notFound('user');
}

/**
 * For a colleague who lost her device: her passkeys and her second step are gone, all her sessions too, and she signs in by her password. Refuses
 * identity.factors_own (her own she removes in her account, where her password is asked), identity.factors_none, and
 * identity.factors_elsewhere: an account that works for another organisation too is opened by its person, or by the server's operator.
 */
export async function removeFactors(tx: Tx, id: Id, reason: string): Promise<Outcome<null>> {
  const { userId } = tx.actor;
  if (userId === null) return personNeeded();
  if (userId === id) return refuse('identity.factors_own', {}, 409);
  const removed = await removeFactorsOf(tx, id);
  if (removed === null) return notFound('user');
  if (removed !== 'removed') return refuse(`identity.factors_${removed}`, {}, 409);
  tx.audit({ action: 'identity.factors_removed', entity: 'user', entityId: id, reason });
  tx.emit({ type: 'identity.user_changed', payload: { userId: id } });
  return ok(null);
}

function isHere({ active, state }: Pick<MemberRow, 'active' | 'state'>): boolean {
  return active || state === 'invited';
}

function activityOf(before: MemberRow, asked: boolean | undefined): Pick<MemberRow, 'active' | 'state'> {
  if (before.state === 'member') return { state: 'member', active: asked ?? before.active };
  return { state: (asked ?? before.state === 'invited') ? 'invited' : 'withdrawn', active: false };
}

/** E-mails only for who manages users. */
export async function userViews(tx: Tx, members: readonly MemberRow[]): Promise<User[]> {
  const emails = new Map<Id, string>();
  if (may(tx.actor, 'users.manage') && members.length > 0) {
    const ids = members.map(({ id }) => id);
    for (const { memberId, email } of await listAccountsOf(tx, ids)) emails.set(memberId, email);
  }
  return members.map(({ state, ...member }) => ({
    ...member,
    invited: state === 'invited',
    email: emails.get(member.id) ?? null,
  }));
}
