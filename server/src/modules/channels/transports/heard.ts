import iconv from 'iconv-lite';
import type { Pdu } from 'smpp';

/** A text that somebody sent us. `part`: one of several that belong together by their reference. */
export type HeardText = {
  readonly from: string;
  readonly to: string | null;
  readonly text: string;
  /** The other end's own name of it; null where the protocol has none. */
  readonly externalId: string | null;
  readonly part: { readonly reference: number; readonly total: number; readonly no: number } | null;
  /** Seconds since 1970 by the other end's clock. */
  readonly atSeconds?: number | null;
  readonly raw: Readonly<Record<string, unknown>>;
};

/** What a message centre brings that is no receipt. Null for what has no sender. Spec: SMPP 3.4, 4.6; 3GPP 23.040, 9.2.3.24. */
export function textIn(pdu: Pdu): HeardText | null {
  const from = addressOf(pdu.source_addr, pdu['source_addr_ton']);
  if (from === null) return null;
  const short = partsOf(pdu.short_message);
  const payload = partsOf(pdu.message_payload);
  const bytes = payload.message.length > 0 ? payload : short;
  const coding = pdu.data_coding ?? 0;
  const text = typeof bytes.message === 'string' ? bytes.message : decoded(bytes.message, coding);
  const part = partInHeader(short.udh) ?? partInParameters(pdu);
  const raw = {
    protocol: 'smpp',
    coding,
    esm: pdu.esm_class ?? 0,
    part,
    bytes: Buffer.isBuffer(bytes.message) ? bytes.message.toString('base64') : null,
  };
  return { from, to: addressOf(pdu.destination_addr, pdu['dest_addr_ton']), text, externalId: null, part, raw };
}

/** International numbers come without their plus. */
function addressOf(address: string | undefined, ton: unknown): string | null {
  if (address === undefined || address === '') return null;
  return ton === 1 && /^\d/.test(address) ? `+${address}` : address;
}

type Field = Pdu['short_message'] | Pdu['message_payload'];

function partsOf(field: Field): { message: string | Buffer; udh: readonly Buffer[] } {
  if (field === undefined) return { message: '', udh: [] };
  if (Buffer.isBuffer(field)) return { message: field, udh: [] };
  return {
    message: field.message ?? '',
    udh: 'udh' in field && Array.isArray(field.udh) ? (field.udh as Buffer[]) : [],
  };
}

/** As carriers number alphabets: 8 UCS-2, 3 Latin-1, 14 and Korea's own 132 KS C 5601. */
function decoded(bytes: Buffer, coding: number): string {
  if ((coding & 0x0c) === 0x08 && bytes.length % 2 === 0) return Buffer.from(bytes).swap16().toString('utf16le');
  if (coding === 14 || coding === 0x84) return iconv.decode(bytes, 'cp949');
  if (coding === 3) return bytes.toString('latin1');
  const utf8 = bytes.toString('utf8');
  return utf8.includes('\ufffd') ? iconv.decode(bytes, 'cp949') : utf8;
}

function partInHeader(udh: readonly Buffer[]): HeardText['part'] {
  for (const one of udh) {
    if (one[0] === 0x00 && one.length >= 5) return partOf(one[2], one[3], one[4]);
    if (one[0] === 0x08 && one.length >= 6) return partOf(one.readUInt16BE(2), one[4], one[5]);
  }
  return null;
}

function partInParameters(pdu: Pdu): HeardText['part'] {
  const [reference, total, no] = ['sar_msg_ref_num', 'sar_total_segments', 'sar_segment_seqnum'].map(
    (name) => pdu[name],
  );
  return partOf(reference, total, no);
}

function partOf(reference: unknown, total: unknown, no: unknown): HeardText['part'] {
  if (typeof reference !== 'number' || typeof total !== 'number' || typeof no !== 'number') return null;
  return total > 1 && no >= 1 && no <= total ? { reference, total, no } : null;
}
