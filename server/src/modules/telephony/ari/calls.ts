import { endOf, isExtension, knownNumber, peerOf, type CallDirection, type CallSignal } from '../rules/signal.ts';
import type { AriEvent } from './events.ts';

type Live = {
  readonly id: string;
  readonly direction: CallDirection;
  readonly number: string | null;
  readonly ringing: Set<string>;
  readonly took: Set<string>;
  /** Legs that are not over. */
  readonly legs: Set<string>;
  /** The leg to the person, where we made it or the dial plan dialled it. */
  person: string | null;
  rang: boolean;
  status: string | null;
  cause: number | null;
  answered: boolean;
};

const MOST = 5_000;

/**
 * Reads the events of ARI as calls, as `AmiCalls` does those of AMI. ARI names no call over its legs: of calls that we make we say which legs are theirs
 * (`begun`, `dialling`), of all others the channel that began is the call.
 */
export class AriCalls {
  readonly #calls = new Map<string, Live>();
  readonly #callOf = new Map<string, string>();

  /** We asked for the colleague's leg of a call to this number. */
  begun(id: string, extension: string, number: string): CallSignal[] {
    const call = this.#add(id, 'outbound', number, [extension], id);
    return this.#tell(call, 'ringing', [extension]);
  }

  /** We asked for the leg to the person. */
  dialling(id: string, leg: string): void {
    const call = this.#calls.get(id);
    if (!call) return;
    call.person = leg;
    call.legs.add(leg);
    this.#callOf.set(leg, id);
  }

  /** Of a call that we made: the other leg, which goes when this one does. */
  otherLegs(leg: string): readonly string[] {
    const call = this.#calls.get(this.#callOf.get(leg) ?? '');
    return call ? [...call.legs].filter((one) => one !== leg) : [];
  }

  hear(event: AriEvent): CallSignal[] {
    switch (event.type) {
      case 'ChannelCreated':
        return this.#created(event.channel);
      case 'Dial':
        return this.#dial(event);
      case 'ChannelDestroyed':
        return this.#destroyed(event.channel.id, event.cause);
      default:
        return [];
    }
  }

  #created({
    id,
    name,
    state,
    caller,
    dialplan,
  }: Extract<AriEvent, { type: 'ChannelCreated' }>['channel']): CallSignal[] {
    // Channels that the exchange made itself are down at first; a Local one is half of something else.
    if (this.#callOf.has(id) || state !== 'Ring' || name.startsWith('Local/')) return [];
    const peer = peerOf(name);
    if (!isExtension(peer)) {
      this.#add(id, 'inbound', knownNumber(caller.number), [], id);
      return [];
    }
    if (isExtension(dialplan.exten)) return [];
    const call = this.#add(id, 'outbound', knownNumber(dialplan.exten), [peer], id);
    return this.#tell(call, 'ringing', [peer]);
  }

  #dial({ caller, peer, dialstatus }: Extract<AriEvent, { type: 'Dial' }>): CallSignal[] {
    const call = this.#calls.get(this.#callOf.get(caller?.id ?? '') ?? this.#callOf.get(peer.id) ?? '');
    if (!call) return [];
    const extension = peerOf(peer.name);
    return call.direction === 'inbound'
      ? this.#ring(call, extension, dialstatus)
      : this.#reach(call, peer.id, extension, dialstatus);
  }

  #ring(call: Live, extension: string, status: string): CallSignal[] {
    if (!isExtension(extension) || call.answered) return [];
    if (status === 'ANSWER') return this.#answer(call, [extension]);
    if (status === '' || status === 'RINGING' || status === 'PROGRESS') {
      if (call.ringing.has(extension)) return [];
      call.ringing.add(extension);
      call.took.add(extension);
    } else if (!call.ringing.delete(extension)) return [];
    return this.#tell(call, 'ringing', [...call.ringing]);
  }

  #reach(call: Live, leg: string, extension: string, status: string): CallSignal[] {
    if (call.person === null && leg !== call.id && !isExtension(extension)) call.person = leg;
    if (leg !== call.person) return [];
    call.rang = true;
    if (status !== '' && status !== 'RINGING') call.status = status;
    return status === 'ANSWER' && !call.answered ? this.#answer(call, [...call.took]) : [];
  }

  #destroyed(leg: string, cause: number): CallSignal[] {
    const id = this.#callOf.get(leg);
    const call = this.#calls.get(id ?? '');
    if (!call) return [];
    this.#callOf.delete(leg);
    call.legs.delete(leg);
    if (cause > 0 && (leg === call.person || call.cause === null)) call.cause = cause;
    if (call.legs.size > 0) return [];
    this.#calls.delete(call.id);
    return this.#tell(call, 'ended', [...call.took]);
  }

  #add(id: string, direction: CallDirection, number: string | null, took: readonly string[], leg: string): Live {
    const call: Live = {
      id,
      direction,
      number,
      ringing: new Set(),
      took: new Set(took),
      legs: new Set([leg]),
      person: null,
      rang: false,
      status: null,
      cause: null,
      answered: false,
    };
    this.#calls.set(id, call);
    this.#callOf.set(leg, id);
    for (const [oldest, { legs }] of this.#calls) {
      if (this.#calls.size <= MOST) break;
      this.#calls.delete(oldest);
      for (const one of legs) this.#callOf.delete(one);
    }
    return call;
  }

  #answer(call: Live, extensions: readonly string[]): CallSignal[] {
    call.answered = true;
    call.ringing.clear();
    return this.#tell(call, 'answered', extensions);
  }

  #tell(call: Live, what: CallSignal['what'], extensions: readonly string[]): CallSignal[] {
    const { id, direction, number, status, cause, rang, answered } = call;
    const unanswered = direction === 'inbound' ? 'no_answer' : endOf(status, cause, rang);
    const end = what === 'ended' ? (answered ? 'answered' : unanswered) : null;
    return [
      { call: id, what, direction, number, extensions, end, cause: end === null ? null : cause, recording: null },
    ];
  }
}
