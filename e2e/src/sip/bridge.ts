import type { SipEvent } from './telephone.ts';

type Told = { readonly state: 'ringing' | 'answered' };
/** What is told of a call: the body of a signed event (`docs/telephony.md`). */
export type PhoneEvent = {
  readonly call: string;
  readonly event: 'ringing' | 'answered' | 'ended';
  readonly direction: 'inbound' | 'outbound';
  readonly number: string;
  readonly extensions: readonly string[];
  readonly outcome?: 'answered' | 'busy' | 'no_answer' | 'failed';
};

/** Between a SIP telephone and Anbu: what its dialogs come to, as events. In order, one after the other. */
export class SipBridge {
  readonly #extension: string;
  readonly #send: (event: PhoneEvent) => Promise<void>;
  readonly #calls = new Map<string, Told>();
  #queue: Promise<void> = Promise.resolve();

  constructor(extension: string, send: (event: PhoneEvent) => Promise<void>) {
    this.#extension = extension;
    this.#send = send;
  }

  hear(event: SipEvent): void {
    const { id, type } = event;
    const before = this.#calls.get(id);
    if (type === 'CALL_ESTABLISHED') this.#tell(event, 'answered');
    else if (type === 'CALL_CLOSED') this.#end(event, before);
    else if (!before) this.#tell(event, 'ringing');
  }

  #tell(event: SipEvent, what: 'ringing' | 'answered'): void {
    this.#calls.set(event.id, { state: what });
    this.#put({ ...this.#of(event), event: what });
  }

  #end(event: SipEvent, before: Told | undefined): void {
    this.#calls.delete(event.id);
    const unanswered = /^486|busy/i.test(event.reason)
      ? 'busy'
      : /^4(04|10|84)|^[56]/.test(event.reason)
        ? 'failed'
        : 'no_answer';
    const outcome = before?.state === 'answered' ? 'answered' : unanswered;
    this.#put({ ...this.#of(event), event: 'ended', outcome });
  }

  #of({ id, direction, number }: SipEvent) {
    return {
      call: id,
      direction: direction === 'incoming' ? 'inbound' : 'outbound',
      number,
      extensions: [this.#extension],
    } as const;
  }

  #put(event: PhoneEvent): void {
    this.#queue = this.#queue.then(() => this.#send(event));
  }
}
