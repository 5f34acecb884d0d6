import { HOLD_REASONS, type StatusCode, type Then } from '@anbu/contract';
import { addDays, type CalendarDay } from '../kernel/calendar-day.ts';
import { DAY, formatInstant, MINUTE, plus, type Instant } from '../kernel/instant.ts';
import { isOpen, openDayBefore, openDayFrom, openPieces } from '../kernel/opening-hours.ts';
import { dayOf, instantAt } from '../kernel/zoned-time.ts';
import { setDoNotContact } from '../modules/people/index.ts';
import { lastQuarter, nextQuarter, openMinutesAfter, openMinutesBefore } from './calendar.ts';
import type { Fate } from './fates.ts';
import type { Arrival } from './inflow.ts';
import type { Case, Practice } from './practice.ts';
import { random } from './random.ts';
import type { Reception } from './reception.ts';
import { CHANNELS, INTERESTS } from './story.ts';

/** Left to themselves: nothing happens to them but what the scene says. */
const STILL: Fate = { kind: 'talked', answersAt: 1, answersFrom: null, path: [], booksFrom: null };
const VISITOR: Fate = { ...STILL, kind: 'walk_in' };

type Act = { readonly at: Instant; readonly run: (one: Case) => Promise<void> };

/** Open minutes of about a day. */
const WORKDAY = 480;

/**
 * What a first look at the lists must show, whatever the day and hour: each status, each reason, promises that are due and late. Small
 * stories of the last days, told through the same services.
 */
export function planScenes(practice: Practice, reception: Reception, start: Instant): void {
  const { world } = practice;
  const { now, site } = world;
  const rnd = random('scenes');
  // People act while the doors are open: what was long ago is counted in open minutes.
  const ago = (minutes: number) => openMinutesBefore(site, now, minutes);
  const today = dayOf(site.timeZone, now);
  const arrivalAt = (at: Instant, fate: Fate): Arrival => ({
    at,
    fate,
    channel: isOpen(site, at) ? rnd.weighted(CHANNELS) : 'web_form',
    campaign: null,
    interests: [rnd.weighted(INTERESTS)],
    ago: 0,
  });
  const scene = (at: Instant, acts: readonly Act[], owned = true) => {
    const arrival = arrivalAt(at, STILL);
    world.plan(at, async () => {
      const one = await reception.scene(arrival, { owned });
      for (const act of acts) world.plan(act.at, () => act.run(one), { of: one });
    });
  };
  const connected = (at: Instant, then?: Then): Act => ({
    at,
    run: (one) => practice.call(one, { outcome: 'CONNECTED', durationSeconds: 180, ...(then ? { then } : {}) }),
  });
  const booked = (at: Instant, day: CalendarDay, minutes = 0): Act => ({
    at,
    run: (one) => {
      const startsAt = plus(openPieces(site, openDayFrom(site, day) ?? day)[0]?.from ?? now, (30 + minutes) * MINUTE);
      const serviceCode = one.record.interests[0] ?? 'check_up';
      const appointment = { startsAt: formatInstant(startsAt), durationMinutes: 30, serviceCode };
      return practice.call(one, { outcome: 'CONNECTED', then: { to: 'BOOKED', appointment } });
    },
  });
  const moved = (at: Instant, to: StatusCode, fields: Partial<Then> = {}): Act => ({
    at,
    run: (one) => practice.move(one, { to, ...fields }),
  });

  // Eight who were here before the story begins: they come back after more than a year.
  for (let index = 0; index < 8; index++) {
    const day = openDayFrom(site, addDays(dayOf(site.timeZone, start), 4 + index)) ?? today;
    const at = plus(openPieces(site, day)[0]?.from ?? start, (40 + 7 * index) * MINUTE);
    world.plan(at, () => reception.receive({ ...arrivalAt(at, VISITOR), channel: 'walk_in', ago: 14 }));
  }

  // This morning's, with nobody's name on them, and some that wait for their first call.
  const morning = Math.max(instantAt(site.timeZone, today, 0), plus(now, -200 * MINUTE));
  for (const share of [0.97, 0.85, 0.6, 0.4, 0.2])
    scene(plus(now, -Math.floor((now - morning) * (1 - share))), [], false);
  for (const minutes of [4, 11, 18]) scene(ago(minutes), []);

  // Promises: within the hour, ahead, late, without a time.
  const promiseAt = (minutes: number, promiseBy: 'us' | 'customer' = 'us') => {
    const at = minutes < 0 ? lastQuarter(ago(-minutes)) : nextQuarter(site, openMinutesAfter(site, now, minutes));
    scene(ago(WORKDAY + 120), [connected(ago(120), { to: 'CALLBACK', promiseAt: formatInstant(at), promiseBy })]);
  };
  promiseAt(25);
  promiseAt(48);
  promiseAt(130, 'customer');
  promiseAt(-22);
  promiseAt(-45);
  scene(ago(WORKDAY + 200), [connected(ago(170), { to: 'CALLBACK', promiseAt: null, promiseBy: 'us' })]);
  scene(ago(2 * WORKDAY + 60), [connected(ago(WORKDAY + 150), { to: 'LATER' })]);

  // One for each number of unanswered days, a call on each of the last open days.
  const yesterday = openDayBefore(site, today) ?? today;
  for (let days = 1; days <= 5; days++) {
    const calls: Act[] = [];
    let day = yesterday;
    for (let left = days; left > 0; left--) {
      const last = openPieces(site, day).at(-1);
      const at = plus(last?.to ?? now, -(20 + 9 * left + days) * MINUTE);
      calls.unshift({ at, run: (one) => practice.call(one, { outcome: left % 3 === 0 ? 'BUSY' : 'NO_ANSWER' }) });
      day = openDayBefore(site, day) ?? day;
    }
    scene(openMinutesBefore(site, calls[0]?.at ?? now, 180), calls);
  }

  // Every reason to wait; the first come back today, the others in the next days.
  for (const [index, reason] of HOLD_REASONS.entries()) {
    const recontactOn = openDayFrom(site, addDays(today, Math.max(0, index - 4))) ?? today;
    const likelihood = (['H', 'M', 'L'] as const)[index % 3] ?? 'M';
    scene(ago(5 * WORKDAY + index * 60), [
      connected(ago(4 * WORKDAY + index * 60), { to: 'HOLD', likelihood, holdReasons: [reason], recontactOn }),
    ]);
  }

  // In consultation, one of them answered by message.
  scene(ago(WORKDAY + 180), [connected(ago(WORKDAY + 60))]);
  scene(ago(420), [connected(ago(300))]);
  scene(ago(2 * WORKDAY), [
    connected(ago(WORKDAY + 200)),
    { at: ago(35), run: (one) => practice.reply(one, '견적 잘 받았습니다. 분납이 가능한지 한 번 더 여쭤봐도 될까요?') },
  ]);

  // The book of today and the coming days, and what came to nothing.
  for (const [index, ahead] of [0, 0, 1, 1, 2, 3, 5].entries())
    scene(ago(3 * WORKDAY + index * 60), [booked(ago(2 * WORKDAY + index * 60), addDays(today, ahead), 30 * index)]);
  const lost = addDays(today, 2);
  scene(ago(4 * WORKDAY), [booked(ago(3 * WORKDAY), lost), connected(ago(95), { to: 'RESCHEDULING' })]);
  scene(ago(4 * WORKDAY), [booked(ago(3 * WORKDAY), lost, 60), moved(ago(80), 'CANCELLED', { cancelledBy: 'clinic' })]);
  scene(ago(4 * WORKDAY), [
    booked(ago(3 * WORKDAY), lost, 90),
    moved(ago(WORKDAY + 120), 'CANCELLED', { cancelledBy: 'patient' }),
  ]);
  scene(ago(5 * WORKDAY), [booked(ago(4 * WORKDAY), yesterday), moved(ago(75), 'NO_SHOW')]);

  // Ends of every kind.
  const declined = ['NO_INTENT', 'COST', 'DISTANCE', 'TREATED_ELSEWHERE', 'FEAR', 'SERVICE_NOT_OFFERED'];
  for (const [index, reasonCode] of declined.entries())
    scene(ago(3 * WORKDAY + index * 60), [connected(ago(2 * WORKDAY + index * 60), { to: 'DECLINED', reasonCode })]);
  scene(ago(3 * WORKDAY), [connected(ago(2 * WORKDAY), { to: 'INELIGIBLE' })]);
  scene(ago(2 * WORKDAY), [moved(ago(WORKDAY + 300), 'INVALID', { invalidKind: 'fake' })]);

  refusesContact(practice, reception, arrivalAt);
  asksTwice(practice, reception, arrivalAt(ago(4 * WORKDAY), STILL));
}

