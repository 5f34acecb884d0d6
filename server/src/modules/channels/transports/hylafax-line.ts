import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { TransportError } from './types.ts';

const CONNECT_MILLISECONDS = 10_000;
const ANSWER_MILLISECONDS = 30_000;
const MOST_BYTES = 8 * 1024 * 1024;

export type Reply = { readonly code: number; readonly text: string };

/** The other end said no; `code` is its own: 4xx for now, 5xx for good. */
export class RefusedByServer extends Error {
  override readonly name = 'RefusedByServer';
  readonly code: number;
  constructor({ code, text }: Reply) {
    super(text);
    this.code = code;
  }
}

/**
 * One connection to hfaxd: the client protocol of HylaFAX, which is FTP with jobs. Commands one after the other; files and lists on connections of their own, to the same
 * host whatever the other end names (S9).
 */
export class HylafaxLine {
  readonly #socket: Socket;
  readonly #host: string;
  readonly #lines: string[] = [];
  #rest = '';
  readonly #patience: number;
  #wake: (() => void) | null = null;
  #isLost = false;

  private constructor(socket: Socket, host: string, patience: number) {
    this.#socket = socket;
    this.#host = host;
    this.#patience = patience;
    socket.setEncoding('utf8');
    socket.on('data', (data: string) => {
      const parts = (this.#rest + data).split(/\r?\n/);
      this.#rest = (parts.pop() ?? '').slice(0, 10_000);
      this.#lines.push(...parts);
      this.#wake?.();
    });
    const lost = () => {
      this.#isLost = true;
      this.#wake?.();
    };
    socket.on('error', lost);
    socket.on('close', lost);
  }

  /** Answers and lists are waited for `patience` milliseconds. Throws TransportError `unreachable` or `unauthorised`. */
  static async open(
    place: { host: string; port: number },
    user: string,
    password: string,
    patience = ANSWER_MILLISECONDS,
  ): Promise<HylafaxLine> {
    const line = new HylafaxLine(await connected(place.host, place.port), place.host, patience);
    try {
      const hello = await line.#reply();
      if (hello.code !== 220) throw new TransportError('unreachable');
      let reply = await line.ask(`USER ${word(user)}`);
      if (reply.code === 331) reply = await line.ask(`PASS ${word(password)}`);
      // 332: it wants an administrator's word too.
      if (reply.code !== 230) throw new TransportError('unauthorised');
      return line;
    } catch (error) {
      line.close();
      throw error instanceof TransportError ? error : new TransportError('unreachable');
    }
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  /** Whatever it answers. Throws where no answer comes. */
  async ask(command: string): Promise<Reply> {
    this.#socket.write(`${command}\r\n`);
    return this.#reply();
  }

  /** Throws RefusedByServer where it says no. */
  async must(command: string): Promise<Reply> {
    const reply = await this.ask(command);
    if (reply.code >= 400) throw new RefusedByServer(reply);
    return reply;
  }

  /** A temporary file; gives its name over there. */
  async store(bytes: Buffer): Promise<string> {
    const data = await this.#passive();
    const first = await this.must('STOT');
    data.end(bytes);
    const last = await this.#reply();
    data.destroy();
    if (last.code >= 400) throw new RefusedByServer(last);
    const name = /FILE: (\S+?)[\s)]/.exec(`${first.text} ${last.text} `)?.[1];
    if (!name) throw new Error('the name of the file is missing');
    return name;
  }

  /** The lines of a folder: `sendq`, `doneq`, `status`. */
  async list(folder: string): Promise<string[]> {
    const data = await this.#passive();
    const chunks: Buffer[] = [];
    let size = 0;
    data.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MOST_BYTES) chunks.push(chunk);
      else data.destroy(new Error('the list is too long'));
    });
    // A list that breaks off while the answer is waited for is heard of after it: it must not be taken for a whole one.
    const broken: Error[] = [];
    data.on('error', (error) => broken.push(error));
    data.setTimeout(this.#patience, () => data.destroy(new Error('the list does not end')));
    const closed = new Promise((resolve) => data.once('close', resolve));
    try {
      await this.must(`LIST ${word(folder)}`);
      const last = await this.#reply();
      if (last.code >= 400) throw new RefusedByServer(last);
      await closed;
    } finally {
      data.destroy();
    }
    if (broken[0]) throw broken[0];
    return Buffer.concat(chunks)
      .toString('utf8')
      .split(/\r?\n/)
      .filter((line) => line !== '');
  }

  close(): void {
    if (!this.#isLost) this.#socket.end('QUIT\r\n');
    this.#socket.destroySoon();
  }

  async #passive(): Promise<Socket> {
    const { text } = await this.must('PASV');
    const [, high, low] = /\((?:\d+,){4}(\d+),(\d+)\)/.exec(text) ?? [];
    if (high === undefined || low === undefined) throw new Error('the place for files is missing');
    return connected(this.#host, Number(high) * 256 + Number(low));
  }

  async #reply(): Promise<Reply> {
    const end = performance.now() + this.#patience;
    for (;;) {
      for (let line = this.#lines.shift(); line !== undefined; line = this.#lines.shift()) {
        const [, code, text] = /^(\d{3}) (.*)$/.exec(line) ?? [];
        // 120 and 150 come before the answer proper; of the lines in between none is one.
        if (code !== undefined) return { code: Number(code), text: text ?? '' };
      }
      const left = end - performance.now();
      if (this.#isLost || left <= 0) {
        this.#socket.destroy();
        throw new Error('no answer');
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      const timer = setTimeout(resolve, left);
      await promise;
      clearTimeout(timer);
      this.#wake = null;
    }
  }
}

/** A parameter in quotes: no sign of it ends it, and it is one line (S5). */
export function quoted(text: string): string {
  return `"${text.replace(/[\u0000-\u001f\u007f"\\]+/gu, ' ').trim()}"`;
}

function word(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f]+/gu, '');
}

async function connected(host: string, port: number): Promise<Socket> {
  const socket = connect({ host, port });
  // What breaks is seen by whoever waits for it; unheard, it would end the process.
  socket.on('error', () => undefined);
  const signal = AbortSignal.timeout(CONNECT_MILLISECONDS);
  try {
    await once(socket, 'connect', { signal });
    return socket;
  } catch {
    socket.destroy();
    throw new TransportError('unreachable');
  }
}
