import http from 'node:http';
import https from 'node:https';
import { AriCalls } from '../ari/calls.ts';
import { readAriEvent, type AriEvent } from '../ari/events.ts';
import { ARI_NAMES, type AriNames } from '../ari/names.ts';
import { ariRequests, targetOf, type AriRequest, type PersonCall } from '../ari/requests.ts';
import { Conductor } from '../ari/conductor.ts';
import type { LineEvents, LineSettings, Line } from './ami-line.ts';
import type { Order } from './order.ts';
import { LineError, type LineFault } from './reach.ts';
import { openWebSocket, optionsOf, type HttpPlace, type WebSocketLine } from './web-socket.ts';

const ANSWER_MILLISECONDS = 5_000;
const MOST_ANSWER_BYTES = 256 * 1024;

export type AriOptions = {
  readonly hears?: boolean;
  readonly pingEvery?: number;
  readonly names?: AriNames;
  /** Whom a call of ours is for; null = it is over, or none of ours. */
  readonly personOf?: (call: string) => Promise<PersonCall | null>;
  /** `PJSIP/{extension}`. */
  readonly channel?: string;
};

/**
 * ARI: events over a WebSocket, orders over HTTP, both to the one address that was checked. The application is named as the account. Who hears also
 * conducts: of a call whose telephone answered the person is called, legs are joined, and what is left over is hung up. Throws LineError.
 */
export async function openAri(
  address: string,
  { host, port, tls, username, password }: LineSettings,
  events: LineEvents,
  { hears = true, pingEvery = 15_000, names = ARI_NAMES, personOf, channel = '' }: AriOptions = {},
): Promise<Line> {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const place: HttpPlace = { address, host, port, tls, authorization };
  const ask = (request: AriRequest) => send(place, request);
  if (!hears) {
    return { order: (order) => inOrder(ariRequests(username, order, names), ask), close: () => undefined };
  }
  const line = new AriLine(events, new AriCalls(names), names, { app: username, channel, ask, personOf });
  const path = `/ari/events?app=${encodeURIComponent(username)}&subscribeAll=true`;
  line.hold(
    await openWebSocket(place, path, {
      onText: (text) => line.hear(text),
      onPong: () => line.lives(),
      onClosed: (broken) => line.end(broken ? 'protocol' : 'lost'),
    }),
    pingEvery,
  );
  return line;
}

/** Whether it did something: false where it was so already. */
type Ask = (request: AriRequest) => Promise<boolean>;
type Doing = {
  readonly app: string;
  readonly channel: string;
  readonly ask: Ask;
  readonly personOf: AriOptions['personOf'];
};

class AriLine implements Line {
  readonly #events: LineEvents;
  readonly #names: AriNames;
  readonly #doing: Doing;
  readonly #calls: AriCalls;
  readonly #conductor: Conductor;
  #socket: WebSocketLine | null = null;
  #timer: NodeJS.Timeout | null = null;
  #answered = true;
  #closed = false;
  /** What one event asks for is done before the next event's. */
  #deeds: Promise<void> = Promise.resolve();

  constructor(events: LineEvents, calls: AriCalls, names: AriNames, doing: Doing) {
    this.#events = events;
    this.#names = names;
    this.#doing = doing;
    this.#calls = calls;
    this.#conductor = new Conductor(doing.app, doing.channel, names);
  }

  hold(socket: WebSocketLine, pingEvery: number): void {
    this.#socket = socket;
    if (this.#closed) socket.close();
    else
      this.#timer = setInterval(() => {
        if (!this.#answered) return this.end('silent');
        this.#answered = false;
        socket.ping();
      }, pingEvery);
  }

  lives(): void {
    this.#answered = true;
  }

  hear(text: string): void {
    this.#answered = true;
    const event = readAriEvent(text);
    if (!event || this.#closed) return;
    const others =
      event.type === 'ChannelDestroyed' || event.type === 'StasisEnd' ? this.#calls.otherLegs(event.channel.id) : null;
    this.#tell(this.#calls.hear(event));
    const { requests, person, news } = this.#conductor.hear(event, others, (call) => this.#calls.personLeg(call));
    if (news) this.#tell(this.#calls.told(news));
    if (requests.length === 0 && person === null) return;
    this.#deeds = this.#deeds.then(() => this.#do(requests, person, event)).catch(() => undefined);
  }

  order(order: Order): Promise<void> {
    return inOrder(ariRequests(this.#doing.app, order, this.#names), this.#doing.ask);
  }

  close(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#closed = true;
    this.#socket?.close();
  }

  end(fault: LineFault): void {
    if (this.#closed) return;
    this.close();
    this.#events.onClosed(fault);
  }

  async #do(requests: readonly AriRequest[], person: string | null, event: AriEvent): Promise<void> {
    try {
      await inOrder(requests, this.#doing.ask);
      if (person === null) return;
      const asked = (await this.#doing.personOf?.(person)) ?? null;
      await inOrder(this.#conductor.person(person, asked), this.#doing.ask);
    } catch {
      // A leg that cannot be joined is hung up: nobody listens into nothing.
      if ('channel' in event) await inOrder(this.#conductor.giveUp(event.channel.id), this.#doing.ask);
    }
  }

  #tell(signals: ReturnType<AriCalls['hear']>): void {
    if (signals.length > 0) this.#events.onSignals(signals);
  }
}

/** One after the other. Where one fails, those before it are taken back as far as the exchange lets us, and the first failure is thrown. */
async function inOrder(requests: readonly AriRequest[], ask: Ask): Promise<void> {
  const undo: AriRequest[] = [];
  for (const one of requests) {
    try {
      if (await ask(one)) undo.unshift(...(one.undo ?? []));
    } catch (error) {
      for (const each of undo) await ask(each).catch(() => false);
      throw error;
    }
  }
}

/** Throws LineError `refused` where ARI does not take it. */
function send(place: HttpPlace, request: AriRequest): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  const sent = (place.tls ? https : http).request({
    ...optionsOf(place),
    method: request.method,
    path: `/ari${targetOf(request)}`,
    signal: AbortSignal.timeout(ANSWER_MILLISECONDS),
  });
  sent.on('response', (answer) => {
    const { statusCode = 0 } = answer;
    let bytes = 0;
    answer.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MOST_ANSWER_BYTES) sent.destroy();
    });
    answer.on('error', () => reject(new LineError('lost')));
    answer.on('end', () => {
      const isSo = (statusCode === 404 && request.gone) || (statusCode === 422 && request.already);
      if (statusCode < 300 || isSo) resolve(!isSo);
      else reject(new LineError('refused'));
    });
  });
  sent.on('error', () => reject(new LineError('unreachable')));
  sent.end();
  return promise;
}
