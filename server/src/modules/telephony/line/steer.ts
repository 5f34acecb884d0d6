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
import type { CallRow, ExchangeRow } from '../vocabulary.ts';
import { openLine } from './keeper.ts';
import type { Order } from './order.ts';
import { LineError } from './reach.ts';

type SteerDeps = Omit<TelephonyDeps, 'steer'> & { readonly log: Log };

/**
 * Acts on calls by a short connection of this process: the one that holds the line hears what comes of it. A call that the exchange does not take ends as one that
 * failed, which its maker sees at once; it is never tried again, because a telephone that rings minutes later helps nobody.
 */
export function makeSteer(deps: SteerDeps): Steer {
  const full: TelephonyDeps = { ...deps, steer: () => undefined };
  return (orgId, act) => {
    steer(full, orgId, act).catch((error: unknown) => {
      deps.log.warn({ err: error, act: act.kind }, 'an exchange did not take an order');
      if (act.kind === 'dial') {
        failed(full, orgId, act.callId).catch((lost: unknown) =>
          deps.log.warn({ err: lost }, 'a failed call was not told'),
        );
      }
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
      // The colleague is gone already, and the exchange brought the call back by itself.
      if (act.kind !== 'return' || !(error instanceof LineError) || error.fault !== 'refused') throw error;
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
        ...{
          kind: 'dial',
          call: call.externalId,
          extension: call.extension ?? '',
          number: nationalOf(call.number ?? ''),
        },
        ...{ channel, context, callerNumber, callerName },
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

/** What the exchange took and tells nobody of: that she waits, who is asked, that it records. */
async function taken({ database }: TelephonyDeps, orgId: Id, act: SteerAct): Promise<void> {
  if (!TAKEN.has(act.kind)) return;
  await database.inTxAgain(systemActor(orgId, 'telephony'), async (tx) => {
    const row = await lockCall(tx, act.callId);
    if (row?.state !== 'answered') return ok(null);
    const after = afterOrder(row, act, tx.now);
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

async function failed(deps: TelephonyDeps, orgId: Id, callId: Id): Promise<void> {
  const found = await read(deps, orgId, callId);
  if (!found) return;
  const { call, exchange } = found;
  await deps.database.inTxAgain(systemActor(orgId, 'telephony'), async (tx) =>
    ok(
      await hearSignal(tx, exchange, {
        call: call.externalId,
        what: 'ended',
        direction: 'outbound',
        number: call.number,
        extensions: [],
        end: 'failed',
        cause: null,
        recording: null,
      }),
    ),
  );
}
