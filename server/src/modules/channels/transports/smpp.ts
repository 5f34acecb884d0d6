import smpp, { type Pdu, type Session } from 'smpp';
import type { Outgoing } from '../../../platform/outgoing/index.ts';
import { alphabetOf, partsOf, type Alphabet } from '../rules/measure.ts';
import { textIn, type HeardText } from './heard.ts';
import { isReceipt, isTemporary, receiptIn, whyOf } from './smpp-words.ts';
import { addressed } from './place.ts';
import {
  settled,
  TransportError,
  type Going,
  type Handed,
  type Parcel,
  type Receipt,
  type Transport,
  type TransportSecrets,
  type TransportSettings,
} from './types.ts';

const CONNECT_MILLISECONDS = 10_000;
const ANSWER_MILLISECONDS = 30_000;
const ALIVE_MILLISECONDS = 30_000;
/** What one message holds; longer ones travel in parts or as a payload. */
const OCTETS = 140;
const RECEIPTS_TOGETHER_MILLISECONDS = 20;
/** SMPP 3.4: for now it cannot be taken (the centre tries again); it is not taken at all. */
const NOT_NOW = 0x64;
const NEVER = 0x65;

export type SmppOptions = {
  readonly settings: TransportSettings;
  readonly secrets: TransportSecrets;
  readonly sender: string;
  readonly outgoing: Outgoing;
  /** Stores what was reported; the centre hears that it was taken once this is done. */
  readonly onReceipts: (receipts: readonly Receipt[]) => Promise<void>;
  /** Keeps a text that somebody sent; the centre hears that it was taken once this is done. */
  readonly onText: (text: HeardText) => Promise<void>;
};

/** `lost`: no answer will come. `unsent`: the session was ending, and nothing of it left. */
type Answer = Pdu | 'lost' | 'unsent';
type Waiting = { readonly session: Session; readonly answered: (answer: Answer) => void };

/**
 * A session with a message centre (SMPP 3.4). A text goes in the alphabet that holds it, a long one in parts of 153 or 67 characters, or whole as a payload;
 * the receipt is asked for with the last part, whose number stands for the message. Where the centre names a parameter for it, each part carries our own
 * number, and the same one twice is one message.
 */
export function openSmpp({ settings, secrets, sender, outgoing, onReceipts, onText }: SmppOptions): Transport {
  const tag = settings['idempotencyTag'];
  const keyed = typeof tag === 'number' ? `anbu_key_${tag}` : null;
  if (keyed !== null) smpp.addTLV(keyed, { id: Number(tag), type: smpp.types.cstring });
  const waiting = new Set<Waiting>();
  let session: Session | null = null;
  let reference = 0;
  let heard: { readonly receipt: Receipt; readonly pdu: Pdu }[] = [];
  let texts: Promise<void> = Promise.resolve();

  const ask = (current: Session, start: (answered: (answer: Pdu) => void) => boolean): Promise<Answer> => {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const entry: Waiting = { session: current, answered: resolve };
    waiting.add(entry);
    const timer = setTimeout(() => entry.answered('lost'), ANSWER_MILLISECONDS);
    try {
      if (!start(entry.answered)) resolve('unsent');
    } catch {
      // What cannot be put into bytes never left.
      resolve('unsent');
    }
    return promise.finally(() => {
      clearTimeout(timer);
      waiting.delete(entry);
    });
  };

  const lost = (current: Session) => {
    if (session === current) session = null;
    for (const { answered, ...of } of [...waiting]) if (of.session === current) answered('lost');
  };

  const flushReceipts = async (current: Session) => {
    const batch = heard;
    heard = [];
    const status = await onReceipts(batch.map(({ receipt }) => receipt)).then(
      () => 0,
      () => NOT_NOW,
    );
    together(current);
    for (const { pdu } of batch) current.send(pdu.response({ command_status: status }));
  };

  /** One after the other: what could not be kept the centre brings again. */
  const take = (current: Session, pdu: Pdu) => {
    const text = textIn(pdu);
    if (!text) return void current.send(pdu.response({ command_status: NEVER }));
    texts = texts
      .then(() => onText(text))
      .then(
        () => 0,
        () => NOT_NOW,
      )
      .then((command_status) => void current.send(pdu.response({ command_status })));
  };

  const listen = (current: Session) => {
    current.on('deliver_sm', (pdu: Pdu) => {
      if (!isReceipt(pdu)) return void take(current, pdu);
      const receipt = receiptIn(pdu);
      if (!receipt) return void current.send(pdu.response({ command_status: NEVER }));
      heard.push({ receipt, pdu });
      if (heard.length === 1) setTimeout(() => void flushReceipts(current), RECEIPTS_TOGETHER_MILLISECONDS);
    });
    current.on('enquire_link', (pdu: Pdu) => void current.send(pdu.response()));
    current.on('unbind', (pdu: Pdu) => {
      // Nothing more is said on it; what it has taken it may still answer.
      if (session === current) session = null;
      current.send(pdu.response());
      current.close();
    });
    current.on('close', () => lost(current));
    current.on('error', () => {
      lost(current);
      current.destroy();
    });
  };

  const open = async () => {
    if (session) return;
    const place = await addressed(outgoing, settings);
    const current = await connected({ ...place, tls: settings['tls'] === true });
    session = current;
    listen(current);
    const fields = {
      system_id: String(settings['systemId'] ?? ''),
      password: secrets['password'] ?? '',
      system_type: String(settings['systemType'] ?? ''),
      interface_version: 0x34,
    };
    const answer = await ask(current, (answered) => current.bind_transceiver(fields, answered));
    const status = statusOf(answer);
    if (status === 0) return;
    session = null;
    current.destroy();
    throw new TransportError(status === null ? 'unreachable' : isRefusedBind(status) ? 'unauthorised' : 'refused');
  };

  const send = (parcel: Parcel): Going => {
    const current = session;
    if (!current) return settled(again(parcel, 'unreachable', null));
    const alphabet = alphabetOf(parcel.text);
    const texts = settings['long'] === 'payload' ? [parcel.text] : partsOf(parcel.text, alphabet);
    together(current);
    reference = (reference + 1) % 256;
    const common = { ...addressesOf(sender, parcel.to), ...(keyed === null ? {} : { [keyed]: parcel.id }) };
    const written: Promise<void>[] = [];
    const answers = texts.map((text, index) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      written.push(promise);
      const fields = { ...common, ...bodyOf(text, alphabet, { reference, total: texts.length, no: index + 1 }) };
      const answer = ask(current, (answered) => current.submit_sm(fields, answered, resolve));
      // A session that breaks writes no more.
      return answer.finally(resolve);
    });
    return {
      begun: Promise.all(written).then(() => undefined),
      answer: Promise.all(answers).then((all) => outcomeOf(parcel, all)),
    };
  };

  return {
    idempotent: keyed !== null,
    open,
    send,
    async close() {
      const current = session;
      if (!current) return;
      const answer = ask(current, (answered) => current.unbind(answered));
      await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 1_000))]);
      session = null;
      current.destroy();
    },
  };
}