/** One refused any contact about it, then asks again: a new enquiry with a hold mark. */
function refusesContact(
  practice: Practice,
  reception: Reception,
  arrivalAt: (at: Instant, fate: Fate) => Arrival,
): void {
  const { world } = practice;
  const { site, now } = world;
  const first = openMinutesBefore(site, plus(now, -38 * DAY), 90);
  const arrival = arrivalAt(first, STILL);
  const evidence = { kind: 'call', text: '통화 중 더 이상 연락하지 말아 달라고 하심' };
  world.plan(first, async () => {
    const one = await reception.scene(arrival, { owned: true });
    world.plan(openMinutesAfter(site, first, 180), async () => {
      await practice.call(one, { outcome: 'CONNECTED', then: { to: 'DO_NOT_CONTACT', evidence } });
      await world.act(world.clinic.manager, async (tx) => setDoNotContact(tx, one.record.personId, true));
    });
    const again = arrivalAt(openMinutesBefore(site, now, 150), STILL);
    world.plan(again.at, async () => {
      await reception.scene(again, { owned: false, person: { id: one.record.personId } });
    });
  });
}

/** Asked, was called, and asks once more: a duplicate, and a reply to the first. */
function asksTwice(practice: Practice, reception: Reception, arrival: Arrival): void {
  const { world } = practice;
  const { site, now } = world;
  world.plan(arrival.at, async () => {
    const one = await reception.scene(arrival, { owned: true });
    world.plan(openMinutesAfter(site, arrival.at, 120), () => practice.call(one, { outcome: 'CONNECTED' }), {
      of: one,
    });
    world.plan(openMinutesBefore(site, now, 420), async () => {
      await reception.scene(arrival, { owned: false, person: { id: one.record.personId } });
    });
  });
}
