import type { AgentState, PhoneAgent } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { formatInstant, plus, SECOND, type Instant } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { findMember, listMembers } from '../../identity/index.ts';
import {
  findExtension,
  listAgents,
  listExtensions,
  removeExtension,
  saveAgent,
  saveExtension,
  type AgentRow,
} from '../store/agent-store.ts';
import { findExchange } from '../store/exchange-store.ts';
import { WRAP_UP_SECONDS } from '../vocabulary.ts';

/** All active members with their telephones; those without one too, so that they can be given one. */
export async function phoneAgents(tx: Tx): Promise<PhoneAgent[]> {
  const members = (await listMembers(tx)).filter(({ active }) => active);
  const telephones = new Map((await listExtensions(tx)).map((row) => [row.userId, row]));
  const states = new Map((await listAgents(tx, wrapUpSince(tx))).map((row) => [row.userId, row]));
  return members.map(({ id, name }) => {
    const telephone = telephones.get(id);
    const { state, since } = stateOf(states.get(id));
    return {
      userId: id,
      name,
      exchangeId: telephone?.exchangeId ?? null,
      extension: telephone?.extension ?? null,
      state,
      since: since === null ? null : formatInstant(since),
    };
  });
}

export async function ownState(tx: Tx, userId: Id): Promise<AgentState | null> {
  const row = (await listAgents(tx, wrapUpSince(tx))).find((one) => one.userId === userId);
  return row ? stateOf(row).state : null;
}

function wrapUpSince(tx: Tx): Instant {
  return plus(tx.now, -WRAP_UP_SECONDS.spoken * SECOND);
}

/** What she does comes before what she says. */
export function stateOf(row: AgentRow | undefined): { readonly state: AgentState; readonly since: Instant | null } {
  if (!row) return { state: 'away', since: null };
  if (row.onCallSince !== null) return { state: 'on_call', since: row.onCallSince };
  if (row.wrapUpSince !== null && row.said !== 'away') return { state: 'wrap_up', since: row.wrapUpSince };
  return row.said === 'away' ? { state: 'away', since: row.saidSince } : { state: 'available', since: row.saidSince };
}

/** Refuses telephony.exchange_unknown on `telephone`, telephony.extension_taken 409. */
export async function giveTelephone(
  tx: Tx,
  userId: Id,
  telephone: { readonly exchangeId: Id; readonly extension: string } | null,
): Promise<Outcome<PhoneAgent>> {
  const member = await findMember(tx, userId);
  if (!member) return notFound('user');
  const before = await findExtension(tx, userId);
  if (telephone === null) await removeExtension(tx, userId);
  else {
    if (!(await findExchange(tx, telephone.exchangeId)))
      return refuseFields([{ field: 'telephone.exchangeId', code: 'telephony.exchange_unknown', params: {} }]);
    if (!(await saveExtension(tx, { userId, ...telephone })))
      return refuse('telephony.extension_taken', { extension: telephone.extension }, 409);
  }
  tx.audit({
    action: 'telephony.telephone_given',
    entity: 'user',
    entityId: userId,
    changes: { extension: [before?.extension ?? null, telephone?.extension ?? null] },
  });
  tx.emit({ type: 'telephony.agent_changed', payload: { userId } });
  const agent = (await phoneAgents(tx)).find((one) => one.userId === userId);
  return agent ? ok(agent) : notFound('user');
}

/** She takes calls, or is away. Refuses telephony.users_only for a key. */
export async function sayState(tx: Tx, state: 'available' | 'away'): Promise<Outcome<null>> {
  const { userId } = tx.actor;
  if (userId === null) return refuse('telephony.users_only', {}, 403);
  await saveAgent(tx, userId, state);
  tx.audit({ action: 'telephony.state_said', entity: 'user', entityId: userId, changes: { state: [null, state] } });
  tx.emit({ type: 'telephony.agent_changed', payload: { userId } });
  return ok(null);
}
