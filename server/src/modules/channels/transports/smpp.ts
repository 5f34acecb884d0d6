import type { Outgoing } from '../../../platform/outgoing/index.ts';
import { patient } from '../../../platform/patience.ts';
import { alphabetOf, partsOf, type Alphabet } from '../rules/measure.ts';
import { textIn, type HeardText } from './heard.ts';
import { addressed } from './place.ts';
import { reportIn, sequenceOf, submission, type Address, type Submission } from './smpp-pdu.ts';
import { readPdu, SmppSession, type Answer, type Said } from './smpp-session.ts';
import { isReceipt, isTemporary, receiptIn, receiptOf, whyOf } from './smpp-words.ts';
import {
  TransportError,
  type Handed,
  type Parcel,
  type Receipt,
  type Transport,
  type TransportSecrets,
  type TransportSettings,
} from './types.ts';

const CONNECT_MILLISECONDS = 10_000;
/** What has not answered to the end of the session by then is left. */
const FAREWELL_MILLISECONDS = 1_000;
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

/**
 * A session with a message centre (SMPP 3.4). A text goes in the alphabet that holds it, a long one in parts of 153 or 67 characters, or whole as a payload;
 * the receipt is asked for with the last part, whose number stands for the message. Where the centre names a parameter for it, each part carries our own
 * number, and the same one twice is one message.
 */
export function openSmpp({ settings, secrets, sender, outgoing, onReceipts, onText }: SmppOptions): Transport {
  const tag = settings['idempotencyTag'];
  const source = addressOf(sender);
  let session: SmppSession | null = null;
  let reference = 0;
  let heard: { readonly receipt: Receipt; readonly sequence: number }[] = [];
  let texts: Promise<void> = Promise.resolve();

  const flushReceipts = async (current: SmppSession) => {
    const batch = heard;
    heard = [];
    const status = await onReceipts(batch.map(({ receipt }) => receipt)).then(
      () => 0,
      () => NOT_NOW,
    );
    for (const { sequence } of batch) current.answerDelivery(sequence, status);
  };

  /** One after the other: what could not be kept the centre brings again. */
  const take = (current: SmppSession, sequence: number, text: HeardText | null) => {
    if (!text) return current.answerDelivery(sequence, NEVER);
    texts = texts
      .then(() => onText(text))
      .then(
        () => 0,
        () => NOT_NOW,
      )
      .then((status) => current.answerDelivery(sequence, status));
  };

  const brought = (current: SmppSession, bytes: Buffer) => {
    const sequence = sequenceOf(bytes);
    const report = reportIn(bytes);
    const pdu = report ? null : readPdu(bytes);
    if (pdu && !isReceipt(pdu)) return take(current, sequence, textIn(pdu));
    const receipt = report ? receiptOf(report) : pdu && receiptIn(pdu);
    if (!receipt) return current.answerDelivery(sequence, NEVER);
    heard.push({ receipt, sequence });
    if (heard.length === 1) setTimeout(() => void flushReceipts(current), RECEIPTS_TOGETHER_MILLISECONDS);
  };

  const open = async () => {
    if (session) return;
    const place = await addressed(outgoing, settings);
    const current: SmppSession | null = await SmppSession.connect(
      { ...place, isTls: settings['tls'] === true, milliseconds: CONNECT_MILLISECONDS },
      {
        onDeliver: (pdu) => void (current && brought(current, pdu)),
        // Nothing more is said on it; what it has taken it may still answer.
        onEnding: () => {
          if (session === current) session = null;
        },
      },
    );
    if (!current) throw new TransportError('unreachable');
    session = current;
    const answer = await current.ask('bind_transceiver', {
      system_id: String(settings['systemId'] ?? ''),
      password: secrets['password'] ?? '',
      system_type: String(settings['systemType'] ?? ''),
      interface_version: 0x34,
    });
    const status = statusOf(answer);
    if (status === 0) return;
    session = null;
    current.destroy();
    throw new TransportError(status === null ? 'unreachable' : isRefusedBind(status) ? 'unauthorised' : 'refused');
  };

  const submit = (parcel: Parcel, begun: () => void, answered: (answer: Handed) => void): void => {
    const current = session;
    if (!current) {
      begun();
      return answered(again(parcel, 'unreachable', null));
    }
    const alphabet = alphabetOf(parcel.text);
    const texts = settings['long'] === 'payload' ? [parcel.text] : partsOf(parcel.text, alphabet);
    reference = (reference + 1) % 256;
    const common = {
      source,
      destination: internationalOf(parcel.to),
      alphabet,
      tag: typeof tag === 'number' ? { id: tag, value: parcel.id } : null,
    };
    const asked = texts.map((text, index) => ({
      ...common,
      ...bodyOf(text, alphabet, { reference, total: texts.length, no: index + 1 }),
    }));
    if (asked.length === 1) {
      return current.submit(
        (sequence) => submission(sequence, asked[0]!),
        begun,
        (answer) => answered(outcomeOf(parcel, [answer])),
      );
    }
    const answers: Answer[] = [];
    let [unwritten, unanswered] = [texts.length, texts.length];
    for (const [index, part] of asked.entries()) {
      current.submit(
        (sequence) => submission(sequence, part),
        () => {
          if ((unwritten -= 1) === 0) begun();
        },
        (answer) => {
          answers[index] = answer;
          if ((unanswered -= 1) === 0) answered(outcomeOf(parcel, answers));
        },
      );
    }
  };

  return {
    idempotent: typeof tag === 'number',
    open,
    submit,
    send(parcel) {
      const { promise: begun, resolve: isBegun } = Promise.withResolvers<void>();
      const { promise: answer, resolve } = Promise.withResolvers<Handed>();
      submit(parcel, isBegun, resolve);
      return { begun, answer };
    },
    flush: () => session?.flush(),
    async close() {
      const current = session;
      if (!current) return;
      await patient(current.ask('unbind', {}), FAREWELL_MILLISECONDS);
      session = null;
      current.destroy();
    },
  };
}