/** What is said in one turn of the program is written at once: each write by itself costs more than all else that is done for a message. */
function together({ socket }: Session): void {
  if (socket.writableCorked > 0) return;
  socket.cork();
  process.nextTick(() => socket.uncork());
}

function connected(options: { host: string; port: number; name: string; tls: boolean }): Promise<Session> {
  const { promise, resolve, reject } = Promise.withResolvers<Session>();
  const { host, port, name, tls } = options;
  const session = smpp.connect({ host, port, tls, servername: name, auto_enquire_link_period: ALIVE_MILLISECONDS });
  // Between two who listen it may break as well; unheard, that would end the process.
  session.on('error', () => undefined);
  const failed = () => {
    clearTimeout(timer);
    session.destroy();
    reject(new TransportError('unreachable'));
  };
  const timer = setTimeout(failed, CONNECT_MILLISECONDS);
  session.once('error', failed);
  session.once(tls ? 'secureConnect' : 'connect', () => {
    clearTimeout(timer);
    session.removeListener('error', failed);
    session.socket.setNoDelay(true);
    resolve(session);
  });
  return promise;
}

/** Of several parts the last one's number stands for all. What one part did not get through, another may have. */
function outcomeOf(parcel: Parcel, answers: readonly Answer[]): Handed {
  const { id } = parcel;
  const statuses = answers.map(statusOf);
  const refused = statuses.find((status) => status !== null && status !== 0) ?? null;
  const taken = statuses.filter((status) => status === 0).length;
  const last = answers.at(-1);
  if (taken === answers.length) return { id, kind: 'sent', providerId: (isPdu(last) && last.message_id) || null };
  if (answers.every((answer) => answer === 'unsent')) return again(parcel, 'unreachable', null);
  if (refused === null) return { id, kind: 'unknown', why: 'no_answer' };
  if (taken > 0 && isTemporary(refused)) return { id, kind: 'unknown', why: 'in_part' };
  if (isTemporary(refused)) return again(parcel, whyOf(refused), 1_000);
  return { id, kind: 'failed', why: whyOf(refused) };
}

function isPdu(answer: Answer | undefined): answer is Pdu {
  return typeof answer === 'object';
}

/** Null where there is none. */
function statusOf(answer: Answer): number | null {
  return isPdu(answer) ? answer.command_status : null;
}

function again({ id }: Parcel, why: string, waitMilliseconds: number | null): Handed {
  return { id, kind: 'again', why, waitMilliseconds };
}

function isRefusedBind(status: number): boolean {
  return status === 0x0d || status === 0x0e || status === 0x0f;
}

function addressesOf(sender: string, to: string) {
  const digits = /^\+?\d{3,15}$/.test(sender);
  return {
    source_addr_ton: digits ? (sender.startsWith('+') ? 1 : 0) : 5,
    source_addr_npi: digits ? 1 : 0,
    source_addr: sender.replace(/^\+/, ''),
    dest_addr_ton: 1,
    dest_addr_npi: 1,
    destination_addr: to.replace(/^\+/, ''),
  };
}

function bodyOf(text: string, alphabet: Alphabet, part: { reference: number; total: number; no: number }) {
  const data_coding = alphabet === 'GSM7' ? 0 : 8;
  const registered_delivery = part.no === part.total ? 1 : 0;
  if (part.total > 1) {
    const udh = Buffer.from([5, 0, 3, part.reference, part.total, part.no]);
    return { data_coding, registered_delivery, short_message: { message: text, udh } };
  }
  const octets = alphabet === 'GSM7' ? text.length : 2 * text.length;
  if (octets <= (alphabet === 'GSM7' ? 160 : OCTETS)) return { data_coding, registered_delivery, short_message: text };
  return { data_coding, registered_delivery, short_message: '', message_payload: text };
}
