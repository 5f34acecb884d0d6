import type { LegOrder, Order } from '../line/order.ts';
import { originateFields, type ActionField } from './action.ts';

export type AmiOrder = readonly [action: string, fields: readonly ActionField[]];

/** The context in which those who wait hear music (docs/telephony.md). */
export const HOLD_CONTEXT = 'anbu-hold';

/** What AMI is told, one action after the other. A channel is named by its unique id. */
export function amiOrders(order: Order): readonly AmiOrder[] {
  if (order.kind === 'dial') return [['Originate', originateFields({ ...order, callId: order.call })]];
  const { call } = order;
  const ours = order.ours ?? call;
  const theirs = order.theirs ?? call;
  switch (order.kind) {
    case 'hang_up':
      // Her own channel where she called; ours where we did, whoever of us has it now.
      return [['Hangup', [['Channel', theirs === call ? call : ours]]]];
    case 'hold':
      return [['Redirect', held(order)]];
    case 'resume':
      return [
        [
          'Bridge',
          [
            ['Channel1', ours],
            ['Channel2', theirs],
          ],
        ],
      ];
    case 'transfer':
      return [['BlindTransfer', place(ours, order)]];
    case 'consult':
      return [['Atxfer', place(ours, order)]];
    case 'complete':
      // Who consults and hangs up has given the call away.
      return [['Hangup', [['Channel', ours]]]];
    case 'return':
      return [['CancelAtxfer', [['Channel', ours]]]];
    case 'record':
      return [
        [
          'MixMonitor',
          [
            ['Channel', theirs],
            ['File', order.name],
            ['options', 'a'],
          ],
        ],
      ];
    case 'stop_record':
      return [['StopMixMonitor', [['Channel', theirs]]]];
  }
}

function place(channel: string, { extension, context }: { extension: string; context: string }): ActionField[] {
  return [
    ['Channel', channel],
    ['Context', context],
    ['Exten', extension],
  ];
}

/** Both legs go to the dial plan: one hears music, the other one waits, until they are bridged again. */
function held({ call, ours, theirs }: Pick<LegOrder, 'call' | 'ours' | 'theirs'>): ActionField[] {
  return [
    ['Channel', theirs ?? call],
    ['Context', HOLD_CONTEXT],
    ['Exten', 'music'],
    ['Priority', '1'],
    ['ExtraChannel', ours ?? call],
    ['ExtraContext', HOLD_CONTEXT],
    ['ExtraExten', 'wait'],
    ['ExtraPriority', '1'],
  ];
}
