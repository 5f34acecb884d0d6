import type { Pdu } from 'smpp';
import type { Report } from './smpp-pdu.ts';
import type { Receipt } from './types.ts';

/** What a centre says when it is busy: later it may take the same. SMPP 3.4, 5.1.3. */
const TEMPORARY = new Set([0x08, 0x14, 0x58, 0x64]);

export function isTemporary(status: number): boolean {
  return TEMPORARY.has(status);
}

/** A status as a short code: `smpp_0b`. */
export function whyOf(status: number): string {
  return `smpp_${status.toString(16).padStart(2, '0')}`;
}

/** SMPP 3.4, 5.2.28 and Appendix B. What is on its way still is "sent". */
const STATES: Readonly<Record<string, Receipt['state']>> = {
  DELIVRD: 'delivered',
  ACCEPTD: 'sent',
  ENROUTE: 'sent',
  BUFFRED: 'sent',
  EXPIRED: 'failed',
  DELETED: 'failed',
  UNDELIV: 'failed',
  REJECTD: 'failed',
  UNKNOWN: 'failed',
};
const NUMBERED: readonly (string | undefined)[] = [
  undefined,
  'ENROUTE',
  'DELIVRD',
  'EXPIRED',
  'DELETED',
  'UNDELIV',
  'ACCEPTD',
  'UNKNOWN',
  'REJECTD',
];

/** What a centre brings is a receipt, or a text of somebody. SMPP 3.4, 5.2.12. */
export function isReceipt({ esm_class = 0 }: Pdu): boolean {
  return (esm_class & 0x3c) !== 0;
}

/** A delivery receipt, by its parameters where the centre sends them, else by its text; null for what is no receipt. */
export function receiptIn(pdu: Pdu): Receipt | null {
  const { esm_class = 0, message_state, receipted_message_id } = pdu;
  return isReceipt(pdu) ? receiptOf({ esm_class, message_state, receipted_message_id, text: textOf(pdu) }) : null;
}

export function receiptOf({ message_state, receipted_message_id, text }: Report): Receipt | null {
  const state = NUMBERED[message_state ?? 0] ?? /\bstat:\s*(\w{3,10})/i.exec(text)?.[1]?.toUpperCase();
  const providerId = receipted_message_id ?? /\bid:\s*(\S{1,200})/i.exec(text)?.[1];
  const known = STATES[state ?? ''];
  if (providerId === undefined || known === undefined) return null;
  const why = known === 'failed' ? `${(state ?? '').toLowerCase()}${errorIn(text)}` : null;
  return { providerId: providerId.replace(/\0+$/, ''), messageId: null, state: known, why };
}

function errorIn(text: string): string {
  const error = /\berr:\s*(\w{1,10})/i.exec(text)?.[1];
  return error && /[^0]/.test(error) ? `_${error.toLowerCase()}` : '';
}

function textOf({ short_message, message_payload }: Pdu): string {
  for (const part of [short_message, message_payload]) {
    const message = Buffer.isBuffer(part) ? part : part?.message;
    if (message !== undefined && message.length > 0) return message.toString('latin1' as never);
  }
  return '';
}
