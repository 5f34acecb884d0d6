import type { EnquiryInput, PersonInput } from '@anbu/contract';
import type { Id } from '../kernel/ids.ts';
import { DAY, plus } from '../kernel/instant.ts';
import { isOpen } from '../kernel/opening-hours.ts';
import { dayOf } from '../kernel/zoned-time.ts';
import { receiveEnquiry, registerWalkIn, listByIds } from '../modules/enquiries/index.ts';
import { changePerson, createPerson, setStickers, stateRelated, writeMemo } from '../modules/people/index.ts';
import { ok } from '../kernel/outcome.ts';
import type { Actor } from '../platform/db/index.ts';
import { openMinutesAfter } from './calendar.ts';
import type { Fate } from './fates.ts';
import type { Arrival } from './inflow.ts';
import { someone, unusedNumber, type Profile } from './names.ts';
import { askedText, noteText } from './notes.ts';
import type { Case, Practice } from './practice.ts';
import { random, type Random } from './random.ts';

type Known = { readonly person: PersonInput & { readonly name: string; readonly phone: string }; readonly one: Case };

const STICKERS: readonly (readonly [readonly string[], number])[] = [
  [['satisfied'], 34],
  [['referrer'], 16],
  [['high_value'], 14],
  [['additional_treatment'], 20],
  [['referrer', 'satisfied'], 16],
];

/** Takes enquiries in: who asks, for whom, in what words; families, repetitions and those who were here before. */
export class Reception {
  readonly practice: Practice;
  readonly #seed: string;
  readonly #recent: Known[] = [];
  /** Numbers of two already. */
  readonly #shared = new Set<string>();
  #count = 0;

  constructor(practice: Practice, seed: string) {
    this.practice = practice;
    this.#seed = seed;
  }

  get count(): number {
    return this.#count;
  }

  async receive(arrival: Arrival): Promise<void> {
    const rnd = this.#next();
    const { world } = this.practice;
    if (arrival.fate.kind === 'walk_in') return this.#walkIn(rnd, arrival);
    const original = arrival.fate.kind === 'duplicate' ? this.#original(rnd) : null;
    if (original) return this.#again(original, arrival);
    const returning = this.#returning(rnd, arrival);
    const person = returning ? null : this.person(rnd);
    const owner = rnd.pick(world.clinic.consultants);
    const isThere = isOpen(world.site, world.clock);
    const assigned = isThere && rnd.chance(0.88) && (arrival.channel !== 'web_form' || rnd.chance(0.5));
    const input = this.#input(rnd, arrival, returning ? { id: returning.record.personId } : (person as PersonInput));
    const record = await world.act(assigned ? owner : this.#taker(), (tx) =>
      receiveEnquiry(tx, assigned ? { ...input, ownerId: owner.userId as Id } : input),
    );
    // A second enquiry within the month joins the first, whatever was meant.
    if (record.originalId !== null) return;
    const one = this.practice.open(this.#count, fateOf(arrival.fate), record, owner);
    if (person) this.#remember({ person, one });
    const details = () => this.#details(rnd, record.personId, returning !== null);
    if (isThere) await details();
    else world.plan(openMinutesAfter(world.site, world.clock, 20), details);
    this.practice.next(one);
  }

  /** A person of a new or of a family's phone; ages, addresses and sexes as far as they were asked. */
  person(rnd: Random): Known['person'] {
    const { site, clock } = this.practice.world;
    const year = Number(dayOf(site.timeZone, clock).slice(0, 4));
    const relative = rnd.chance(0.03) && this.#recent.length > 0 ? rnd.pick(this.#recent).person : null;
    const own = unusedNumber(this.#count);
    const family = relative && !this.#shared.has(relative.phone) ? relative : null;
    const made = personOf(rnd, someone(rnd, year, family?.name.slice(0, 1)), family?.phone ?? own, this.#count);
    // By the same name on the same number she would be the same person.
    if (family && made.name === family.name) return { ...made, phone: own };
    if (family) this.#shared.add(family.phone);
    return made;
  }

  /** Who takes an enquiry in: the desk, or nobody while the doors are closed: then it came by itself. */
  #taker(): Actor {
    const { world } = this.practice;
    return isOpen(world.site, world.clock) ? world.clinic.desk : world.clinic.system;
  }

  /** For scenes: numbers, names and words go on from there. */
  #next(): Random {
    this.#count += 1;
    return random(`${this.#seed} arrival ${this.#count}`);
  }

  async scene(arrival: Arrival, options: { owned: boolean; person?: { id: Id } }): Promise<Case> {
    const rnd = this.#next();
    const { world } = this.practice;
    const owner = world.clinic.consultants[this.#count % world.clinic.consultants.length] ?? world.clinic.manager;
    const input = this.#input(rnd, arrival, options.person ?? this.person(rnd));
    const record = await world.act(this.#taker(), (tx) =>
      receiveEnquiry(tx, options.owned ? { ...input, ownerId: owner.userId as Id } : input),
    );
    return this.practice.open(this.#count, arrival.fate, record, owner);
  }

  #input(rnd: Random, arrival: Arrival, person: EnquiryInput['person']): EnquiryInput {
    const interests = [...arrival.interests];
    const input: EnquiryInput = { person, sourceChannel: arrival.channel, interests };
    if (arrival.campaign) input.campaign = arrival.campaign;
    if (arrival.campaign && arrival.channel === 'internet')
      input.utm = { utm_source: rnd.pick(['naver', 'blog', 'kakao']), utm_medium: 'cpc' };
    const wordy = ['web_form', 'internet', 'chat'].includes(arrival.channel);
    if (rnd.chance(wordy ? 0.55 : 0.12)) input.text = askedText(rnd, interests[0] ?? '');
    if ('name' in person && rnd.chance(0.03)) {
      const child = personOf(rnd, someone(rnd, 2026, person.name?.slice(0, 1)), unusedNumber(500_000 + this.#count), 1);
      const mayBeTold = rnd.chance(0.7);
      input.enquirer = {
        name: child.name,
        phone: child.phone,
        relation: rnd.chance(0.8) ? 'child' : 'spouse',
        mayBeTold,
      };
      input.text = `${rnd.pick(['어머니', '아버지', '부모님'])} ${rnd.pick(['임플란트', '틀니', '잇몸 치료'])} 상담입니다. 연락은 저에게 먼저 부탁드려요.`;
    }
    return input;
  }

  async #walkIn(rnd: Random, arrival: Arrival): Promise<void> {
    const { world } = this.practice;
    const { name, phone } = this.person(rnd);
    const interests = [...arrival.interests];
    const record = await world.act(world.clinic.desk, (tx) => registerWalkIn(tx, { name, phone, interests }));
    const one = this.practice.open(this.#count, arrival.fate, record, world.clinic.desk);
    this.practice.next(one);
  }

  /** The same person asks again: a duplicate, and a reply to the first. */
  async #again({ person, one }: Known, arrival: Arrival): Promise<void> {
    const { world } = this.practice;
    const input: EnquiryInput = { person, sourceChannel: arrival.channel, interests: [...one.record.interests] };
    await world.act(this.#taker(), async (tx) => {
      const made = await receiveEnquiry(tx, { ...input, text: '지난번에 문의드렸는데 다시 연락 부탁드립니다.' });
      const [record] = await listByIds(tx, [one.record.id]);
      if (record) one.record = record;
      return made;
    });
    this.practice.next(one);
  }

  #original(rnd: Random): Known | null {
    const { clock } = this.practice.world;
    const alive = this.#recent.filter(
      ({ one }) =>
        (one.record.open || one.record.status === 'DECLINED') &&
        (one.fate.kind === 'talked' || one.fate.kind === 'same') &&
        plus(one.record.receivedAt, 25 * DAY) > clock,
    );
    return alive.length === 0 ? null : rnd.pick(alive);
  }

