import type { Role } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, type Database, type Tx } from '../../../platform/db/index.ts';
import type { ContractDays } from '../contract-rules.ts';
import type { PageOf } from '../vocabulary.ts';

export type ContractRow = ContractDays & {
  readonly id: Id;
  readonly agencyName: string;
  readonly reference: string;
  readonly timeZone: string;
  readonly recordedBy: Id;
  readonly recordedAt: Instant;
  readonly endedBy: Id | null;
  readonly endedAt: Instant | null;
  readonly endReason: string | null;
};

const COLUMNS = sql`c.id, c.agency_name as "agencyName", c.reference, c.signed_on as "signedOn", c.valid_from as "validFrom",
  c.valid_to as "validTo", c.time_zone as "timeZone", c.recorded_by as "recordedBy", c.recorded_at as "recordedAt",
  c.ended_by as "endedBy", c.ended_at as "endedAt", c.end_reason as "endReason"`;

/** The newest first. */
export function listContracts(tx: Tx, { after, limit }: PageOf): Promise<ContractRow[]> {
  return tx.rows(sql<ContractRow>`
    select ${COLUMNS} from identity.agency_contract c
    where c.org_id = ${tx.orgId} and (${after}::uuid is null or c.id < ${after}::uuid)
    order by c.id desc limit ${limit}`);
}

export function findContract(tx: Tx, id: Id): Promise<ContractRow | null> {
  return tx.maybe(
    sql<ContractRow>`select ${COLUMNS} from identity.agency_contract c where c.org_id = ${tx.orgId} and c.id = ${id}`,
  );
}

/** Who puts somebody under it does not wait. */
export function lockContract(tx: Tx, id: Id): Promise<ContractRow | null> {
  return tx.maybe(sql<ContractRow>`
    select ${COLUMNS} from identity.agency_contract c
    where c.org_id = ${tx.orgId} and c.id = ${id} for no key update of c`);
}

export type NewContract = Omit<ContractRow, 'recordedAt' | 'endedBy' | 'endedAt' | 'endReason'>;

export async function insertContract(tx: Tx, contract: NewContract): Promise<void> {
  await tx.run(sql`
    insert into identity.agency_contract
      (org_id, id, agency_name, reference, signed_on, valid_from, valid_to, time_zone, recorded_by, recorded_at)
    values (${tx.orgId}, ${contract.id}, ${contract.agencyName}, ${contract.reference}, ${contract.signedOn},
      ${contract.validFrom}, ${contract.validTo}, ${contract.timeZone}, ${contract.recordedBy}, ${at(tx.now)})`);
}

/** The row is locked by the caller. */
export async function updateContractEnd(tx: Tx, id: Id, endedBy: Id, reason: string): Promise<void> {
  await tx.run(sql`
    update identity.agency_contract set ended_by = ${endedBy}, ended_at = ${at(tx.now)}, end_reason = ${reason}
    where org_id = ${tx.orgId} and id = ${id}`);
}

export type ContractMember = {
  readonly contractId: Id;
  readonly userId: Id;
  readonly name: string;
  readonly role: Role;
  readonly active: boolean;
  readonly invited: boolean;
  readonly since: Instant;
};

export function listContractMembers(tx: Tx, contractIds: readonly Id[]): Promise<ContractMember[]> {
  return tx.rows(sql<ContractMember>`
    select m.contract_id as "contractId", m.id as "userId", m.name, m.role, m.active, m.state = 'invited' as invited,
      m.contract_since as since
    from identity.member m
    where m.org_id = ${tx.orgId} and m.contract_id = any (${contractIds}::uuid[]) order by m.contract_since, m.id`);
}

export type ShutOut = { readonly id: Id; readonly active: boolean; readonly state: 'member' | 'withdrawn' };

/** Everybody who stands under a contract that is over is disabled, her invitation withdrawn. Gives what became of each. */
export function updateMembersOver(tx: Tx): Promise<ShutOut[]> {
  return tx.rows(sql<ShutOut>`
    update identity.member m
    set active = false, state = case m.state when 'invited' then 'withdrawn' else m.state end, version = m.version + 1
    from identity.agency_contract c
    where m.org_id = ${tx.orgId} and m.contract_id is not null and (m.active or m.state = 'invited')
      and c.org_id = ${tx.orgId} and c.id = m.contract_id
      and (c.ended_at is not null or c.valid_to < (${at(tx.now)}::timestamptz at time zone c.time_zone)::date)
    returning m.id, m.active, m.state`);
}

export async function removeSessionsOfAll(tx: Tx, memberIds: readonly Id[]): Promise<void> {
  await tx.run(sql`select identity.sessions_end_of_member(id) from unnest(${memberIds}::uuid[]) as id`);
}

/** Where somebody stands under a contract that is over. */
export async function listOrganisationsOver(database: Database): Promise<Id[]> {
  const rows = await database.global(
    sql<{ orgId: Id }>`select o.org_id as "orgId" from identity.organisations_with_contracts_over() as o (org_id)`,
  );
  return rows.map(({ orgId }) => orgId);
}
