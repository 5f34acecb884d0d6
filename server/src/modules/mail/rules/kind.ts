import { fieldOf, type Head } from './header.ts';

/**
 * What a mail is. `leave`: somebody's mail program asks that it end. `own`: what we sent ourselves came back. `auto`: a program wrote it (RFC 3834), so that
 * it is no answer of a person.
 */
export type Kind = 'reply' | 'bounce' | 'complaint' | 'leave' | 'auto' | 'own';

export type Seen = {
  readonly head: Head;
  readonly subject: string;
  readonly hasDelivery: boolean;
  readonly hasComplaint: boolean;
  readonly isReport: boolean;
  /** It came to an address of ours that only one message has, and is signed: of its bounces, or to leave. */
  readonly to: 'bounce' | 'leave' | null;
  /** Its own number is one that we gave. */
  readonly isOurs: boolean;
};

const MOST_HOPS = 50;
const AWAY =
  /^\s*(\[?(자동\s?(응답|회신|답장)|부재\s?중)|(auto(matic|mated)?[ -]?(reply|response)|out of (the )?office)|自动(回复|答复)|自動(回覆|回復))/iu;

/** In this order: what is meant for programs first, what a person wrote last. */
export function kindOf(mail: Seen): Kind {
  const { head, to } = mail;
  if (mail.isOurs || (head.get('received')?.length ?? 0) > MOST_HOPS) return 'own';
  if (mail.hasComplaint) return 'complaint';
  if (mail.hasDelivery) return 'bounce';
  if (to === 'leave') return 'leave';
  if (to === 'bounce' && isFromServer(head)) return 'bounce';
  if (mail.isReport || isWrittenByProgram(head) || AWAY.test(mail.subject)) return 'auto';
  // Answers of people go to the sender; what comes to the address of bounces was written by a program.
  return to === 'bounce' ? 'auto' : 'reply';
}

function isFromServer(head: Head): boolean {
  return (
    isNobody(head) ||
    /^[^@]*\b(mailer-daemon|postmaster|mail delivery|double-bounce)\b/i.test(fieldOf(head, 'from') ?? '')
  );
}

/** An empty envelope: nobody may be answered. */
function isNobody(head: Head): boolean {
  return /^<\s*>$/.test(fieldOf(head, 'return-path') ?? '');
}

function isWrittenByProgram(head: Head): boolean {
  const submitted = fieldOf(head, 'auto-submitted')?.toLowerCase() ?? 'no';
  if (!/^no\b/.test(submitted)) return true;
  if (isNobody(head)) return true;
  if (
    ['x-autoreply', 'x-autorespond', 'x-auto-reply-from', 'x-ms-exchange-inbox-rules-loop'].some((name) =>
      head.has(name),
    )
  )
    return true;
  if (/^(bulk|junk|list|auto_reply)\b/i.test(fieldOf(head, 'precedence') ?? '')) return true;
  return head.has('list-id') || head.has('list-unsubscribe');
}
