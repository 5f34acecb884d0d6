import net from 'node:net';
import tls from 'node:tls';
import smpp, { type Pdu, type PduFields } from 'smpp';
import { COMMANDS, commandOf, deliverAnswer, numberIn, sequenceOf, statusOf } from './smpp-pdu.ts';

const ANSWER_MILLISECONDS = 30_000;
const ALIVE_MILLISECONDS = 30_000;
const LOOK_MILLISECONDS = 1_000;
/** Unanswered at a time; then what is said waits a millisecond for what else there is. */
const MANY = 16;
/** Longer than the longest text with all parameters; what says more is no centre. */
const MOST_BYTES = 128 * 1024;
const MOST_SEQUENCE = 0x7fffffff;

/** `number`: what the centre calls the message. */
export type Said = { readonly status: number; readonly number: string | null };
/** `lost`: no answer will come. `unsent`: the session was ending, and nothing of it left. */
export type Answer = Said | 'lost' | 'unsent';

type Waiting = { readonly answered: (answer: Answer) => void; readonly since: number };
type Unsaid = { readonly bytes: Buffer; readonly sequence: number | null; readonly written: (() => void) | null };

export type SessionEvents = {
  /** A receipt or a text, in bytes; it is to be answered with `deliverAnswer`. */
  readonly onDeliver: (pdu: Buffer) => void;
  /** It takes nothing any more: it broke, or the centre ends it; what it has taken it may still answer. */
  readonly onEnding: () => void;
};

/**
 * A line to a message centre: numbers what is asked, finds the question of an answer, says everything of one turn of the program in one write, and keeps the
 * line alive. A question gets one answer, which is `lost` after half a minute, or when the line breaks.
 */
export class SmppSession {
  readonly #socket: net.Socket;
  readonly #events: SessionEvents;
  readonly #waiting = new Map<number, Waiting>();
  readonly #looks: NodeJS.Timeout;
  #sequence = 0;
  #rest: Buffer | null = null;
  #unsaid: Unsaid[] = [];
  #aliveAt = performance.now();
  #isLost = false;

  private constructor(socket: net.Socket, events: SessionEvents) {
    this.#socket = socket;
    this.#events = events;
    this.#looks = setInterval(() => this.#look(), LOOK_MILLISECONDS);
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#hear(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#lost());
  }

