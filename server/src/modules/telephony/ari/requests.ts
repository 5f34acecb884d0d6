import type { DialOrder, Order } from '../line/order.ts';
import type { AriNames } from './names.ts';

/** A request to ARI. Values are encoded where it is sent. `gone` = that there is no such channel any more is no failure. */
export type AriRequest = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  readonly gone?: true;
  /** That it is so already is no failure (422). */
  readonly already?: true;
  /** What takes it back where a request after it fails, if it did something. */
  readonly undo?: readonly AriRequest[];
};

/** So long a telephone rings. */
const RING_SECONDS = '25';
const PERSON_RING_SECONDS = '60';

const post = (path: readonly string[], query: Record<string, string> = {}): AriRequest => ({
  method: 'POST',
  path,
  query,
});
const remove = (...path: string[]): AriRequest => ({ method: 'DELETE', path, query: {}, gone: true });

export const hangUpLeg = (leg: string): AriRequest => remove('channels', leg);
export const removeBridge = (bridge: string): AriRequest => remove('bridges', bridge);
export const makeBridge = (bridge: string): AriRequest => post(['bridges'], { type: 'mixing', bridgeId: bridge });
export const addLeg = (bridge: string, leg: string): AriRequest =>
  post(['bridges', bridge, 'addChannel'], { channel: leg });
export const answerLeg = (leg: string): AriRequest => post(['channels', leg, 'answer']);

/** The colleague's telephone; what comes next is told by her leg when she answers. */
export function callColleague(app: string, order: Pick<DialOrder, 'call' | 'extension' | 'channel'>): AriRequest {
  return post(['channels'], {
    endpoint: endpointOf(order),
    app,
    appArgs: 'agent',
    channelId: order.call,
    timeout: RING_SECONDS,
  });
}

export type PersonCall = { readonly number: string; readonly context: string; readonly callerNumber: string | null };
/** She answered: now the person is called, by the dial plan. */
export function callPerson(app: string, leg: string, { number, context, callerNumber }: PersonCall): AriRequest {
  return post(['channels'], {
    endpoint: `Local/${number}@${context}`,
    app,
    appArgs: 'patient',
    ...(callerNumber === null ? {} : { callerId: callerNumber }),
    channelId: leg,
    timeout: PERSON_RING_SECONDS,
  });
}

/** A call that came in rings at a telephone of ours. */
export function ringAt(app: string, leg: string, channel: string, extension: string, number: string): AriRequest {
  return post(['channels'], {
    endpoint: endpointOf({ channel, extension }),
    app,
    appArgs: 'ring',
    ...(number === '' ? {} : { callerId: number }),
    channelId: leg,
    timeout: RING_SECONDS,
  });
}

const music = (person: string): AriRequest => post(['channels', person, 'moh']);
export const back = (bridge: string, person: string): readonly AriRequest[] => [
  // Nobody waits in silence.
  { ...remove('channels', person, 'moh'), undo: [music(person)] },
  addLeg(bridge, person),
];
/** The person waits with music, out of the bridge; she is back, and `without` is gone, where that fails half way. Who waits already goes on waiting. */
export const away = (bridge: string, person: string, without: readonly AriRequest[] = []): readonly AriRequest[] => [
  {
    ...post(['bridges', bridge, 'removeChannel'], { channel: person }),
    already: true,
    undo: [...without, ...back(bridge, person)],
  },
  music(person),
];

/** What ARI is told, one request after the other. `theirs` is the caller's own channel where she called. */
export function ariRequests(app: string, order: Order, names: AriNames): readonly AriRequest[] {
  if (order.kind === 'dial') return [callColleague(app, order)];
  const { call } = order;
  const bridge = names.bridge(call);
  const person = order.theirs ?? names.person(call);
  const own = order.ours ?? call;
  switch (order.kind) {
    case 'hang_up':
      // Hers may not be there yet, ours not any more.
      return [hangUpLeg(person), hangUpLeg(own)];
    case 'hold':
      return away(bridge, person);
    case 'resume':
      return back(bridge, person);
    case 'transfer':
      // She leaves our application for the dial plan; our own leg ends with that.
      return [
        post(['channels', person, 'continue'], {
          context: order.context,
          extension: order.extension,
          priority: '1',
        }),
      ];
    case 'consult':
      return [
        ...away(bridge, person, [hangUpLeg(names.consult(call))]),
        post(['channels'], {
          endpoint: endpointOf(order),
          app,
          appArgs: 'consult',
          channelId: names.consult(call),
          timeout: RING_SECONDS,
        }),
      ];
    case 'complete':
      return [hangUpLeg(own)];
    case 'return':
      return [hangUpLeg(names.consult(call))];
    case 'record':
      return [post(['bridges', bridge, 'record'], { name: order.name, format: 'wav', ifExists: 'append' })];
    case 'stop_record':
      return [post(['recordings', 'live', order.name, 'stop'])];
  }
}

function endpointOf({ channel, extension }: { readonly channel: string; readonly extension: string }): string {
  return channel.replaceAll('{extension}', extension);
}

/** As ARI reads it below `/ari`. */
export function targetOf({ path, query }: AriRequest): string {
  const search = Object.entries(query)
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%2F', '/').replaceAll('%40', '@')}`)
    .join('&');
  return `/${path.map((part) => encodeURIComponent(part)).join('/')}${search === '' ? '' : `?${search}`}`;
}
