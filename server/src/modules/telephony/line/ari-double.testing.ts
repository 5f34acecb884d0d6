import { createHash } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { ariSession, type AriLine } from '../fixtures/session.testing.ts';
import { AriRules } from './ari-rules.testing.ts';

export type AriDouble = {
  readonly port: number;
  /** `POST /channels?…` as they came, without `/ari`. */
  readonly requests: readonly string[];
  /** Requests that did not begin with the captured one that was next; where none is played, those that it refused unasked. */
  readonly strange: readonly string[];
  /** What ours said beside the captured ones. */
  readonly beside: readonly string[];
  readonly open: () => number;
  say(event: unknown): void;
  /** As bytes, in pieces of so many. */
  drop(): void;
  freeze(): void;
  /** Answers of the next requests to a path that holds this. */
  refuse(part: string): void;
  stop(): Promise<void>;
};

type Options = {
  readonly password: string;
  /** Play the captured session: events come when the requests before them have come. */
  readonly plays?: boolean;
  readonly pieces?: number;
};

/** An exchange over real HTTP and WebSocket that knows one account, and takes of requests what a real one would (`ari-rules.testing.ts`). */
export async function ariDouble({ password, plays = false, pieces = 1_000_000 }: Options): Promise<AriDouble> {
  const session: readonly AriLine[] = plays ? ariSession() : [];
  const said = { requests: [] as string[], strange: [] as string[], beside: [] as string[], refused: [] as string[] };
  const sockets = new Set<Duplex>();
  const state = { at: 0, frozen: false };
  const knows = (authorization = '') => authorization === `Basic ${Buffer.from(`crm:${password}`).toString('base64')}`;
  const send = (bytes: Buffer) => {
    for (const socket of sockets) {
      for (let from = 0; from < bytes.length; from += pieces) socket.write(bytes.subarray(from, from + pieces));
    }
  };
  const rules = new AriRules();
  const say = (event: unknown) => {
    rules.told(event);
    send(frame(1, Buffer.from(JSON.stringify(event))));
  };
  /** The captured client ended the call 2.5 s later: an event waits for no request that comes after it. */
  const play = () => {
    for (let line = session[state.at]; line && 'event' in line; line = session[state.at]) {
      state.at += 1;
      say(line.event);
    }
  };
  const captured = (request: string): { status: number; body: unknown } => {
    const line = session[state.at];
    if (line && 'http' in line && request.startsWith(line.http)) {
      const more = request.slice(line.http.length);
      if (more !== '') said.beside.push(more);
      state.at += 1;
      setImmediate(play);
      return line;
    }
    said.strange.push(request);
    return { status: 204, body: null };
  };
  const server = http.createServer((request, answer) => {
    request.resume();
    const asked = `${request.method ?? ''} ${(request.url ?? '').replace(/^\/ari/, '')}`;
    if (!knows(request.headers.authorization)) return void answer.writeHead(401).end();
    said.requests.push(asked);
    const refused = said.refused.findIndex((part) => asked.includes(part));
    if (refused >= 0) said.refused.splice(refused, 1);
    const { status, body } =
      refused >= 0 ? { status: 409, body: { message: '-' } } : plays ? captured(asked) : rules.answer(asked);
    // That there is none any more is what who hangs up wants.
    if (!plays && refused < 0 && status >= 400 && !(status === 404 && request.method === 'DELETE'))
      said.strange.push(`${String(status)} ${asked}`);
    answer.writeHead(status, { 'content-type': 'application/json' }).end(body === null ? '' : JSON.stringify(body));
  });
  server.on('upgrade', (request, socket: Duplex) => {
    socket.on('error', () => undefined);
    if (!knows(request.headers.authorization))
      return void socket.end('HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n');
    const key = request.headers['sec-websocket-key'] ?? '';
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`,
    );
    said.requests.push(`EVENTS ${request.url ?? ''}`);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (data: Buffer) => {
      const op = (data[0] ?? 0) & 0x0f;
      if (op === 9 && !state.frozen) socket.write(frame(10, Buffer.alloc(0)));
      if (op === 8) socket.end(frame(8, Buffer.alloc(0)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    requests: said.requests,
    strange: said.strange,
    beside: said.beside,
    open: () => sockets.size,
    say,
    drop: () => {
      for (const socket of sockets) socket.destroy();
    },
    freeze: () => void (state.frozen = true),
    refuse: (part) => void said.refused.push(part),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** As a server sends it: not masked. */
export function frame(op: number, body: Buffer): Buffer {
  const { length } = body;
  if (length < 126) return Buffer.concat([Buffer.from([0x80 | op, length]), body]);
  const head = Buffer.alloc(4);
  head[0] = 0x80 | op;
  head[1] = 126;
  head.writeUInt16BE(length, 2);
  return Buffer.concat([head, body]);
}
