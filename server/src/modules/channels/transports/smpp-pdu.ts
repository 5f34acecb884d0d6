import smpp from 'smpp';
import type { Alphabet } from '../rules/measure.ts';

/**
 * What a session says and hears by the thousand, in bytes: submissions, their answers, receipts and theirs. All else is the package's, which takes six
 * times as long for each of them. Spec: SMPP 3.4, 4.4, 4.6, 5.2, 5.3.
 */
export const COMMANDS = { submitAnswer: 0x80000004, deliver: 0x00000005, deliverAnswer: 0x80000005 } as const;

const SUBMIT = 0x00000004;
const HEADER = 16;
const TLV_PAYLOAD = 0x0424;
const TLV_RECEIPTED_ID = 0x001e;
const TLV_STATE = 0x0427;

export type Address = { readonly ton: number; readonly npi: number; readonly digits: string };

/** `tag`: a parameter of the centre's own. `asks`: for a receipt. `isPayload`: the text stands in a parameter, whatever its length. */
export type Submission = {
  readonly source: Address;
  readonly destination: Address;
  readonly alphabet: Alphabet;
  readonly text: string;
  readonly udh: Buffer | null;
  readonly asks: boolean;
  readonly isPayload: boolean;
  readonly tag: { readonly id: number; readonly value: string } | null;
};

export function submission(sequence: number, asked: Submission): Buffer {
  const { source, destination, alphabet, text, udh, asks, isPayload, tag } = asked;
  const septets = alphabet === 'GSM7' ? smpp.encodings.ASCII.encode(text) : null;
  const bytes = septets?.length ?? 2 * text.length;
  const header = udh?.length ?? 0;
  const short = isPayload ? 0 : header + bytes;
  const length =
    HEADER +
    1 +
    addressLength(source) +
    addressLength(destination) +
    3 +
    2 +
    4 +
    1 +
    short +
    (isPayload ? 4 + bytes : 0) +
    (tag ? 5 + tag.value.length : 0);
  const pdu = Buffer.allocUnsafe(length);
  writeHeader(pdu, SUBMIT, 0, sequence);
  let at = HEADER;
  const octet = (value: number) => void (pdu[at++] = value);
  const address = ({ ton, npi, digits }: Address) => {
    octet(ton);
    octet(npi);
    at += pdu.write(digits, at, 'latin1');
    octet(0);
  };
  const body = () => {
    if (septets) septets.copy(pdu, at);
    else {
      pdu.write(text, at, 'utf16le');
      pdu.subarray(at, at + bytes).swap16();
    }
    at += bytes;
  };
  octet(0); // service_type
  address(source);
  address(destination);
  octet(udh ? 0x40 : 0); // esm_class
  octet(0); // protocol_id
  octet(0); // priority_flag
  octet(0); // schedule_delivery_time
  octet(0); // validity_period
  octet(asks ? 1 : 0); // registered_delivery
  octet(0); // replace_if_present_flag
  octet(alphabet === 'GSM7' ? 0 : 8); // data_coding
  octet(0); // sm_default_msg_id
  octet(short);
  if (!isPayload) {
    if (udh) at += udh.copy(pdu, at);
    body();
  } else {
    at = pdu.writeUInt16BE(TLV_PAYLOAD, at);
    at = pdu.writeUInt16BE(bytes, at);
    body();
  }
  if (tag) {
    at = pdu.writeUInt16BE(tag.id, at);
    at = pdu.writeUInt16BE(tag.value.length + 1, at);
    at += pdu.write(tag.value, at, 'latin1');
    octet(0);
  }
  return pdu;
}

function addressLength({ digits }: Address): number {
  return 3 + digits.length;
}

/** An answer to what was brought: with a status that is none it has no body. */
export function deliverAnswer(sequence: number, status: number): Buffer {
  const pdu = Buffer.alloc(status === 0 ? HEADER + 1 : HEADER);
  writeHeader(pdu, COMMANDS.deliverAnswer, status, sequence);
  return pdu;
}

function writeHeader(pdu: Buffer, command: number, status: number, sequence: number): void {
  pdu.writeUInt32BE(pdu.length, 0);
  pdu.writeUInt32BE(command, 4);
  pdu.writeUInt32BE(status, 8);
  pdu.writeUInt32BE(sequence, 12);
}

export const commandOf = (pdu: Buffer): number => pdu.readUInt32BE(4);
export const statusOf = (pdu: Buffer): number => pdu.readUInt32BE(8);
export const sequenceOf = (pdu: Buffer): number => pdu.readUInt32BE(12);

/** The number that the centre gave; null where it gave none. */
export function numberIn(answer: Buffer): string | null {
  if (answer.length <= HEADER) return null;
  const end = answer.indexOf(0, HEADER);
  return answer.toString('latin1', HEADER, end < 0 ? answer.length : end) || null;
}

/** What a receipt says, as far as it is one and in plain octets; null for what the package must read. */
export type Report = {
  readonly esm_class: number;
  readonly message_state: number | undefined;
  readonly receipted_message_id: string | undefined;
  readonly text: string;
};

const PLAIN_CODINGS: readonly number[] = [0, 1, 3, 4];

export function reportIn(pdu: Buffer): Report | null {
  let at = HEADER;
  const skip = () => {
    const end = pdu.indexOf(0, at);
    at = end < 0 ? pdu.length : end + 1;
  };
  skip(); // service_type
  at += 2;
  skip(); // source_addr
  at += 2;
  skip(); // destination_addr
  const esm_class = pdu[at] ?? 0;
  if ((esm_class & 0x3c) === 0 || (esm_class & 0x40) !== 0) return null;
  at += 3; // esm_class, protocol_id, priority_flag
  skip(); // schedule_delivery_time
  skip(); // validity_period
  at += 2; // registered_delivery, replace_if_present_flag
  const coding = pdu[at] ?? 0;
  at += 2; // data_coding, sm_default_msg_id
  const length = pdu[at] ?? 0;
  at += 1;
  if (!PLAIN_CODINGS.includes(coding) || at + length > pdu.length) return null;
  let text = pdu.toString('latin1', at, at + length);
  at += length;
  let [message_state, receipted_message_id]: [number | undefined, string | undefined] = [undefined, undefined];
  while (at + 4 <= pdu.length) {
    const [id, size] = [pdu.readUInt16BE(at), pdu.readUInt16BE(at + 2)];
    at += 4;
    if (at + size > pdu.length) return null;
    if (id === TLV_STATE && size === 1) message_state = pdu[at];
    else if (id === TLV_RECEIPTED_ID) receipted_message_id = pdu.toString('latin1', at, at + size);
    else if (id === TLV_PAYLOAD && text === '') text = pdu.toString('latin1', at, at + size);
    at += size;
  }
  return { esm_class, message_state, receipted_message_id, text };
}
