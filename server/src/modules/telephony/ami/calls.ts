import { endOf, isExtension, knownNumber, peerOf, type CallDirection, type CallSignal } from '../rules/signal.ts';
import { OUR_CALL } from '../vocabulary.ts';
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
  recording: string | null;
  /** The channels of the two who speak. */
  ours: string | null;
  theirs: string | null;
  /** A telephone of ours that answered after the call was: who is asked, or to whom it goes. */
  later: { readonly extension: string; readonly channel: string } | null;
  /** It was sent there: the next that answers has it. */
  sent: boolean;
};

/** An exchange that never says that calls end must not fill our memory: the oldest are forgotten. */
const MOST = 5_000;

/**
 * Reads the events of AMI as calls. Without I/O and time: the same events give the same signals. Who began a call says its direction: a channel that the
 * exchange made (state Down) or a telephone of ours is outbound, a channel that rings in from elsewhere is inbound.
 */
export class AmiCalls {
  readonly #live = new Map<string, Live>();
  /** Calls that became part of another one. */
  readonly #joined = new Map<string, string>();

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
      case 'Hold':
      case 'Unhold':
        return this.#waits(field, name === 'Hold' ? 'held' : 'resumed');
      case 'BlindTransfer':
        return this.#sent(field);
      case 'AttendedTransfer':
        return this.#given(field);
      case 'OriginateResponse':
        return this.#originated(field);
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
    const known = this.#at(id);
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
      recording: null,
      ours: direction === 'outbound' ? channel : null,
      theirs: direction === 'inbound' ? channel : null,
      later: null,
      sent: false,
    };
    keep(this.#live, id, call);
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
    if (call.answered) return [];
    if (call.direction === 'inbound') {
      if (!isExtension(peer)) return [];
      call.ringing.add(peer);
      call.took.add(peer);
      return this.#tell(call, 'ringing', [...call.ringing]);
    }
    if (this.#isToPerson(call, field, peer)) {
      call.rang = true;
      call.theirs = field('destuniqueid') || null;
    }
    return [];
  }

  #dialled(field: Field): CallSignal[] {
    const call = this.#live.get(field('linkedid') || field('destlinkedid'));
    if (!call) return [];
    const peer = peerOf(field('destchannel'));
    const status = field('dialstatus');
    if (call.answered) return this.#later(call, peer, field('destuniqueid'), status);
    if (call.direction === 'inbound') {
      if (!isExtension(peer)) return [];
      if (status === 'ANSWER') {
        call.ours = field('destuniqueid') || null;
        return this.#answer(call, [peer]);
      }
      const rang = call.ringing.delete(peer);
      return rang ? this.#tell(call, 'ringing', [...call.ringing]) : [];
    }
    // One telephone of ours calls another: maybe it asks whether it takes a call.
    if (call.number === null && status === 'ANSWER') this.#later(call, peer, field('destuniqueid'), status);
    if (!this.#isToPerson(call, field, peer)) return [];
    call.status = status;
    return status === 'ANSWER' ? this.#answer(call, [...call.took]) : [];
  }

  /** Not the leg to the colleague, who is called first. */
  #isToPerson(call: Live, field: Field, peer: string): boolean {
    return field('destuniqueid') !== call.first ? !isExtension(peer) : !call.took.has(peer) && !isExtension(peer);
  }

  /** After the answer: a colleague who is asked, or to whom the call was sent. */
  #later(call: Live, peer: string, channel: string, status: string): CallSignal[] {
    if (status !== 'ANSWER' || !isExtension(peer)) return [];
    call.later = { extension: peer, channel };
    return call.sent ? this.#moved(call) : [];
  }

  #moved(call: Live): CallSignal[] {
    const { later } = call;
    if (later === null) return [];
    call.sent = false;
    call.later = null;
    call.ours = later.channel;
    call.took.add(later.extension);
    return this.#tell(call, 'moved', [later.extension]);
  }

  #sent(field: Field): CallSignal[] {
    const call = this.#live.get(field('transfereelinkedid') || field('transfererlinkedid'));
    if (!call || field('result') !== 'Success') return [];
    call.sent = true;
    return [];
  }

  /** The colleague was asked in the same call, or in one of its own that a telephone joined to this one: that one is no call of its own any more. */
  #given(field: Field): CallSignal[] {
    const call = this.#live.get(field('origtransfererlinkedid'));
    if (!call || field('result') !== 'Success') return [];
    const second = field('secondtransfererlinkedid');
    const asked = second === call.id ? undefined : this.#live.get(second);
    if (asked) {
      this.#live.delete(asked.id);
      keep(this.#joined, asked.id, call.id);
      for (const channel of asked.channels) call.channels.add(channel);
      call.later = asked.later ?? call.later;
    }
    return this.#moved(call);
  }

  #waits(field: Field, what: 'held' | 'resumed'): CallSignal[] {
    const call = this.#at(field('linkedid'));
    // Her own telephone may hold as well: then it is we who wait.
    return call?.answered && field('uniqueid') !== call.theirs ? this.#tell(call, what, []) : [];
  }

  #at(linkedId: string): Live | undefined {
    return this.#live.get(linkedId) ?? this.#live.get(this.#joined.get(linkedId) ?? '');
  }

  /** Where the exchange records, it says into which file. */
  #variable(field: Field): CallSignal[] {
    const call = this.#live.get(field('linkedid'));
    if (call && field('variable') === 'MIXMONITOR_FILENAME' && field('value') !== '') call.recording = field('value');
    return [];
  }

  /** The telephone that we had rung was not there, did not answer or is busy: such a call may have had no channel of which an end is told. */
  #originated(field: Field): CallSignal[] {
    const id = field('actionid');
    if (field('response') !== 'Failure' || !id.startsWith(OUR_CALL)) return [];
    this.#live.delete(id);
    const none = { number: null, extensions: [], cause: null, recording: null };
    return [{ call: id, what: 'ended', direction: 'outbound', end: 'failed', ...none }];
  }

  #hangUp(field: Field): CallSignal[] {
    const call = this.#at(field('linkedid'));
    if (!call) return [];
    call.channels.delete(field('uniqueid'));
    const cause = Number(field('cause'));
    if (Number.isInteger(cause) && cause > 0) call.cause = cause;
    if (call.channels.size > 0) return [];
    this.#live.delete(call.id);
    // Two telephones of ours that spoke with each other: no call of a person.
    if (call.direction === 'outbound' && call.number === null) return [];
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
    const end: CallSignal['end'] = what === 'ended' ? (answered ? 'answered' : unanswered) : null;
    const told = { call: id, what, direction, number, extensions, end, cause: end === null ? null : cause, recording };
    return [{ ...told, legs: { ours: call.ours, theirs: call.theirs } }];
  }
}

type Field = (key: string) => string;

function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= MOST) break;
    map.delete(oldest);
  }
}
