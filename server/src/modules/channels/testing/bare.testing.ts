import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import smpp, { type Pdu, type Session } from 'smpp';

export type Bare = { readonly port: number; readonly window: number; readonly many: number };

/** Messages a second that the library alone submits to a centre of this machine, and answers its receipts: no gate, no database, one text, nothing kept. */
export async function bareRate({ port, window, many }: Bare): Promise<number> {
  const session = await bound(port);
  session.on('deliver_sm', (pdu: Pdu) => session.send(pdu.response()));
  const { promise, resolve } = Promise.withResolvers<void>();
  let [sent, answered] = [0, 0];
  const next = () => {
    if (sent === many) return;
    sent += 1;
    session.submit_sm(fieldsOf(toOf(sent), TEXT), (_answer: Pdu) => {
      answered += 1;
      if (answered === many) resolve();
      else next();
    });
  };
  const began = performance.now();
  for (let no = 0; no < window; no += 1) next();
  await promise;
  const rate = many / ((performance.now() - began) / 1_000);
  session.destroy();
  return rate;
}

/**
 * The same where the library is used for what it is for: each message has its own text and a number of ours, an answer is refused or gives the centre's
 * number, a receipt is read and found by it, and a message is over with its receipt.
 */
export async function usedRate({ port, window, many }: Bare): Promise<number> {
  const line = await Line.open(port);
  let sent = 0;
  const one = async () => {
    while (sent < many) {
      sent += 1;
      const message = line.submit(randomUUID(), toOf(sent), `${sent}번 고객님, ${TEXT}`.slice(0, 70));
      await message.answered;
      over.push(message.over);
    }
  };
  const over: Promise<unknown>[] = [];
  const began = performance.now();
  await Promise.all(Array.from({ length: window }, one));
  await Promise.all(over);
  const rate = many / ((performance.now() - began) / 1_000);
  line.close();
  return rate;
}

export type Over = { readonly id: string; readonly number: string; readonly state: string };
type Waiting = { readonly resolve: (over: Over) => void; readonly reject: (error: Error) => void };

/** A session, and what of it must be remembered by whoever uses it. */
export class Line {
  readonly #session: Session;
  readonly #byNumber = new Map<string, Waiting & { readonly id: string }>();
  /** Receipts may be there before their answer is. */
  readonly #early = new Map<string, string>();

  private constructor(session: Session) {
    this.#session = session;
    session.on('deliver_sm', (pdu: Pdu) => {
      session.send(pdu.response());
      const [, number = '', state = ''] = /id:(\S+).*?stat:(\S+)/.exec(textOf(pdu)) ?? [];
      const waiting = this.#byNumber.get(number);
      if (!waiting) return void this.#early.set(number, state);
      this.#byNumber.delete(number);
      waiting.resolve({ id: waiting.id, number, state });
    });
  }

  static async open(port: number): Promise<Line> {
    return new Line(await bound(port));
  }

  submit(id: string, to: string, text: string): { readonly answered: Promise<void>; readonly over: Promise<Over> } {
    const answer = Promise.withResolvers<void>();
    const { promise: over, resolve, reject } = Promise.withResolvers<Over>();
    this.#session.submit_sm(fieldsOf(to, text), ({ command_status, message_id = '' }: Pdu) => {
      answer.resolve();
      if (command_status !== 0) return reject(new Error(`refused with ${command_status}`));
      const state = this.#early.get(message_id);
      if (state === undefined) return void this.#byNumber.set(message_id, { id, resolve, reject });
      this.#early.delete(message_id);
      resolve({ id, number: message_id, state });
    });
    return { answered: answer.promise, over };
  }

  close(): void {
    this.#session.destroy();
  }
}

const TEXT = '안부치과입니다. 내일 예약을 확인해 주세요.';
const toOf = (no: number) => `8210${70_000_000 + no}`;

function fieldsOf(destination_addr: string, short_message: string) {
  return { source_addr: '0215881234', destination_addr, data_coding: 8, registered_delivery: 1, short_message };
}

function textOf({ short_message }: Pdu): string {
  return String(Buffer.isBuffer(short_message) ? short_message : (short_message?.message ?? ''));
}

async function bound(port: number): Promise<Session> {
  const session = smpp.connect({ host: '127.0.0.1', port });
  await once(session, 'connect');
  session.socket.setNoDelay(true);
  await new Promise<void>((done) => session.bind_transceiver({ system_id: 'bare', password: 'x' }, () => done()));
  return session;
}
