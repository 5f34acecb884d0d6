import type { Language, Role } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { at, sql, type Tx } from '../../../platform/db/index.ts';
import type { MemberRow, MemberState, PageOf } from '../vocabulary.ts';

const COLUMNS = sql`m.id, m.name, m.role, m.active, m.state, m.contract_id as "contractId", m.version,
  array(select tm.team_id from identity.team_member tm
    where tm.org_id = m.org_id and tm.member_id = m.id order by tm.team_id) as "teamIds"`;

export function listMemberRows(tx: Tx, { after, limit }: PageOf): Promise<MemberRow[]> {
  return tx.rows(sql<MemberRow>`
    select ${COLUMNS} from identity.member m
    where m.org_id = ${tx.orgId} and (${after}::uuid is null or m.id > ${after}::uuid)
    order by m.id limit ${limit}`);
}

export function findMember(tx: Tx, id: Id): Promise<MemberRow | null> {
  return tx.maybe(
    sql<MemberRow>`select ${COLUMNS} from identity.member m where m.org_id = ${tx.orgId} and m.id = ${id}`,
  );
}

export function lockMember(tx: Tx, id: Id): Promise<MemberRow | null> {
  return tx.maybe(
    sql<MemberRow>`select ${COLUMNS} from identity.member m where m.org_id = ${tx.orgId} and m.id = ${id} for update of m`,
  );
}

/** As she is until the commit: who changes her waits. For those who make something hers. */
export function lockMemberShared(tx: Tx, id: Id): Promise<MemberRow | null> {
  return tx.maybe(
    sql<MemberRow>`select ${COLUMNS} from identity.member m where m.org_id = ${tx.orgId} and m.id = ${id} for key share of m`,
  );
}

/** All active administrators, locked in one order: two that demote each other wait in a line. */
export async function lockActiveAdmins(tx: Tx): Promise<Id[]> {
  const rows = await tx.rows(sql<{ id: Id }>`
    select id from identity.member where org_id = ${tx.orgId} and role = 'admin' and active order by id for update`);
  return rows.map(({ id }) => id);
}

export type NewMember = {
  readonly id: Id;
  readonly accountId: Id;
  readonly name: string;
  readonly role: Role;
  readonly state: MemberState;
  readonly contractId: Id | null;
};

/** Gives false where the account is a member already, or invited. */
export async function insertMember(
  tx: Tx,
  { id, accountId, name, role, state, contractId }: NewMember,
): Promise<boolean> {
  const rows = await tx.run(sql`
    insert into identity.member (org_id, id, account_id, name, role, state, active, created_at, contract_id, contract_since)
    values (${tx.orgId}, ${id}, ${accountId}, ${name}, ${role}, ${state}, ${state === 'member'}, ${at(tx.now)}, ${contractId},
      ${contractId === null ? null : at(tx.now)})
    on conflict do nothing`);
  return rows === 1;
}

/** The row is locked by the caller. */
export async function updateMember(
  tx: Tx,
  { id, name, role, active, state, contractId }: Omit<MemberRow, 'teamIds' | 'version'>,
): Promise<void> {
  await tx.run(sql`
    update identity.member set name = ${name}, role = ${role}, active = ${active}, state = ${state}, version = version + 1,
      contract_since = case when contract_id is not distinct from ${contractId}::uuid then contract_since
        when ${contractId}::uuid is not null then ${at(tx.now)}::timestamptz end,
      contract_id = ${contractId}::uuid
    where org_id = ${tx.orgId} and id = ${id}`);
}

export async function listNamesOf(tx: Tx, ids: readonly Id[]): Promise<{ id: Id; name: string }[]> {
  return tx.rows(sql<{ id: Id; name: string }>`
    select id, name from identity.member where org_id = ${tx.orgId} and id = any (${ids}::uuid[])`);
}

export type EnsuredAccount = { readonly accountId: Id; readonly created: boolean; readonly demo: boolean };
export type NewAccount = { readonly id: Id; readonly email: string; readonly passwordHash: string | null };

/** Null where nobody has the e-mail and no password is given for a new account. */
export function ensureAccount(
  tx: Tx,
  { id, email, passwordHash }: NewAccount,
  language: Language | null,
): Promise<EnsuredAccount | null> {
  return tx.maybe(sql<EnsuredAccount>`
    select account_id as "accountId", created, demo
    from identity.account_ensure(${id}, ${email}, ${passwordHash}, ${language})`);
}

export type MemberAccount = {
  readonly memberId: Id;
  readonly accountId: Id;
  readonly email: string;
  readonly language: Language | null;
  readonly hasTotp: boolean;
};

export function listAccountsOf(tx: Tx, memberIds: readonly Id[]): Promise<MemberAccount[]> {
  return tx.rows(sql<MemberAccount>`
    select member_id as "memberId", account_id as "accountId", email, language, has_totp as "hasTotp"
    from identity.accounts_of_members(${memberIds}::uuid[])`);
}

export type FactorsRemoved = 'removed' | 'none' | 'elsewhere';

/** All passkeys and the second step of a member's account, and its sessions; null where there is no such member. */
export async function removeFactorsOf(tx: Tx, memberId: Id): Promise<FactorsRemoved | null> {
  const { outcome } = await tx.one(
    sql<{ outcome: FactorsRemoved | null }>`select identity.factors_remove_of_member(${memberId}) as outcome`,
  );
  return outcome;
}

export async function removeSessionsOf(tx: Tx, memberId: Id): Promise<void> {
  await tx.run(sql`select identity.sessions_end_of_member(${memberId})`);
}

/** False where there is no such member. All sessions of the account are over. */
export async function updateMemberPassword(tx: Tx, memberId: Id, passwordHash: string): Promise<boolean> {
  const { done } = await tx.one(sql<{ done: boolean }>`
    select identity.member_set_password(${memberId}, ${passwordHash}) as done`);
  return done;
}

export async function insertDemoSignIn(tx: Tx, memberId: Id, password: string): Promise<void> {
  await tx.run(sql`select identity.show_demo_sign_in(${memberId}, ${password})`);
}
