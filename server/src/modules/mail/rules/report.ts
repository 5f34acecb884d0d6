import { readHead, fieldOf, type Head } from './header.ts';
import { plainWords } from './words.ts';

/** What a mail server tells of one of our messages (RFC 3464). */
export type Delivery = {
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
  /** `5.1.1`; null where it says none. */
  readonly status: string | null;
  /** The recipient as it is named there, in small letters. */
  readonly recipient: string | null;
  /** The words of the other end; shown folded beside the message, never in a log. */
  readonly diagnostic: string | null;
  /** `Original-Envelope-Id`: what we gave with it. */
  readonly envelopeId: string | null;
};

const ACTIONS = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;
const STATUS = /\b([245]\.\d{1,3}\.\d{1,3})\b/;

/** The first recipient of a part `message/delivery-status`; null where it is none. Ours have one recipient each. */
export function readDelivery(bytes: Uint8Array): Delivery | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const groups = text
    .split(/\r?\n[ \t]*\r?\n/)
    .filter((group) => group.trim() !== '')
    .slice(0, 50)
    .map((group) => readHead(Buffer.from(group, 'latin1')));
  const recipient = groups.find((group) => group.has('final-recipient') || group.has('action'));
  if (!recipient) return null;
  const action = ACTIONS.find(
    (known) =>
      known ===
      fieldOf(recipient, 'action')
        ?.toLowerCase()
        .split(/[\s(;]/)[0],
  );
  const diagnostic = typed(fieldOf(recipient, 'diagnostic-code'));
  const status = STATUS.exec(fieldOf(recipient, 'status') ?? '')?.[1] ?? STATUS.exec(diagnostic ?? '')?.[1] ?? null;
  const envelopeId = groups.map((group) => fieldOf(group, 'original-envelope-id')).find((one) => one !== null) ?? null;
  // Some say a status and no action: it says enough.
  const said = action ?? (status?.startsWith('5') ? 'failed' : status?.startsWith('4') ? 'delayed' : null);
  if (!said) return null;
  return {
    action: said,
    status,
    recipient: addressOf(recipient),
    diagnostic: plainWords(diagnostic),
    envelopeId,
  };
}

/**
 * What a server tells that writes to the address of a bounce in words alone. A status, or the number of an answer; null where it says neither: somebody
 * must read it.
 */
export function readWords(text: string): Delivery | null {
  const few = text.slice(0, 20_000);
  const status = STATUS.exec(few)?.[1] ?? null;
  const answer = /\b([45])[0-5]\d[ -]/.exec(few);
  const digit = status?.[0] ?? answer?.[1];
  if (digit !== '4' && digit !== '5') return null;
  const action = digit === '5' ? 'failed' : 'delayed';
  return { action, status: status ?? `${digit}.0.0`, recipient: null, diagnostic: null, envelopeId: null };
}

/** What a provider says of who called a message of ours unwanted (RFC 5965). */
export type Complaint = {
  readonly type: string;
  /** Whose envelope it had: the address of its bounces. */
  readonly mailFrom: string | null;
};

/** A part `message/feedback-report`; null where it names no kind. `not-spam` takes a complaint back: it is none. */
export function readComplaint(bytes: Uint8Array): Complaint | null {
  const head = readHead(bytes);
  const type = fieldOf(head, 'feedback-type')?.toLowerCase().trim() ?? null;
  if (type === null || type === '' || type === 'not-spam') return null;
  return { type: type.slice(0, 40), mailFrom: fieldOf(head, 'original-mail-from') };
}

function addressOf(head: Head): string | null {
  const address = typed(fieldOf(head, 'original-recipient') ?? fieldOf(head, 'final-recipient'));
  return address?.replace(/^<|>$/g, '').toLowerCase().slice(0, 254) ?? null;
}

/** `rfc822; kim@patient.example` → `kim@patient.example` */
function typed(value: string | null): string | null {
  if (value === null) return null;
  return value.slice(value.indexOf(';') + 1).trim() || null;
}
