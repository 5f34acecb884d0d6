import type { CallInput, Then, Transition } from '@anbu/contract';
import { addDays, laterDay, monthOf } from '../kernel/calendar-day.ts';
import type { Id } from '../kernel/ids.ts';
import { DAY, formatInstant, HOUR, MINUTE, plus, type Instant } from '../kernel/instant.ts';
import { openDayFrom } from '../kernel/opening-hours.ts';
import { dayOf } from '../kernel/zoned-time.ts';
import { assign, recordCall, recordReply, transition, type EnquiryRecord } from '../modules/enquiries/index.ts';
import type { Actor } from '../platform/db/index.ts';
import { appointmentAfter, beforeClosing, inOtherSlot, openMinutesAfter, openWithin, someTimeOn } from './calendar.ts';
import type { Fate, Step } from './fates.ts';
import { noteText, type NoteKind } from './notes.ts';
import { random, type Random } from './random.ts';
import { CALLS_BEFORE } from './story.ts';
import { thenOf } from './talk.ts';
import type { World } from './world.ts';

/** An enquiry as the practice lives it. */
export type Case = {
  readonly no: number;
  readonly fate: Fate;
  readonly rnd: Random;
  /** Of the days when nobody called more than three times, until the cadence takes it up. */
  old: boolean;
  owner: Actor;
  record: EnquiryRecord;
  /** Our calls. */
  calls: number;
  lastCallAt: Instant | null;
  /** Talks that took place, along the fate's path. */
  step: number;
  startsAt: Instant | null;
  /** Only the latest plan of a case is carried out. */
  plan: number;
};

export type PracticeOptions = {
  readonly cadenceSince: Instant;
  /** The work of the consultants ends here: what falls due later is left for who signs in. */
  readonly workUntil: Instant;
  readonly seed: string;
};

/** Where bookings were so recent, or are still ahead, that each step before the visit is done. */
const GUIDED = 12 * DAY;
const A_YEAR = 396 * DAY;

/** How the people of the clinic work their enquiries: before the cadence and since. */
export class Practice {
  readonly world: World;
  readonly options: PracticeOptions;
  readonly neglected = new Set<Case>();
  readonly visited: Case[] = [];
  /** Treated more than a year ago. */
  readonly longAgo: Case[] = [];

  constructor(world: World, options: PracticeOptions) {
    this.world = world;
    this.options = options;
  }

  open(no: number, fate: Fate, record: EnquiryRecord, owner: Actor): Case {
    return {
      no,
      fate,
      rnd: random(`${this.options.seed} case ${no}`),
      old: record.receivedAt < this.options.cadenceSince,
      owner,
      record,
      calls: 0,
      lastCallAt: null,
      step: 0,
      startsAt: null,
      plan: 0,
    };
  }

  /** Decides what happens next to a case, and when. */
  next(one: Case): void {
    const { record, rnd } = one;
    one.plan += 1;
    if (record.status === 'VISITED') {
      const list = this.world.now - record.receivedAt > A_YEAR ? this.longAgo : this.visited;
      if (list.length < 600) list.push(one);
    }
    if (record.status === 'UNREACHED') return this.#pass(one);
    if (!record.open) return;
    if (record.ownerId === null) {
      const at = openMinutesAfter(this.world.site, record.receivedAt, rnd.between(1, one.old ? 40 : 7));
      return this.#do(one, at, () => this.#assign(one));
    }
    if (one.fate.kind === 'fake' && record.status === 'WAITING')
      return this.#do(one, this.#callTime(one), () => this.move(one, { to: 'INVALID', invalidKind: 'fake' }));
    if (record.status === 'BOOKED') return this.#booked(one);
    if (one.old && this.#neglects(one)) return;
    this.#do(one, this.#callTime(one), () => this.#call(one));
  }

  /** The cadence begins: what was left lying is called again, day by day. */
  resumeNeglected(): void {
    const days = 24;
    const from = dayOf(this.world.site.timeZone, this.options.cadenceSince);
    // Who asked again meanwhile, or was taken up otherwise, is not among them any more.
    const left = [...this.neglected].filter(({ record }) => isUnconnected(record.status));
    for (const [index, one] of left.entries()) {
      one.old = false;
      one.plan += 1;
      const day = addDays(from, Math.floor((index / left.length) * days));
      const at = someTimeOn(this.world.site, day, one.rnd);
      if (at !== null) this.#do(one, at, () => this.#call(one));
    }
    this.neglected.clear();
  }

  async call(one: Case, input: Omit<CallInput, 'direction'> & { direction?: CallInput['direction'] }): Promise<void> {
    const direction = input.direction ?? 'outbound';
    if (direction === 'outbound') {
      one.calls += 1;
      one.lastCallAt = this.world.clock;
    }
    const call = { ...input, direction };
    one.record = await this.world.act(one.owner, (tx) => recordCall(tx, one.record.id, call));
    if (input.then?.to === 'BOOKED') one.startsAt = at(input.then.appointment?.startsAt);
  }

  async move(one: Case, body: Transition, actor: Actor = one.owner): Promise<void> {
    one.record = await this.world.act(actor, (tx) => transition(tx, one.record.id, body));
    if (body.to === 'BOOKED') one.startsAt = at(body.appointment?.startsAt);
  }

  async reply(one: Case, text: string): Promise<void> {
    one.record = await this.world.act(one.owner, (tx) =>
      recordReply(tx, one.record.id, { channel: one.rnd.pick(['sms', 'chat'] as const), text }),
    );
  }

  async give(one: Case, owner: Actor, by: Actor): Promise<void> {
    const ownerId = owner.userId as Id;
    one.record = await this.world.act(by, (tx) => assign(tx, one.record.id, { ownerId }));
    one.owner = owner;
  }

  note(one: Case, kind: NoteKind, share: number): { note?: string } {
    return one.rnd.chance(share) ? { note: noteText(one.rnd, kind) } : {};
  }

  /** The plan of a case; an act of the consultants that falls after their work is left undone. */
  #do(one: Case, when: Instant, work: () => Promise<void>, byDesk = false): void {
    const plan = one.plan;
    let done = false;
    const run = async () => {
      if (one.plan !== plan || (!byDesk && this.world.clock > this.options.workUntil)) return;
      done = true;
      await work();
    };
    this.world.plan(when, run, { of: one, after: () => done && this.next(one) });
  }

