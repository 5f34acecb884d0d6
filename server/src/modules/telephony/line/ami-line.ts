import net from 'node:net';
import tls from 'node:tls';
import { formatAction, type ActionField } from '../ami/action.ts';
import { AmiCalls } from '../ami/calls.ts';
import { AmiFramer, type AmiMessage } from '../ami/framer.ts';
import { amiOrders } from '../ami/orders.ts';
import type { CallSignal } from '../rules/signal.ts';
import type { Order } from './order.ts';
import { LineError, type LineFault } from './reach.ts';

export type LineSettings = {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly username: string;
  readonly password: string;
};
export type LineEvents = {
  onSignals(signals: readonly CallSignal[]): void;
  /** Once, and nothing after it. */
  onClosed(fault: LineFault): void;
};
export type Line = {
  /** Throws LineError where the exchange does not take it. */
  order(order: Order): Promise<void>;
  close(): void;
};
export type Manager = Line & {
  /** Throws LineError where the exchange does not take it. */
  act(action: string, fields: readonly ActionField[]): Promise<AmiMessage>;
};

const CONNECT_MILLISECONDS = 5_000;
const ANSWER_MILLISECONDS = 5_000;
const PING_EVERY = 15_000;

type Waiting = { done(message: AmiMessage): void; fail(error: LineError): void };

/** One connection to the manager interface: signed in, asked now and then whether it lives. Throws LineError where it cannot be opened. */
export async function openAmi(
  address: string,
  settings: LineSettings,
  events: LineEvents,
  { hears = true, pingEvery = PING_EVERY }: { readonly hears?: boolean; readonly pingEvery?: number } = {},
): Promise<Manager> {
  const socket = await connect(address, settings);
  const line = new AmiLine(socket, events);
  try {
    await line.act('Login', [
      ['Username', settings.username],
      ['Secret', settings.password],
      ['Events', hears ? 'on' : 'off'],
    ]);
  } catch (error) {
    line.close();
    throw error;
  }
  line.live(pingEvery);
  return line;
}

async function connect(address: string, { host, port, tls: secure }: LineSettings): Promise<net.Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<net.Socket>();
  const socket = secure
    ? tls.connect({ host: address, port, ...(net.isIP(host) === 0 ? { servername: host } : {}) })
    : net.connect({ host: address, port });
  const fail = () => {
    socket.destroy();
    reject(new LineError('unreachable'));
  };
  socket.setTimeout(CONNECT_MILLISECONDS, fail);
  // It stays: where a connection breaks before its line is there, somebody must hear it.
  socket.on('error', fail);
  socket.once(secure ? 'secureConnect' : 'connect', () => {
    socket.setTimeout(0);
    resolve(socket);
  });
  return promise;
}

class AmiLine implements Manager {
  readonly #socket: net.Socket;
  readonly #events: LineEvents;
  readonly #framer = new AmiFramer();
  readonly #calls = new AmiCalls();
  readonly #waiting = new Map<string, Waiting>();
  #next = 1;
  #live = false;
  #closed = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(socket: net.Socket, events: LineEvents) {
    this.#socket = socket;
    this.#events = events;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', () => this.#end('lost'));
    socket.on('close', () => this.#end('lost'));
  }

  act(action: string, fields: readonly ActionField[], name?: string): Promise<AmiMessage> {
    const { promise, resolve, reject } = Promise.withResolvers<AmiMessage>();
    if (this.#closed) return Promise.reject(new LineError('lost'));
    const id = name ?? String(this.#next++);
    const timer = setTimeout(() => this.#end('silent'), ANSWER_MILLISECONDS);
    this.#waiting.set(id, {
      done: (message) => {
        clearTimeout(timer);
        if (message.name === 'Error') reject(new LineError('refused'));
        else resolve(message);
      },
      fail: (error) => {
        clearTimeout(timer);
        reject(error);
      },
    });
    this.#socket.write(formatAction(action, id, fields));
    return promise;
  }

  async order(order: Order): Promise<void> {
    // By the name of the call whoever holds the line knows what became of it: the answer proper comes later, as an event.
    const name = order.kind === 'dial' ? order.call : undefined;
    for (const [action, fields] of amiOrders(order)) await this.act(action, fields, name);
  }

  /** From now on its end is told. */
  live(pingEvery: number): void {
    this.#live = true;
    this.#timer = setInterval(() => {
      // Whoever does not answer ends the line by itself.
      this.act('Ping', []).catch(() => undefined);
    }, pingEvery);
  }

  close(): void {
    this.#live = false;
    if (!this.#closed && this.#socket.writable) this.#socket.write(formatAction('Logoff', String(this.#next++), []));
    this.#end('lost');
  }

  #take(chunk: Buffer): void {
    if (this.#closed) return;
    let messages: AmiMessage[];
    try {
      messages = this.#framer.push(chunk);
    } catch {
      this.#end('protocol');
      return;
    }
    for (const message of messages) {
      if (message.kind === 'response') {
        const id = message.fields.get('actionid') ?? '';
        const waiting = this.#waiting.get(id);
        this.#waiting.delete(id);
        waiting?.done(message);
      } else if (message.kind === 'event') {
        const signals = this.#calls.hear(message);
        if (signals.length > 0) this.#events.onSignals(signals);
      }
    }
  }

  #end(fault: LineFault): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#timer) clearInterval(this.#timer);
    this.#socket.end();
    this.#socket.destroySoon();
    for (const waiting of this.#waiting.values()) waiting.fail(new LineError(fault));
    this.#waiting.clear();
    if (this.#live) this.#events.onClosed(fault);
  }
}
