import type { PhoneCall } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { notFound, ok, refuse, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { actsOn, type CallAct } from '../rules/acts.ts';
import { findCall } from '../store/call-store.ts';
import { findExchange } from '../store/exchange-store.ts';
import type { CallRow } from '../vocabulary.ts';
import type { TelephonyDeps } from './deps.ts';
import { recordingOf, viewCall } from './view.ts';

/** Acts of a call that need no more than the call. */
export type PlainAct = Exclude<CallAct, 'transfer' | 'consult'>;

/** Of `hang_up` and the others the audit says the same words as before. */
const AUDIT: Readonly<Record<CallAct, string>> = {
  hang_up: 'telephony.hung_up',
  hold: 'telephony.held',
  resume: 'telephony.resumed',
  transfer: 'telephony.transferred',
  consult: 'telephony.consulted',
  complete: 'telephony.given',
  return: 'telephony.taken_back',
  record: 'telephony.recording_started',
  stop_record: 'telephony.recording_stopped',
};

/**
 * An order for the own call; what comes of it the call says. Refuses telephony.over 409, telephony.not_yours 403 of a colleague's call,
 * telephony.cannot_dial where the exchange takes no orders, telephony.not_now 409 where the call is not so far, telephony.no_consent where she must agree
 * to be recorded first, telephony.not_announced where nobody tells callers of it.
 */
export async function steerCall(tx: Tx, { steer }: TelephonyDeps, id: Id, act: PlainAct): Promise<Outcome<PhoneCall>> {
  const row = await steered(tx, id, act);
  if (!row.ok) return row;
  tx.audit({ action: AUDIT[act], entity: 'phone_call', entityId: id, personIds: personsOf(row.value) });
  tx.afterCommit(() => steer(tx.orgId, { kind: act, callId: id }));
  return viewNow(tx, row.value);
}

/** The call goes to another telephone of ours: at once, or after its owner was asked. Refuses what `steerCall` refuses, telephony.own_telephone. */
export async function passOn(
  tx: Tx,
  { steer }: TelephonyDeps,
  id: Id,
  act: 'transfer' | 'consult',
  extension: string,
): Promise<Outcome<PhoneCall>> {
  const row = await steered(tx, id, act);
  if (!row.ok) return row;
  if (row.value.extension === extension) return refuse('telephony.own_telephone');
  tx.audit({
    action: AUDIT[act],
    entity: 'phone_call',
    entityId: id,
    personIds: personsOf(row.value),
    changes: { extension: [row.value.extension, extension] },
  });
  tx.afterCommit(() => steer(tx.orgId, { kind: act, callId: id, extension }));
  return viewNow(tx, row.value);
}

async function steered(tx: Tx, id: Id, act: CallAct): Promise<Outcome<CallRow>> {
  const row = await findCall(tx, id);
  if (!row) return notFound('phone_call');
  if (row.endedAt !== null) return refuse('telephony.over', {}, 409);
  if (row.userId !== tx.actor.userId || row.userId === null) return refuse('telephony.not_yours', {}, 403);
  const exchange = await findExchange(tx, row.exchangeId);
  if (!exchange?.active || exchange.kind === 'webhook') return refuse('telephony.cannot_dial');
  const recording = recordingOf(row, exchange, tx.now);
  if (actsOn(row, exchange.kind, recording).includes(act)) return ok(row);
  if (act === 'record' && recording === 'needs_consent') return refuse('telephony.no_consent', {}, 409);
  if (act === 'record' && recording === 'not_announced') return refuse('telephony.not_announced', {}, 409);
  if (act === 'record' && recording === 'refused') return refuse('telephony.recording_refused', {}, 409);
  return refuse('telephony.not_now', {}, 409);
}

async function viewNow(tx: Tx, row: CallRow): Promise<Outcome<PhoneCall>> {
  const exchange = await findExchange(tx, row.exchangeId);
  return exchange ? ok(viewCall(tx, row, exchange)) : notFound('exchange');
}

function personsOf({ personId }: CallRow): readonly Id[] {
  return personId === null ? [] : [personId];
}