  async #assign(one: Case): Promise<void> {
    const { manager, desk } = this.world.clinic;
    await this.give(one, one.owner, one.rnd.chance(0.6) ? manager : desk);
  }

  /** When the next action is done: mostly in its window, sometimes late, before the cadence when there was time. */
  #callTime(one: Case): Instant {
    const { site, clock } = this.world;
    const { record, rnd, old } = one;
    if (record.status === 'NEW' || record.status === 'WAITING') {
      const minutes = old ? rnd.between(8, 260) : rnd.between(2, rnd.chance(0.85) ? 26 : 90);
      return openMinutesAfter(site, record.receivedAt, minutes);
    }
    const from = record.actionWindowFrom ?? clock;
    const to = record.actionWindowTo ?? clock;
    const intended = openWithin(site, rnd, from, to);
    if (old && record.status !== 'CALLBACK' && rnd.chance(0.4))
      return someTimeOn(site, addDays(dayOf(site.timeZone, to), rnd.int(3)), rnd) ?? intended;
    if (rnd.chance(record.status === 'CALLBACK' ? 0.12 : 0.05)) return openMinutesAfter(site, to, rnd.between(5, 150));
    return intended;
  }

  /** Before the cadence an enquiry that nobody answered was called twice or three times, then forgotten. */
  #neglects(one: Case): boolean {
    const { record, fate, rnd } = one;
    // Whoever is to be called after the cadence began is no longer forgotten.
    if (this.world.clock >= this.options.cadenceSince) one.old = false;
    if (!one.old || !isUnconnected(record.status)) return false;
    const goesOn = fate.kind === 'same' || fate.kind === 'talked';
    if (one.calls < CALLS_BEFORE && (goesOn || rnd.chance(0.62))) return false;
    this.neglected.add(one);
    return true;
  }

  /** Two passes in the month after; some are left for who looks at the list. */
  #pass(one: Case): void {
    const { record, rnd } = one;
    if (record.passDueOn === null) return;
    const thisMonth = monthOf(dayOf(this.world.site.timeZone, this.world.now));
    if (monthOf(record.passDueOn) === thisMonth && rnd.chance(0.3)) return;
    const day = laterDay(record.passDueOn, addDays(dayOf(this.world.site.timeZone, this.world.clock), 1));
    const from = record.passDueOn > day ? record.passDueOn : addDays(day, rnd.int(3));
    const when = inOtherSlot(this.world.site, from, one.lastCallAt, rnd);
    if (when !== null) this.#do(one, when, () => this.#call(one));
  }

  async #call(one: Case): Promise<void> {
    const { fate, rnd, record } = one;
    const { clock } = this.world;
    if (fate.kind === 'wrong_number') {
      await this.call(one, { outcome: rnd.chance(0.6) ? 'DISCONNECTED' : 'WRONG_NUMBER' });
      return;
    }
    const reachable = fate.answersFrom === null || clock >= fate.answersFrom;
    const patience = one.step === 0 ? one.calls + 1 >= fate.answersAt : rnd.chance(this.#wantsTo(one) ? 0.85 : 0.62);
    // Who will book lets nobody wait for a second call that would be the last.
    const lastChance = one.step > 0 && this.#wantsTo(one) && record.chainStep > 0;
    if (!reachable || !(patience || lastChance)) {
      const outcome = rnd.weighted([
        ['NO_ANSWER', 74],
        ['BUSY', 11],
        ['VOICEMAIL', 13],
        ['THIRD_PARTY', 2],
      ] as const);
      await this.call(one, { outcome, ...this.note(one, 'unanswered', 0.1) });
      return;
    }
    await this.#talk(one);
  }

  #wantsTo(one: Case): boolean {
    return one.fate.path.slice(one.step).includes('book');
  }

  async #talk(one: Case): Promise<void> {
    const { rnd, fate } = one;
    let step: Step = fate.path[one.step] ?? (rnd.chance(0.3) ? 'hold' : 'decline');
    const early = fate.booksFrom !== null && this.world.clock < fate.booksFrom;
    if (step === 'book' && early) step = 'hold';
    else one.step += 1;
    const said = thenOf(one, step, {
      world: this.world,
      notBefore: early ? fate.booksFrom : null,
      ends: this.#monthEnd(one),
    });
    await this.call(one, {
      outcome: 'CONNECTED',
      durationSeconds: Math.round(rnd.between(50, step === 'decline' ? 200 : 620)),
      ...this.note(one, said.note, 0.55),
      ...(said.then ? { then: said.then } : {}),
    });
  }

  /** Bookings that belong to the month of the enquiry are made in it. */
  #monthEnd(one: Case): Instant | null {
    return one.fate.kind === 'same' ? plus(one.record.receivedAt, 6 * DAY) : null;
  }

  /** Guided, confirmed and awaited; or it comes to nothing. */
  #booked(one: Case): void {
    const { world } = this;
    const { record, rnd, startsAt } = one;
    if (startsAt === null) return;
    const kind = record.actionKind;
    const guided = startsAt > world.now - GUIDED && kind !== 'CHECK_ARRIVAL';
    const stepAt = guided
      ? openWithin(world.site, rnd, record.actionWindowFrom ?? world.clock, record.actionWindowTo ?? world.clock)
      : null;
    if (stepAt !== null && stepAt < startsAt) {
      return this.#do(one, stepAt, () =>
        this.call(one, { outcome: rnd.chance(0.8) ? 'CONNECTED' : 'NO_ANSWER', ...this.note(one, 'confirm', 0.3) }),
      );
    }
    const end = rnd.weighted([
      ['visit', 79],
      ['no_show', 8],
      ['cancel', 9],
      ['clinic', 1.5],
      ['reschedule', 4],
    ] as const);
    const { desk } = world.clinic;
    if (end === 'visit') {
      const came = plus(startsAt, Math.round(rnd.between(-12, 9)) * MINUTE);
      return this.#do(
        one,
        came,
        () => this.move(one, { to: 'VISITED', visit: { at: formatInstant(world.clock) } }, desk),
        true,
      );
    }
    if (end === 'no_show')
      return this.#do(
        one,
        beforeClosing(world.site, plus(startsAt, Math.round(rnd.between(16, 40)) * MINUTE), rnd),
        () => this.move(one, { to: 'NO_SHOW' }, desk),
        true,
      );
    const before = beforeClosing(world.site, plus(startsAt, -Math.round(rnd.between(1, 20)) * HOUR), rnd);
    const asked = before > world.clock ? before : openMinutesAfter(world.site, world.clock, 5);
    if (end === 'clinic')
      return this.#do(one, asked, () => this.move(one, { to: 'CANCELLED', cancelledBy: 'clinic' }, desk), true);
    const then: Then = end === 'cancel' ? { to: 'CANCELLED', cancelledBy: 'patient' } : { to: 'RESCHEDULING' };
    return this.#do(one, asked, () => this.call(one, { outcome: 'CONNECTED', direction: 'inbound', then }), true);
  }

  /** For scenes: an appointment on a day, in opening hours. */
  appointment(one: Case, days: number): NonNullable<Then['appointment']> {
    const startsAt = appointmentAfter(this.world.site, this.world.clock, days, one.rnd);
    const serviceCode = one.record.interests[0] ?? 'check_up';
    return { startsAt: formatInstant(startsAt), durationMinutes: 30, serviceCode };
  }

  openDay(daysAgo: number) {
    const { site, now } = this.world;
    return openDayFrom(site, addDays(dayOf(site.timeZone, now), -daysAgo));
  }
}

function isUnconnected(status: EnquiryRecord['status']): boolean {
  return status.startsWith('NO_ANSWER') || status === 'LATER';
}

function at(text: string | undefined): Instant | null {
  return text === undefined ? null : (Date.parse(text) as Instant);
}