  /** Somebody who was treated asks for something else (A18). */
  #returning(rnd: Random, arrival: Arrival): Case | null {
    const { visited, longAgo } = this.practice;
    if (arrival.ago === 0 && rnd.chance(0.12)) return longAgo.pop() ?? null;
    if (visited.length === 0 || !rnd.chance(0.035)) return null;
    return visited.splice(rnd.int(visited.length), 1)[0] ?? null;
  }

  async #details(rnd: Random, personId: Id, known: boolean): Promise<void> {
    const { world } = this.practice;
    const desk = world.clinic.desk;
    if (rnd.chance(known ? 0.4 : 0.05)) {
      const pinned = rnd.chance(0.4);
      await world.act(rnd.chance(0.2) ? world.clinic.clinician : desk, (tx) =>
        writeMemo(tx, personId, { text: noteText(rnd, 'memo'), pinned }),
      );
    }
    if (rnd.chance(known ? 0.7 : 0.012)) {
      await world.act(desk, (tx) => setStickers(tx, personId, { codes: [...rnd.weighted(STICKERS)] }));
    }
    if (rnd.chance(0.012) && this.#recent.length > 2) {
      const referrerId = rnd.pick(this.#recent).one.record.personId;
      if (referrerId !== personId)
        await world.act(desk, async (tx) => (await changePerson(tx, personId, { referrerId }), ok(null)));
    }
    if (rnd.chance(known ? 0.12 : 0.01)) await this.#child(rnd, personId as Id);
  }

  /** A parent who is treated brings a child: the desk enters who speaks for it. */
  async #child(rnd: Random, parentId: Id): Promise<void> {
    const { world } = this.practice;
    const { family, given, sex } = someone(rnd, 2026);
    const birthDate = `${2014 + rnd.int(9)}-${rnd.pick(['03', '05', '08', '11'])}-${rnd.pick(['04', '12', '27'])}`;
    await world.act(world.clinic.desk, async (tx) => {
      const child = await createPerson(tx, { name: family + given, sex, birthDate });
      if (!child.ok) return child;
      const relation = rnd.chance(0.75) ? 'mother' : 'father';
      const roles = rnd.chance(0.6) ? (['guardian', 'payer'] as const) : (['guardian'] as const);
      return stateRelated(tx, child.value.id as Id, parentId, {
        relation,
        roles: [...roles],
        mayBeTold: true,
        household: true,
      });
    });
  }

  #remember(known: Known): void {
    this.#recent.push(known);
    if (this.#recent.length > 120) this.#recent.shift();
  }
}

/** Where nobody is there to repeat, a repetition is an enquiry like others. */
function fateOf(fate: Fate): Fate {
  return fate.kind === 'duplicate' ? { ...fate, kind: 'talked', path: ['decline'] } : fate;
}

function personOf(rnd: Random, profile: Profile, phone: string, no: number): Known['person'] {
  const day = (from: number, to: number) => String(from + rnd.int(to - from + 1)).padStart(2, '0');
  return {
    name: profile.family + profile.given,
    phone,
    ...(rnd.chance(0.7) ? { sex: profile.sex } : {}),
    ...(rnd.chance(0.38) ? { birthDate: `${profile.birthYear}-${day(1, 12)}-${day(1, 28)}` } : {}),
    ...(rnd.chance(0.04) ? { email: `guest${no}@mail.example` } : {}),
  };
}
