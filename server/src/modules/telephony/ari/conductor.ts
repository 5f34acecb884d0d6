import { isExtension, peerOf } from '../rules/signal.ts';
import type { AriEvent } from './events.ts';
import type { AriNames } from './names.ts';
import {
  addLeg,
  answerLeg,
  back,
  callPerson,
  hangUpLeg,
  makeBridge,
  removeBridge,
  ringAt,
  type AriRequest,
  type PersonCall,
} from './requests.ts';

export type Conducted = {
  readonly requests: readonly AriRequest[];
  /** The call whose person is to be called next. */
  readonly person: string | null;
  /** The colleague who was asked has the call now; or she does not wait any more. */
  readonly news: ConductedNews | null;
};
export type ConductedNews = {
  readonly call: string;
  readonly what: 'moved' | 'resumed';
  readonly extension: string | null;
};
const NOTHING: Conducted = { requests: [], person: null, news: null };

/** An exchange that never says that a leg ends must not fill our memory. */
const MOST = 5_000;

/**
 * What follows on an event of a call in our application; without I/O and time. `agent` answered: a bridge, and the person is called. `patient`
 * answered: she is joined. `in` came in: telephones ring, `ring` answered: both are joined, the others stop. `consult` answered: she speaks with the
 * colleague who asks. Whoever goes last takes the rest along; a colleague who asks and goes gives the call away.
 */
export class Conductor {
  readonly #app: string;
  readonly #channel: string;
  readonly #names: AriNames;
  /** Telephones that ring, by call. */
  readonly #ringing = new Map<string, readonly string[]>();
  /** Of a call that came in: the telephone that answered. */
  readonly #answered = new Map<string, string>();
  /** Colleagues who are asked, by call: those that answered with their extension. */
  readonly #asked = new Map<string, string>();
  /** Calls that were given to a colleague whose telephone still rings. */
  readonly #given = new Map<string, true>();
  /** Calls that were hung up already: the exchange tells of each leg twice. */
  readonly #over = new Map<string, true>();

  constructor(app: string, channel: string, names: AriNames) {
    this.#app = app;
    this.#channel = channel;
    this.#names = names;
  }

  /** `others` = legs of the call beside the one that went, where the call is known. */
  hear(event: AriEvent, others: readonly string[] | null, personLeg: (call: string) => string): Conducted {
    if (event.type === 'StasisStart') return this.#start(event, personLeg);
    if (event.type === 'StasisEnd' || event.type === 'ChannelDestroyed') {
      return this.#gone(event.channel.id, event.type, others, personLeg);
    }
    return NOTHING;
  }

