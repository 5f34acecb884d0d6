import { createHash, randomBytes } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { LineError } from './reach.ts';

/** Where it goes: the address that was checked, and the name that its certificate must bear. */
export type HttpPlace = {
  readonly address: string;
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly authorization: string;
};
export type SocketEvents = { onText(text: string): void; onPong(): void; onClosed(broken: boolean): void };
export type WebSocketLine = { ping(): void; close(): void };

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const OPEN_MILLISECONDS = 5_000;
/** No event is as long; whoever sends more wants our memory. */
const MOST_BYTES = 256 * 1024;

const Op = { more: 0, text: 1, close: 8, ping: 9, pong: 10 } as const;

/** What both requests and the socket of a place are opened with. */
export function optionsOf({
  address,
  host,
  port,
  authorization,
}: HttpPlace): http.RequestOptions & { servername?: string } {
  return {
    host: address,
    port,
    agent: false,
    headers: { host: `${host}:${String(port)}`, authorization },
    ...(net.isIP(host) === 0 ? { servername: host } : {}),
  };
}

/**
 * The client's half of a WebSocket (RFC 6455) to one address: texts in, pings and pongs, nothing else. Throws LineError: `refused` where the other side
 * does not know the account, `protocol` where it is no WebSocket.
 */
export async function openWebSocket(place: HttpPlace, path: string, events: SocketEvents): Promise<WebSocketLine> {
  const key = randomBytes(16).toString('base64');
  const options = optionsOf(place);
  const upgrade = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-key': key,
    'sec-websocket-version': '13',
  };
  const { promise, resolve, reject } = Promise.withResolvers<[Duplex, Buffer]>();
  const request = (place.tls ? https : http).request({
    ...options,
    path,
    headers: { ...options.headers, ...upgrade },
    signal: AbortSignal.timeout(OPEN_MILLISECONDS),
  });
  request.on('upgrade', (answer, socket, head) => {
    // Where it breaks before its line is there, somebody must hear it.
    socket.on('error', () => undefined);
    const expected = createHash('sha1').update(`${key}${GUID}`).digest('base64');
    if (answer.headers['sec-websocket-accept'] === expected) return resolve([socket, head]);
    socket.destroy();
    reject(new LineError('protocol'));
  });
  request.on('response', ({ statusCode }) => {
    request.destroy();
    reject(new LineError(statusCode === 401 || statusCode === 403 ? 'refused' : 'protocol'));
  });
  request.on('error', () => reject(new LineError('unreachable')));
  request.end();
  const [socket, head] = await promise;
  return new Client(socket, head, events);
}

class Client implements WebSocketLine {
  readonly #socket: Duplex;
  readonly #events: SocketEvents;
  readonly #frames = new FrameReader();
  #closed = false;

  constructor(socket: Duplex, head: Buffer, events: SocketEvents) {
    this.#socket = socket;
    this.#events = events;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', () => this.#end(false));
    socket.on('close', () => this.#end(false));
    // What came with the answer waits until its reader has the line.
    if (head.length > 0) setImmediate(() => this.#take(head));
  }

  ping(): void {
    this.#send(Op.ping, Buffer.alloc(0));
  }

  close(): void {
    this.#send(Op.close, Buffer.from([0x03, 0xe8]));
    this.#closed = true;
    this.#socket.end();
    // Whoever does not hang up is hung up on.
    setTimeout(() => this.#socket.destroy(), 1_000).unref();
  }

  #take(chunk: Buffer): void {
    if (this.#closed) return;
    try {
      for (const { op, body } of this.#frames.push(chunk)) {
        if (op === Op.text) this.#events.onText(body.toString('utf8'));
        else if (op === Op.ping) this.#send(Op.pong, body);
        else if (op === Op.pong) this.#events.onPong();
        else if (op === Op.close) this.#end(false);
      }
    } catch {
      this.#end(true);
    }
  }

  /** What a client sends is masked; all of ours is short. */
  #send(op: number, body: Buffer): void {
    if (this.#closed || !this.#socket.writable || body.length > 125) return;
    const mask = randomBytes(4);
    const masked = Buffer.from(body.map((byte, index) => byte ^ (mask[index % 4] ?? 0)));
    this.#socket.write(Buffer.concat([Buffer.from([0x80 | op, 0x80 | body.length]), mask, masked]));
  }

  #end(broken: boolean): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.destroy();
    this.#events.onClosed(broken);
  }
}

type Frame = { readonly op: number; readonly body: Buffer };

/** Cuts bytes into messages, wherever the network split them; parts of a message are joined. Throws on what a server may not send. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);
  #parts: Buffer[] = [];
  #op = 0;

  push(chunk: Buffer): Frame[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const frames: Frame[] = [];
    for (let frame = this.#next(); frame !== null; frame = this.#next()) frames.push(...this.#whole(frame));
    return frames;
  }

  #next(): (Frame & { last: boolean }) | null {
    const rest = this.#rest;
    if (rest.length < 2) return null;
    const [first = 0, second = 0] = rest;
    if ((first & 0x70) !== 0 || (second & 0x80) !== 0) throw new RangeError('no frame of a server');
    let length = second & 0x7f;
    let from = 2;
    if (length === 126) {
      if (rest.length < 4) return null;
      length = rest.readUInt16BE(2);
      from = 4;
    } else if (length === 127) {
      if (rest.length < 10) return null;
      length = Number(rest.readBigUInt64BE(2));
      from = 10;
    }
    if (length > MOST_BYTES) throw new RangeError('a message is too long');
    if (rest.length < from + length) return null;
    this.#rest = rest.subarray(from + length);
    return { op: first & 0x0f, last: (first & 0x80) !== 0, body: rest.subarray(from, from + length) };
  }

  #whole({ op, last, body }: Frame & { last: boolean }): Frame[] {
    if (op >= Op.close) return [{ op, body }];
    if (op !== Op.more) [this.#op, this.#parts] = [op, []];
    this.#parts.push(body);
    if (this.#parts.reduce((sum, part) => sum + part.length, 0) > MOST_BYTES)
      throw new RangeError('a message is too long');
    if (!last) return [];
    const whole = { op: this.#op, body: Buffer.concat(this.#parts) };
    this.#parts = [];
    return [whole];
  }
}
