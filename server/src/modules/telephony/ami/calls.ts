import { endOf, isExtension, knownNumber, peerOf, type CallDirection, type CallSignal } from '../rules/signal.ts';
import type { AmiMessage } from './framer.ts';

/** One call of the exchange while it lasts: all channels of one Linkedid. */
type Live = {
  readonly id: string;
  readonly direction: CallDirection;
  /** The channel that began it. */
  readonly first: string;
  number: string | null;
  /** Of ours: those that ring, those that took part. */
  readonly ringing: Set<string>;
  readonly took: Set<string>;
  readonly channels: Set<string>;
  /** Channels that were dialled, and whether a leg to the person is among them. */
  rang: boolean;
  status: string | null;
  cause: number | null;
  answered: boolean;
  told: boolean;
  recording: string | null;
};

/** An exchange that never says that calls end must not fill our memory: the oldest are forgotten. */
const MOST = 5_000;

/**
 * Reads the events of AMI as calls. Without I/O and time: the same events give the same signals. Who began a call says its direction: a channel that the
 * exchange made (state Down) or a telephone of ours is outbound, a channel that rings in from elsewhere is inbound.
 */
export class AmiCalls {
  readonly #live = new Map<string, Live>();

  hear({ kind, name, fields }: AmiMessage): CallSignal[] {
    if (kind !== 'event') return [];
    const field = (key: string) => fields.get(key) ?? '';
    switch (name) {
      case 'Newchannel':
        return this.#begin(field);
      case 'Newexten':
        return this.#dialPlan(field);
      case 'DialBegin':
        return this.#dial(field);
      case 'DialEnd':
        return this.#dialled(field);
      case 'VarSet':
        return this.#variable(field);
      case 'Hangup':
        return this.#hangUp(field);
      default:
        return [];
    }
  }

  #begin(field: Field): CallSignal[] {
    const id = field('linkedid');
    const channel = field('uniqueid');
    if (id === '' || channel === '') return [];
    const known = this.#live.get(id);
    if (known) {
      known.channels.add(channel);
      return [];
    }
    const peer = peerOf(field('channel'));
    const ours = isExtension(peer);
    const direction = field('channelstate') === '0' || ours ? 'outbound' : 'inbound';
    const call: Live = {
      id,
      direction,
      first: channel,
      number: direction === 'inbound' ? knownNumber(field('calleridnum')) : null,
      ringing: new Set(),
      took: new Set(direction === 'outbound' && ours ? [peer] : []),
      channels: new Set([channel]),
      rang: false,
      status: null,
      cause: null,
      answered: false,
      told: false,
      recording: null,
    };
    this.#live.set(id, call);
    for (const oldest of this.#live.keys()) {
      if (this.#live.size <= MOST) break;
      this.#live.delete(oldest);
    }
    return direction === 'outbound' ? this.#called(call, field('exten')) : [];
  }

  /** The number of an outbound call is the first extension of the dial plan that is none of our telephones. */
  #called(call: Live, exten: string): CallSignal[] {
    if (call.number !== null || isExtension(exten) || !/^\+?[A-Za-z0-9*#]{3,40}$/.test(exten)) return [];
    call.number = exten;
    return this.#tell(call, 'ringing', [...call.took]);
  }

  #dialPlan(field: Field): CallSignal[] {
    const call = this.#live.get(field('linkedid'));
    if (call?.direction !== 'outbound') return [];
    if (field('uniqueid') !== call.first) return [];
    const signals = this.#called(call, field('exten'));
    // A dial plan that answers by itself: no leg to the person is dialled any more.
    const answers = field('application') === 'Answer' && field('exten') === call.number && call.took.size > 0;
    return answers && !call.rang ? [...signals, ...this.#answer(call, [...call.took])] : signals;
  }

  #dial(field: Field): CallSignal[] {
    const call = this.#live.get(field('linkedid') || field('destlinkedid'));
    if (!call) return [];
    const peer = peerOf(field('destchannel'));
    if (call.direction === 'inbound') {
      if (!isExtension(peer) || call.answered) return [];
      call.ringing.add(peer);
      call.took.add(peer);
      return this.#tell(call, 'ringing', [...call.ringing]);
    }
    if (this.#isToPerson(call, field, peer)) call.rang = true;
    return [];
  }

  #dialled(field: Field): CallSignal[] {
    const call = this.#live.get(field('linkedid') || field('destlinkedid'));
    if (!call) return [];
    const peer = peerOf(field('destchannel'));
    const status = field('dialstatus');
    if (call.direction === 'inbound') {
      if (!isExtension(peer) || call.answered) return [];
      if (status === 'ANSWER') return this.#answer(call, [peer]);
      const rang = call.ringing.delete(peer);
      return rang ? this.#tell(call, 'ringing', [...call.ringing]) : [];
    }
    if (!this.#isToPerson(call, field, peer)) return [];
    call.status = status;
    return status === 'ANSWER' && !call.answered ? this.#answer(call, [...call.took]) : [];
  }

  /** Not the leg to the colleague, who is called first. */
  #isToPerson(call: Live, field: Field, peer: string): boolean {
    return field('destuniqueid') !== call.first ? !isExtension(peer) : !call.took.has(peer) && !isExtension(peer);
  }

  /** Where the exchange records, it says into which file. */
  #variable(field: Field): CallSignal[] {
    const call = this.#live.get(field('linkedid'));
    if (call && field('variable') === 'MIXMONITOR_FILENAME' && field('value') !== '') call.recording = field('value');
    return [];
  }

  #hangUp(field: Field): CallSignal[] {
    const call = this.#live.get(field('linkedid'));
    if (!call) return [];
    call.channels.delete(field('uniqueid'));
    const cause = Number(field('cause'));
    if (Number.isInteger(cause) && cause > 0) call.cause = cause;
    if (call.channels.size > 0) return [];
    this.#live.delete(call.id);
    return this.#tell(call, 'ended', [...call.took]);
  }

  #answer(call: Live, extensions: readonly string[]): CallSignal[] {
    call.answered = true;
    call.ringing.clear();
    return this.#tell(call, 'answered', extensions);
  }

  #tell(call: Live, what: CallSignal['what'], extensions: readonly string[]): CallSignal[] {
    const { id, direction, number, cause, recording, answered, status, rang } = call;
    const unanswered = direction === 'inbound' ? 'no_answer' : endOf(status, cause, rang);
    const end = what === 'ended' ? (answered ? 'answered' : unanswered) : null;
    return [{ call: id, what, direction, number, extensions, end, cause: end === null ? null : cause, recording }];
  }
}

type Field = (key: string) => string;