/** Of several parts the last one's number stands for all. What one part did not get through, another may have. */
function outcomeOf(parcel: Parcel, answers: readonly Answer[]): Handed {
  const { id } = parcel;
  const last = answers.at(-1);
  if (answers.every((answer) => statusOf(answer) === 0)) {
    return { id, kind: 'sent', providerId: (isSaid(last) && last.number) || null };
  }
  const statuses = answers.map(statusOf);
  const refused = statuses.find((status) => status !== null && status !== 0) ?? null;
  const taken = statuses.filter((status) => status === 0).length;
  if (answers.every((answer) => answer === 'unsent')) return again(parcel, 'unreachable', null);
  if (refused === null) return { id, kind: 'unknown', why: 'no_answer' };
  if (taken > 0 && isTemporary(refused)) return { id, kind: 'unknown', why: 'in_part' };
  if (isTemporary(refused)) return again(parcel, whyOf(refused), 1_000);
  return { id, kind: 'failed', why: whyOf(refused) };
}

function isSaid(answer: Answer | undefined): answer is Said {
  return typeof answer === 'object';
}

/** Null where there is none. */
function statusOf(answer: Answer): number | null {
  return isSaid(answer) ? answer.status : null;
}

function again({ id }: Parcel, why: string, waitMilliseconds: number | null): Handed {
  return { id, kind: 'again', why, waitMilliseconds };
}

function isRefusedBind(status: number): boolean {
  return status === 0x0d || status === 0x0e || status === 0x0f;
}

/** A number, or a name. */
function addressOf(sender: string): Address {
  const isNumber = /^\+?\d{3,15}$/.test(sender);
  const ton = isNumber ? (sender.startsWith('+') ? 1 : 0) : 5;
  return { ton, npi: isNumber ? 1 : 0, digits: sender.replace(/^\+/, '') };
}

function internationalOf(to: string): Address {
  return { ton: 1, npi: 1, digits: to.startsWith('+') ? to.slice(1) : to };
}

type Body = Pick<Submission, 'text' | 'udh' | 'asks' | 'isPayload'>;

function bodyOf(text: string, alphabet: Alphabet, part: { reference: number; total: number; no: number }): Body {
  const asks = part.no === part.total;
  if (part.total > 1) {
    const udh = Buffer.from([5, 0, 3, part.reference, part.total, part.no]);
    return { text, udh, asks, isPayload: false };
  }
  const octets = alphabet === 'GSM7' ? text.length : 2 * text.length;
  return { text, udh: null, asks, isPayload: octets > (alphabet === 'GSM7' ? 160 : OCTETS) };
}
