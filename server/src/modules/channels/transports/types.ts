import type { SentChannel } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { FaxPaper } from '../rules/fax-page.ts';
import type { Said } from '../rules/smtp-answer.ts';

/** What is handed over: written, addressed, and numbered by the message's own id, which is its key where the other end knows keys. */
export type Parcel = {
  readonly id: Id;
  readonly channel: SentChannel;
  /** E.164, or an e-mail address. */
  readonly to: string;
  readonly subject: string | null;
  readonly text: string;
  readonly html: string | null;
  /** The name of the template at the provider of AlimTalk, with the words of each place. */
  readonly provider: { readonly code: string; readonly values: Readonly<Record<string, string>> } | null;
  /** Where one click leaves the list (RFC 8058). */
  readonly leaveUrl: string | null;
  /** What a fax machine prints. */
  readonly page?: FaxPaper | undefined;
  readonly attachments?:
    readonly { readonly filename: string; readonly content: Buffer; readonly contentType: string }[] | undefined;
};

/** What became of a hand-over. `why`: a short code, never words of the message. `said`: what a mail server answered. */
export type Handed =
  | { readonly id: Id; readonly kind: 'sent'; readonly providerId: string | null }
  /** The other end refused it for good. */
  | { readonly id: Id; readonly kind: 'failed'; readonly why: string; readonly said?: Said }
  /** It did not leave, for certain; it may be tried again. */
  | {
      readonly id: Id;
      readonly kind: 'again';
      readonly why: string;
      readonly waitMilliseconds: number | null;
      readonly said?: Said;
    }
  /** It may have left: the answer was lost. */
  | { readonly id: Id; readonly kind: 'unknown'; readonly why: string };

/** What the other end reports later, of one of our messages by its number or by ours. */
export type Receipt = {
  readonly providerId: string | null;
  readonly messageId: Id | null;
  readonly state: 'sent' | 'delivered' | 'read' | 'failed';
  readonly why: string | null;
};

export class TransportError extends Error {
  override readonly name = 'TransportError';
  /** A code of the catalogue: `channels.error.<code>`. */
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** One parcel on its way: `begun` when its bytes are out (or it never left), `answer` when it is known what became of it. Neither rejects. */
export type Going = { readonly begun: Promise<void>; readonly answer: Promise<Handed> };

/** A way out, open. The small interface of all channels: `send`, `receipt` through `onReceipts`, `inbound` to come. */
export type Transport = {
  /** The other end takes a message of the same number once. */
  readonly idempotent: boolean;
  /** Resolves when it can send. Throws TransportError. */
  open(): Promise<void>;
  send(parcel: Parcel): Going;
  /** The same without promises, for a way that takes thousands a second. `begun` is called once, and `answered` once. */
  submit?(parcel: Parcel, begun: () => void, answered: (answer: Handed) => void): void;
  /** Says at once what it gathers to say together, where it does. */
  flush?(): void;
  close(): Promise<void>;
  /** Asks the other end, sending nothing: what it says of itself, null where it says nothing. Throws TransportError where it could send nothing for us. */
  state?(): Promise<string | null>;
};

export type TransportSettings = Readonly<Record<string, string | number | boolean | null>>;
export type TransportSecrets = Readonly<Record<string, string>>;

/** An answer known at once. */
export function settled(answer: Handed): Going {
  return { begun: Promise.resolve(), answer: Promise.resolve(answer) };
}
