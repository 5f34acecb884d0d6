import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import smpp, { type Pdu, type Session } from 'smpp';
import { alphabetOf, partsOf } from '../rules/measure.ts';

export type Taken = {
  readonly to: string;
  readonly text: string;
  readonly key: string | null;
  readonly coding: number;
  readonly at: number;
};

/** What the centre does with a message: takes it, refuses it with a status, or takes it and never answers. */
export type Behaviour = 'take' | 'silent' | number;

export type Centre = {
  readonly port: number;
  /** All that was submitted, parts too, in order; a key that came before is answered and not taken again. */
  readonly taken: Taken[];
  /** How many it took, also where it keeps nothing of them. */
  count(): number;
  behave(behaviour: Behaviour): void;
  /** Receipts: none, after the answer, or before it. */
  receipts(when: 'none' | 'after' | 'before'): void;
  /** Somebody has signed in, and hears what is said. */
  isBound(): boolean;
  /** A text of somebody, to whoever is bound; a long one in parts, the last part first. Gives the statuses of the answers. */
  say(from: string, text: string): Promise<number[]>;
  /** Says good-bye to every session, and resolves when they have said it too. */
  goodbye(): Promise<void>;
  /** Ends every session at once, as a broken line does. */
  cut(): void;
  close(): Promise<void>;
};

export const KEY_TAG = 0x1501;

/** A message centre in this process, over a real socket: for what the other end may do, and for the bench. */
export async function startCentre(options: { keeps?: boolean } = {}): Promise<Centre> {
  smpp.addTLV(`anbu_key_${KEY_TAG}`, { id: KEY_TAG, type: smpp.types.cstring });
  const taken: Taken[] = [];
  const ids = new Map<string, string>();
  const sessions = new Set<Session>();
  let behaviour: Behaviour = 'take';
  let receipts: 'none' | 'after' | 'before' = 'none';
  let number = 0;
  let isBound = false;
  const keeps = options.keeps ?? true;

  const submitted = (session: Session, pdu: Pdu) => {
    if (typeof behaviour === 'number') return void session.send(pdu.response({ command_status: behaviour }));
    const key = (pdu[`anbu_key_${KEY_TAG}`] as string | undefined) ?? null;
    const part = partOf(pdu);
    const known = key === null ? undefined : ids.get(`${key} ${part}`);
    const message_id = known ?? `m${(number += 1)}`;
    if (known === undefined) {
      if (key !== null) ids.set(`${key} ${part}`, message_id);
      if (keeps)
        taken.push({
          to: pdu.destination_addr ?? '',
          text: textOf(pdu),
          key,
          coding: pdu.data_coding ?? 0,
          at: performance.now(),
        });
    }
    if (behaviour === 'silent') return;
    const wants = Number(pdu['registered_delivery'] ?? 0) !== 0;
    if (wants && receipts === 'before') deliver(session, message_id, pdu.destination_addr ?? '');
    session.send(pdu.response({ message_id }));
    if (wants && receipts === 'after') deliver(session, message_id, pdu.destination_addr ?? '');
  };

  const server = smpp.createServer((session) => {
    sessions.add(session);
    session.socket.setNoDelay(true);
    session.on('close', () => sessions.delete(session));
    session.on('error', () => undefined);
    session.on('bind_transceiver', (pdu: Pdu) => {
      const command_status = pdu['password'] === 'wrong' ? 0x0e : 0;
      isBound ||= command_status === 0;
      session.send(pdu.response({ command_status, system_id: 'centre' }));
    });
    session.on('submit_sm', (pdu: Pdu) => submitted(session, pdu));
    session.on('enquire_link', (pdu: Pdu) => session.send(pdu.response()));
    session.on('unbind', (pdu: Pdu) => {
      session.send(pdu.response());
      session.close();
    });
  });
  server.on('error', () => undefined);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    taken,
    count: () => number,
    behave: (next) => void (behaviour = next),
    receipts: (when) => void (receipts = when),
    isBound: () => isBound,
    async say(from, text) {
      const [session] = sessions;
      if (!session) throw new Error('nobody is bound');
      const parts = partsOf(text, alphabetOf(text)).map((part, index, all) =>
        said(from, part, { reference: (text.length % 200) + 1, total: all.length, no: index + 1 }),
      );
      return Promise.all(
        parts
          .reverse()
          .map(
            (fields) =>
              new Promise<number>((done) => session.deliver_sm(fields, (answer) => done(answer.command_status))),
          ),
      );
    },
    async goodbye() {
      await Promise.all([...sessions].map((session) => new Promise<void>((said) => session.unbind(() => said()))));
    },
    cut() {
      for (const session of sessions) session.destroy();
    },
    async close() {
      for (const session of sessions) session.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

function said(from: string, text: string, part: { reference: number; total: number; no: number }) {
  const { reference, total, no } = part;
  const common = { source_addr: from, source_addr_ton: 1, destination_addr: '0215881234', data_coding: 8 };
  if (total === 1) return { ...common, short_message: text };
  return { ...common, short_message: { message: text, udh: Buffer.from([5, 0, 3, reference, total, no]) } };
}

function deliver(session: Session, id: string, from: string): void {
  session.deliver_sm({
    source_addr: from,
    destination_addr: '0215881234',
    esm_class: 4,
    short_message: `id:${id} sub:001 dlvrd:001 submit date:2611260900 done date:2611260901 stat:DELIVRD err:000 text:`,
  });
}

/** The words of a submission, with the number of its part before them where it is one of several. */
function textOf({ short_message, message_payload }: Pdu): string {
  for (const body of [short_message, message_payload]) {
    const message = Buffer.isBuffer(body) ? body.toString() : body?.message;
    if (message && message.length > 0) return message.toString();
  }
  return '';
}

function partOf({ short_message }: Pdu): number {
  const udh = Buffer.isBuffer(short_message) ? undefined : short_message?.udh;
  return udh?.[0] ? (udh[0].at(-1) ?? 0) : 0;
}
