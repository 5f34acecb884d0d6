import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { ok } from '../../../kernel/outcome.ts';
import { systemActor } from '../../../platform/db/index.ts';
import type { Log } from '../../../platform/log.ts';
import { findOrganisation } from '../../identity/index.ts';
import type { Steer, SteerAct, TelephonyDeps } from '../service/deps.ts';
import { hearSignal, tellCall } from '../service/hear.ts';
import { nationalOf } from '../service/region.ts';
import { findCall, lockCall, updateCall } from '../store/call-store.ts';
import { findExchange } from '../store/exchange-store.ts';
import { NOT_REFUSED, type CallRow, type ExchangeRow } from '../vocabulary.ts';
import { openLine } from './keeper.ts';
import type { Order } from './order.ts';
import { LineError } from './reach.ts';

type SteerDeps = Omit<TelephonyDeps, 'steer'> & { readonly log: Log };

/**
 * Acts on calls by a short connection of this process: the one that holds the line hears what comes of it. What the exchange does not take stands at the call, with the
 * reason, and whoever gave the order sees it at once; a call that it does not take has ended. Nothing is tried again: a telephone that rings minutes later helps nobody.
 */
export function makeSteer(deps: SteerDeps): Steer {
  const full: TelephonyDeps = { ...deps, steer: () => undefined };
  return (orgId, act) => {
    steer(full, orgId, act).catch((error: unknown) => {
      deps.log.warn({ err: error, act: act.kind }, 'an exchange did not take an order');
      refused(full, orgId, act, error).catch((lost: unknown) =>
        deps.log.warn({ err: lost }, 'an order that was refused was not told'),
      );
    });
  };
}

async function steer(deps: TelephonyDeps, orgId: Id, act: SteerAct): Promise<void> {
  const found = await read(deps, orgId, act.callId);
  if (!found || found.call.endedAt !== null) return;
  const { call, exchange, callerName } = found;
  const nobody = { onSignals: () => undefined, onClosed: () => undefined };
  const line = await openLine(deps, orgId, exchange, nobody, { hears: false });
  try {
    await line.order(orderOf(act, call, exchange, callerName)).catch((error: unknown) => {
      if (!(error instanceof LineError) || error.fault !== 'refused') throw error;
      // The colleague is gone already, and the exchange brought the call back by itself.
      if (act.kind !== 'return') throw new OrderError();
    });
  } finally {
    line.close();
  }
  await taken(deps, orgId, act);
}

/** What an exchange is told; a channel is named by its id, which is that of the call where we made it. */
export function orderOf(act: SteerAct, call: CallRow, exchange: ExchangeRow, callerName: string): Order {
  const { channel, context, callerNumber } = exchange;
  const legs = { call: call.externalId, ours: call.ownLeg, theirs: call.personLeg };
  switch (act.kind) {
    case 'dial':
      return {
        kind: 'dial',
        call: call.externalId,
        extension: call.extension ?? '',
        number: nationalOf(call.number ?? ''),
        channel,
        context,
        callerNumber,
        callerName,
      };
    case 'transfer':
    case 'consult':
      return { ...legs, kind: act.kind, extension: act.extension, channel, context };
    case 'record':
    case 'stop_record':
      // ARI says the kind of the file itself.
      return { ...legs, kind: act.kind, name: exchange.kind === 'ami' ? `${call.externalId}.wav` : call.externalId };
    default:
      return { ...legs, kind: act.kind };
  }
}

/** The line stands, and the exchange says no. */
class OrderError extends Error {
  override readonly name = 'OrderError';
}

function whyOf(error: unknown): string {
  if (error instanceof OrderError) return 'telephony.order.refused';
  return `telephony.line.${error instanceof LineError ? error.fault : 'unreachable'}`;
}

/** What the exchange took and tells nobody of: that she waits, who is asked, that it records. What it refused before is over. */
async function taken({ database }: TelephonyDeps, orgId: Id, act: SteerAct): Promise<void> {
  await database.inTxAgain(systemActor(orgId, 'telephony'), async (tx) => {
    const row = await lockCall(tx, act.callId);
    if (row?.state !== 'answered' || (row.refusedAct === null && !TAKEN.has(act.kind))) return ok(null);
    const after = { ...afterOrder(row, act, tx.now), ...NOT_REFUSED };
    await updateCall(tx, after);
    tellCall(tx, after);
    return ok(null);
  });
}

const TAKEN: ReadonlySet<SteerAct['kind']> = new Set(['hold', 'resume', 'consult', 'return', 'record', 'stop_record']);

function afterOrder(row: CallRow, act: SteerAct, now: Instant): CallRow {
  switch (act.kind) {
    case 'hold':
      return { ...row, heldAt: row.heldAt ?? now };
    case 'consult':
      return { ...row, heldAt: row.heldAt ?? now, consulted: act.extension };
    case 'resume':
    case 'return':
      return { ...row, heldAt: null, consulted: null };
    case 'record':
      // She may have refused meanwhile: the order to stop is on its way then.
      return row.recordingWord === 'refused' ? row : { ...row, recordingOn: true };
    case 'stop_record':
      return { ...row, recordingOn: false };
    default:
      return row;
  }
}

async function read(deps: TelephonyDeps, orgId: Id, callId: Id) {
  const found = await deps.database.inTx(
    systemActor(orgId, 'telephony'),
    async (tx) => {
      const call = await findCall(tx, callId);
      const exchange = call && (await findExchange(tx, call.exchangeId));
      const { name } = await findOrganisation(tx);
      return ok(call && exchange ? { call, exchange, callerName: name } : null);
    },
    'read',
  );
  return found.ok ? found.value : null;
}

async function refused(deps: TelephonyDeps, orgId: Id, act: SteerAct, error: unknown): Promise<void> {
  await deps.database.inTxAgain(systemActor(orgId, 'telephony'), async (tx) => {
    const row = await lockCall(tx, act.callId);
    // Over meanwhile: nobody waits for it.
    if (!row || row.endedAt !== null) return ok(null);
    const told = { ...row, refusedAct: act.kind, refusedWhy: whyOf(error), refusedAt: tx.now };
    await updateCall(tx, told);
    const exchange = act.kind === 'dial' ? await findExchange(tx, row.exchangeId) : null;
    if (exchange) {
      const end = { what: 'ended', direction: 'outbound', end: 'failed' } as const;
      const rest = { number: row.number, extensions: [], cause: null, recording: null };
      await hearSignal(tx, exchange, { call: row.externalId, ...end, ...rest });
    } else tellCall(tx, told);
    return ok(null);
  });
}
