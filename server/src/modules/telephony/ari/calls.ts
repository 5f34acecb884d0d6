import { endOf, isExtension, knownNumber, peerOf, type CallDirection, type CallSignal } from '../rules/signal.ts';
import type { AriEvent } from './events.ts';
import type { ConductedNews } from './conductor.ts';
import { ARI_NAMES, type AriNames, type AriPart } from './names.ts';

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
  /** The telephone of ours that speaks. */
  own: string | null;
  rang: boolean;
  status: string | null;
  cause: number | null;
  answered: boolean;
};

const MOST = 5_000;

/**
 * Reads the events of ARI as calls, as `AmiCalls` does those of AMI. ARI names no call over its legs: those that we make bear its name
 * (`names.ts`), of all others the channel that began is the call.
 */
export class AriCalls {
  readonly #calls = new Map<string, Live>();
  readonly #callOf = new Map<string, string>();
  readonly #names: AriNames;

  constructor(names: AriNames = ARI_NAMES) {
    this.#names = names;
  }

  /** Legs of the call that are not over, without this one; null = a call that we know nothing of. */
  otherLegs(leg: string): readonly string[] | null {
    const call = this.#callAt(leg);
    return call ? [...call.legs].filter((one) => one !== leg) : null;
  }

  /** What the legs that we conduct came to. */
  told({ call: id, what, extension }: ConductedNews): CallSignal[] {
    const call = this.#calls.get(id);
    if (!call) return [];
    if (what === 'moved') call.own = this.#names.consult(id);
    return this.#tell(call, what, extension === null ? [] : [extension]);
  }

  /** What the person's leg is: her own channel where she called, the one that we made otherwise. */
  personLeg(id: string): string {
    const call = this.#calls.get(id);
    return call?.person ?? (call?.direction === 'inbound' ? id : this.#names.person(id));
  }

  hear(event: AriEvent): CallSignal[] {
    switch (event.type) {
      case 'ChannelCreated':
        return this.#created(event.channel);
      case 'Dial':
        return this.#dial(event);
      case 'ChannelHold':
        return this.#waits(event.channel.id, 'held');
      case 'ChannelUnhold':
        return this.#waits(event.channel.id, 'resumed');
      case 'RecordingFinished':
        return this.#recorded(event.recording);
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
    if (this.#callOf.has(id) || this.#names.legOf(id) || state !== 'Ring' || name.startsWith('Local/')) return [];
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
    const extension = peerOf(peer.name);
    const leg = this.#names.legOf(peer.id);
    if (leg?.part === 'own' && !this.#calls.has(leg.call)) {
      // We asked for it: the number stands in our own row.
      return this.#tell(this.#add(leg.call, 'outbound', null, [extension], leg.call), 'ringing', [extension]);
    }
    const call = (leg && this.#calls.get(leg.call)) ?? this.#callAt(caller?.id ?? '') ?? this.#callAt(peer.id);
    if (!call) return [];
    if (leg) this.#join(call, peer.id, leg.part);
    if (leg?.part === 'consult' || leg?.part === 'own') return [];
    if (call.answered)
      return this.#further(call, peer.id, extension, dialstatus, caller?.id === this.personLeg(call.id));
    return call.direction === 'inbound'
      ? this.#ring(call, peer.id, extension, dialstatus)
      : this.#reach(call, peer.id, caller?.id ?? '', extension, dialstatus);
  }

  #join(call: Live, leg: string, part: AriPart): void {
    call.legs.add(leg);
    this.#callOf.set(leg, call.id);
    if (part === 'person') call.person = leg;
  }

  /** After the answer: she was sent on to another telephone of ours. */
  #further(call: Live, leg: string, extension: string, status: string, ofPerson: boolean): CallSignal[] {
    if (!ofPerson || status !== 'ANSWER' || !isExtension(extension)) return [];
    // The dial plan has it now: we only hear of it.
    call.own = leg;
    return this.#tell(call, 'moved', [extension]);
  }

  #ring(call: Live, leg: string, extension: string, status: string): CallSignal[] {
    if (!isExtension(extension)) return [];
    if (status === 'ANSWER') {
      call.own = leg;
      return this.#answer(call, [extension]);
    }
    if (status === '' || status === 'RINGING' || status === 'PROGRESS') {
      if (call.ringing.has(extension)) return [];
      call.ringing.add(extension);
      call.took.add(extension);
    } else if (!call.ringing.delete(extension)) return [];
    return this.#tell(call, 'ringing', [...call.ringing]);
  }

  #reach(call: Live, leg: string, caller: string, extension: string, status: string): CallSignal[] {
    if (call.person === null && leg !== call.id && !isExtension(extension)) call.person = leg;
    // The dial plan's half of her leg dials the trunk: what the trunk says is what she hears.
    const byDialPlan = call.person !== null && caller === `${call.person};2`;
    if (leg !== call.person && !byDialPlan) return [];
    call.rang = true;
    if (status !== '' && status !== 'RINGING' && status !== 'PROGRESS') call.status = status;
    return status === 'ANSWER' && !call.answered ? this.#answer(call, [...call.took]) : [];
  }

  #waits(leg: string, what: 'held' | 'resumed'): CallSignal[] {
    const call = this.#callAt(leg);
    return call && leg !== this.personLeg(call.id) ? this.#tell(call, what, []) : [];
  }

  /** Our name of a recording is that of its call, which may be over already. */
  #recorded({ name, format }: Extract<AriEvent, { type: 'RecordingFinished' }>['recording']): CallSignal[] {
    const nothing = { number: null, extensions: [], end: null, cause: null };
    return [{ call: name, what: 'recorded', direction: 'inbound', ...nothing, recording: `${name}.${format}` }];
  }

  #callAt(leg: string): Live | undefined {
    return this.#calls.get(this.#callOf.get(leg) ?? this.#names.legOf(leg)?.call ?? '');
  }

  #destroyed(leg: string, cause: number): CallSignal[] {
    const call = this.#callAt(leg);
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
      own: direction === 'outbound' ? leg : null,
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
    const end: CallSignal['end'] = what === 'ended' ? (answered ? 'answered' : unanswered) : null;
    const legs = { ours: call.own, theirs: direction === 'inbound' ? id : call.person };
    const told = { call: id, what, direction, number, extensions, end, cause: end === null ? null : cause };
    return [{ ...told, recording: null, legs }];
  }
}