  /** Null where nobody is there. */
  static connect(
    {
      host,
      port,
      name,
      isTls,
      milliseconds,
    }: { host: string; port: number; name: string; isTls: boolean; milliseconds: number },
    events: SessionEvents,
  ): Promise<SmppSession | null> {
    const { promise, resolve } = Promise.withResolvers<SmppSession | null>();
    const socket = isTls ? tls.connect({ host, port, servername: name }) : net.connect({ host, port });
    const failed = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(null);
    };
    const timer = setTimeout(failed, milliseconds);
    socket.once('error', failed);
    socket.once('close', failed);
    socket.once(isTls ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      socket.removeListener('error', failed);
      socket.removeListener('close', failed);
      resolve(new SmppSession(socket, events));
    });
    return promise;
  }

  /** `written`: the bytes are out, or never will be. */
  submit(make: (sequence: number) => Buffer, written: () => void, answered: (answer: Answer) => void): void {
    const sequence = this.#next();
    const bytes = this.#socket.writable ? bytesOf(make, sequence) : null;
    if (!bytes) {
      written();
      return answered('unsent');
    }
    this.#waiting.set(sequence, { answered, since: performance.now() });
    this.#say({ bytes, sequence, written });
  }

  /** What is asked seldom: to be let in, to go. */
  ask(command: string, fields: PduFields): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const make = (sequence_number: number) => new smpp.PDU(command, { ...fields, sequence_number }).toBuffer();
    this.submit(make, () => undefined, resolve);
    return promise;
  }

  answerDelivery(sequence: number, status: number): void {
    this.#say({ bytes: deliverAnswer(sequence, status), sequence: null, written: null });
  }

  flush(): void {
    this.#write();
  }

  destroy(): void {
    this.#socket.destroy();
    this.#lost();
  }

  /** Together with all else of this turn: each write by itself costs more than all else that is done for a message. */
  #say(unsaid: Unsaid): void {
    this.#unsaid.push(unsaid);
    if (this.#unsaid.length > 1) return;
    // With many on their way more is there to say in a moment.
    if (this.#waiting.size >= MANY) setTimeout(() => this.#write(), 1);
    else process.nextTick(() => this.#write());
  }

  #write(): void {
    const said = this.#unsaid;
    this.#unsaid = [];
    if (said.length === 0) return;
    if (!this.#socket.writable) return this.#takeBack(said);
    const bytes = said.length === 1 ? said[0]!.bytes : Buffer.concat(said.map((one) => one.bytes));
    this.#socket.write(bytes, () => {
      for (const { written } of said) written?.();
    });
  }

  /** Nothing of it left. */
  #takeBack(unsaid: readonly Unsaid[]): void {
    for (const { sequence, written } of unsaid) {
      written?.();
      if (sequence !== null) this.#answer(sequence, 'unsent');
    }
  }

  #answer(sequence: number, answer: Answer): void {
    const waiting = this.#waiting.get(sequence);
    this.#waiting.delete(sequence);
    waiting?.answered(answer);
  }

  #next(): number {
    this.#sequence = this.#sequence === MOST_SEQUENCE ? 1 : this.#sequence + 1;
    return this.#sequence;
  }

  #hear(chunk: Buffer): void {
    const bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    let at = 0;
    while (bytes.length - at >= 16) {
      const length = bytes.readUInt32BE(at);
      if (length < 16 || length > MOST_BYTES) return this.destroy();
      if (bytes.length - at < length) break;
      this.#take(bytes.subarray(at, at + length));
      if (this.#isLost) return;
      at += length;
    }
    this.#rest = at === bytes.length ? null : bytes.subarray(at);
  }

  #take(pdu: Buffer): void {
    const command = commandOf(pdu);
    if (command === COMMANDS.deliver) return this.#events.onDeliver(pdu);
    if (command >= 0x80000000) {
      const number = command === COMMANDS.submitAnswer ? numberIn(pdu) : null;
      return this.#answer(sequenceOf(pdu), { status: statusOf(pdu), number });
    }
    const asked = readPdu(pdu);
    if (asked?.command !== 'enquire_link' && asked?.command !== 'unbind') return;
    this.#say({ bytes: asked.response().toBuffer(), sequence: null, written: null });
    if (asked.command !== 'unbind') return;
    this.#events.onEnding();
    this.#write();
    this.#socket.end();
  }

  /** Who asked first has waited longest. */
  #look(): void {
    const now = performance.now();
    for (const [sequence, { since }] of this.#waiting) {
      if (now - since < ANSWER_MILLISECONDS) break;
      this.#answer(sequence, 'lost');
    }
    if (now - this.#aliveAt < ALIVE_MILLISECONDS) return;
    this.#aliveAt = now;
    const bytes = new smpp.PDU('enquire_link', { sequence_number: this.#next() }).toBuffer();
    this.#say({ bytes, sequence: null, written: null });
  }

  #lost(): void {
    if (this.#isLost) return;
    this.#isLost = true;
    clearInterval(this.#looks);
    this.#events.onEnding();
    this.#write();
    for (const sequence of [...this.#waiting.keys()]) this.#answer(sequence, 'lost');
  }
}

/** Null for what cannot be put into bytes. */
function bytesOf(make: (sequence: number) => Buffer, sequence: number): Buffer | null {
  try {
    return make(sequence);
  } catch {
    return null;
  }
}

/** By the package; null for what it cannot read. */
export function readPdu(bytes: Buffer): Pdu | null {
  try {
    return new smpp.PDU(bytes);
  } catch {
    return null;
  }
}
