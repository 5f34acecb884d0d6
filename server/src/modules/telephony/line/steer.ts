import type { Id } from '../../../kernel/ids.ts';
import { ok } from '../../../kernel/outcome.ts';
import { systemActor } from '../../../platform/db/index.ts';
import type { Log } from '../../../platform/log.ts';
import { findOrganisation } from '../../identity/index.ts';
import { originateFields, type ActionField } from '../ami/action.ts';
import type { Steer, SteerAct, TelephonyDeps } from '../service/deps.ts';
import { hearSignal } from '../service/hear.ts';
import { findCall } from '../store/call-store.ts';
import { findExchange } from '../store/exchange-store.ts';
import type { CallRow, ExchangeRow } from '../vocabulary.ts';
import { openLine } from './keeper.ts';

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
    const [action, fields] = orderOf(act, call, exchange, callerName);
    await line.act(action, fields);
  } finally {
    line.close();
  }
}

type Order = readonly [action: string, fields: readonly ActionField[]];

/** What AMI is told. A channel is named by its unique id, which is that of the call where we made it. */
export function orderOf(act: SteerAct, call: CallRow, exchange: ExchangeRow, callerName: string): Order {
  switch (act.kind) {
    case 'dial':
      return [
        'Originate',
        originateFields({
          callId: call.externalId,
          extension: call.extension ?? '',
          channel: exchange.channel,
          context: exchange.context,
          number: nationalOf(call.number ?? ''),
          callerNumber: exchange.callerNumber,
          callerName,
        }),
      ];
    case 'hang_up':
      return ['Hangup', [['Channel', call.externalId]]];
    case 'transfer':
      return [
        'Redirect',
        [
          ['Channel', call.externalId],
          ['Context', exchange.context],
          ['Exten', act.extension],
          ['Priority', '1'],
        ],
      ];
  }
}

/** As the dial plan of a Korean exchange has it: 010…; other countries with 00. */
export function nationalOf(e164: string): string {
  return e164.startsWith('+82') ? `0${e164.slice(3)}` : e164.replace(/^\+/, '00');
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
