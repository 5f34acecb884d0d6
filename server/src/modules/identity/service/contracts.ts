import type { AgencyContract, AgencyContractInput } from '@anbu/contract';
import { calendarDay } from '../../../kernel/calendar-day.ts';
import { newId, type Id } from '../../../kernel/ids.ts';
import { formatInstant } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import { dayOf } from '../../../kernel/zoned-time.ts';
import { systemActor, type Database, type Tx } from '../../../platform/db/index.ts';
import { checkContract, contractState, takesPeople } from '../contract-rules.ts';
import { defaultSite } from '../reads.ts';
import {
  findContract,
  insertContract,
  listContractMembers,
  listOrganisationsOver,
  lockContract,
  removeSessionsOfAll,
  updateContractEnd,
  updateMembersOver,
  type ContractRow,
} from '../store/contracts.ts';
import { personNeeded } from './audited.ts';

/**
 * The contract of an agency, before anybody of it sees anything. Its days go by the clock of the main site. Refuses identity.person_needed (a key
 * signs nothing) and, by field, identity.contract_unsigned, _reversed, _over.
 */
export async function recordContract(tx: Tx, input: AgencyContractInput): Promise<Outcome<ContractRow>> {
  const { userId } = tx.actor;
  if (userId === null) return personNeeded();
  const { timeZone } = await defaultSite(tx);
  const days = {
    signedOn: calendarDay(input.signedOn),
    validFrom: calendarDay(input.validFrom),
    validTo: calendarDay(input.validTo),
  };
  const checked = checkContract(days, dayOf(timeZone, tx.now));
  if (!checked.ok) return checked;
  const id = newId();
  const { agencyName, reference } = input;
  await insertContract(tx, { id, agencyName, reference, ...days, timeZone, recordedBy: userId });
  const { validFrom, validTo } = days;
  const changes = { agencyName: [null, agencyName], validFrom: [null, validFrom], validTo: [null, validTo] } as const;
  tx.audit({ action: 'identity.contract_recorded', entity: 'agency_contract', entityId: id, changes });
  tx.emit({ type: 'identity.contract_changed', payload: { contractId: id } });
  const row = await findContract(tx, id);
  return row ? ok(row) : notFound('agency_contract');
}

/**
 * Ended before its last day: whoever works under it is shut out in this transaction, her open work goes back to its teams with the event.
 * Refuses identity.contract_over (409) where it is over already.
 */
export async function endContract(tx: Tx, id: Id, reason: string): Promise<Outcome<ContractRow>> {
  const { userId } = tx.actor;
  if (userId === null) return personNeeded();
  const before = await lockContract(tx, id);
  if (!before) return notFound('agency_contract');
  if (!takesPeople(stateAt(before, tx))) return refuse('identity.contract_over', {}, 409);
  await updateContractEnd(tx, id, userId, reason);
  tx.audit({ action: 'identity.contract_ended', entity: 'agency_contract', entityId: id, reason });
  tx.emit({ type: 'identity.contract_changed', payload: { contractId: id } });
  await shutOut(tx);
  const row = await findContract(tx, id);
  return row ? ok(row) : notFound('agency_contract');
}

/** Refuses identity.contract_over by field: nobody is put under a contract that is over, or that is not there. */
export async function openContract(tx: Tx, contractId: Id): Promise<Outcome<null>> {
  const contract = await findContract(tx, contractId);
  if (!contract) return refuseFields([{ field: 'contractId', code: 'field.not_found', params: {} }]);
  if (takesPeople(stateAt(contract, tx))) return ok(null);
  return refuseFields([{ field: 'contractId', code: 'identity.contract_over', params: {} }]);
}

/** Who stands under a contract that is over works here no more: disabled or withdrawn, signed out, told of. Gives how many. */
export async function shutOut(tx: Tx): Promise<number> {
  const members = await updateMembersOver(tx);
  await removeSessionsOfAll(
    tx,
    members.map(({ id }) => id),
  );
  for (const { id, state } of members) {
    const changes =
      state === 'withdrawn' ? ({ state: ['invited', state] } as const) : ({ active: [true, false] } as const);
    tx.audit({ action: 'identity.user_changed', entity: 'user', entityId: id, changes });
    tx.emit({ type: 'identity.user_changed', payload: { userId: id } });
  }
  return members.length;
}

/** One sweep over the organisations where the last day of a contract is past. The door was shut at midnight; this gives back the work. */
export async function sweepContracts(db: Database): Promise<number> {
  let left = 0;
  for (const orgId of await listOrganisationsOver(db)) {
    const outcome = await db.inTx(systemActor(orgId, 'contracts'), async (tx) => ok(await shutOut(tx)));
    left += outcome.ok ? outcome.value : 0;
  }
  return left;
}

export async function contractViews(tx: Tx, rows: readonly ContractRow[]): Promise<AgencyContract[]> {
  const members = await listContractMembers(
    tx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    ...row,
    state: stateAt(row, tx),
    recordedAt: formatInstant(row.recordedAt),
    endedAt: row.endedAt === null ? null : formatInstant(row.endedAt),
    members: members
      .filter(({ contractId }) => contractId === row.id)
      .map(({ contractId: _contractId, since, ...member }) => ({ ...member, since: formatInstant(since) })),
  }));
}

function stateAt({ endedAt, timeZone, ...days }: ContractRow, tx: Tx) {
  return contractState({ ...days, ended: endedAt !== null }, dayOf(timeZone, tx.now));
}