  /** Null: the call is over meanwhile. */
  person(call: string, asked: PersonCall | null): readonly AriRequest[] {
    if (asked === null) return [hangUpLeg(call), removeBridge(this.#names.bridge(call))];
    return [callPerson(this.#app, this.#names.person(call), asked)];
  }

  giveUp(leg: string): readonly AriRequest[] {
    return [hangUpLeg(leg)];
  }

  #start(
    { args, channel }: Extract<AriEvent, { type: 'StasisStart' }>,
    personLeg: (call: string) => string,
  ): Conducted {
    const [what, ...rest] = args;
    const leg = channel.id;
    if (what === 'in') return this.#comesIn(channel, rest.filter(isExtension));
    const named = this.#names.legOf(leg);
    if (!named) return NOTHING;
    const { call, part } = named;
    const bridge = this.#names.bridge(call);
    if (part === 'own') return { ...NOTHING, requests: [makeBridge(bridge), addLeg(bridge, leg)], person: call };
    if (part === 'person') return { ...NOTHING, requests: [addLeg(bridge, leg)] };
    if (part === 'consult') {
      const extension = peerOf(channel.name);
      if (this.#given.delete(call)) {
        const requests = [addLeg(bridge, leg), ...back(bridge, personLeg(call))];
        return { requests, person: null, news: { call, what: 'moved', extension } };
      }
      keep(this.#asked, call, extension);
      return { ...NOTHING, requests: [addLeg(bridge, leg)] };
    }
    const rung = (this.#ringing.get(call) ?? []).filter((one) => one !== leg);
    this.#ringing.delete(call);
    keep(this.#answered, call, leg);
    const join = [answerLeg(call), makeBridge(bridge), addLeg(bridge, personLeg(call)), addLeg(bridge, leg)];
    return { ...NOTHING, requests: [...rung.map(hangUpLeg), ...join] };
  }

  /** `Stasis(anbu,in,1001,1002)`: these telephones ring. */
  #comesIn(
    { id, caller }: Extract<AriEvent, { type: 'StasisStart' }>['channel'],
    extensions: readonly string[],
  ): Conducted {
    const legs = extensions.map((one) => this.#names.ring(id, one));
    if (legs.length === 0) return { ...NOTHING, requests: [hangUpLeg(id)] };
    keep(this.#ringing, id, legs);
    const requests = extensions.map((one, index) =>
      ringAt(this.#app, legs[index] ?? '', this.#channel, one, caller.number),
    );
    return { ...NOTHING, requests };
  }

  #gone(
    leg: string,
    how: 'StasisEnd' | 'ChannelDestroyed',
    others: readonly string[] | null,
    personLeg: (call: string) => string,
  ): Conducted {
    const named = this.#names.legOf(leg);
    // Her own channel is the call where she called: of a call that never was in our application nothing is left to hang up.
    const call = named?.call ?? leg;
    const person = personLeg(call);
    const bridge = this.#names.bridge(call);
    if (leg === person) {
      if (this.#over.has(call)) return NOTHING;
      keep(this.#over, call, true);
      this.#asked.delete(call);
      const left = others ?? (named ? [call, this.#names.consult(call)] : []);
      const ringing = this.#ringing.get(call) ?? [];
      this.#ringing.delete(call);
      const legs = [...new Set([...left, ...ringing])];
      if (!named && legs.every((one) => this.#names.legOf(one) === null)) return NOTHING;
      return { ...NOTHING, requests: [...legs.map(hangUpLeg), removeBridge(bridge)] };
    }
    if (!named || how === 'StasisEnd') return NOTHING;
    if (named.part === 'consult') {
      const wasAsked = this.#asked.delete(call) || (others?.includes(person) ?? false);
      const alone = others !== null && !others.some((one) => one !== person);
      if (alone) return { ...NOTHING, requests: [hangUpLeg(person), removeBridge(bridge)] };
      if (!wasAsked || this.#over.has(call)) return NOTHING;
      return { requests: back(bridge, person), person: null, news: { call, what: 'resumed', extension: null } };
    }
    if (named.part === 'ring' && this.#ringing.has(call)) return this.#stopsRinging(call, leg);
    // Another telephone answered: that this one stops is no end.
    if (named.part === 'ring' && others !== null && this.#answered.get(call) !== leg) return NOTHING;
    const extension = this.#asked.get(call);
    if (extension !== undefined) {
      this.#asked.delete(call);
      return { requests: back(bridge, person), person: null, news: { call, what: 'moved', extension } };
    }
    if (this.#over.has(call)) return NOTHING;
    if (others?.includes(this.#names.consult(call))) {
      keep(this.#given, call, true);
      return NOTHING;
    }
    const left = (others ?? [person]).filter((one) => one !== leg);
    if (left.length > 0) keep(this.#over, call, true);
    return { ...NOTHING, requests: left.length === 0 ? [] : [...left.map(hangUpLeg), removeBridge(bridge)] };
  }

  /** Nobody is left whose telephone rings: she hears that nobody answers. */
  #stopsRinging(call: string, leg: string): Conducted {
    const left = (this.#ringing.get(call) ?? []).filter((one) => one !== leg);
    if (left.length > 0) {
      keep(this.#ringing, call, left);
      return NOTHING;
    }
    this.#ringing.delete(call);
    return { ...NOTHING, requests: [hangUpLeg(call)] };
  }
}

function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= MOST) break;
    map.delete(oldest);
  }
}
