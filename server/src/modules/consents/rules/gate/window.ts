import { addDays } from '../../../../kernel/calendar-day.ts';
import type { Instant } from '../../../../kernel/instant.ts';
import { dayOf, instantAt, minuteOfDay } from '../../../../kernel/zoned-time.ts';
import type { Jurisdiction, Message, Recipient } from './types.ts';
import { zonesOfNumber } from './us-areas.ts';

/** Hours of a day, from and up to, in minutes since midnight: 480–1260 = 08:00 ≤ t < 21:00. */
export type Hours = { readonly from: number; readonly to: number };

/** Where somebody of the country may live of whom nothing else is known: all of it. */
const WHOLE_COUNTRY: Readonly<Record<Jurisdiction, readonly [string, ...string[]]>> = {
  KR: ['Asia/Seoul'],
  US: ['America/New_York', 'America/Los_Angeles', 'Pacific/Honolulu'],
  CN: ['Asia/Shanghai'],
};

/** By whose clocks a message is judged: her address and, for a call or a text, where her number lives. The stricter of all holds. */
export function zonesOf({ channel, to }: Pick<Message, 'channel' | 'to'>, recipient: Recipient): readonly string[] {
  const isCalled = channel === 'phone' || channel === 'sms';
  const zones = [
    ...(recipient.timeZone === null ? [] : [recipient.timeZone]),
    ...(isCalled ? zonesOfNumber(to ?? recipient.phones?.[0] ?? null) : []),
  ];
  return zones.length === 0 ? WHOLE_COUNTRY[recipient.jurisdiction] : [...new Set(zones)];
}

/** By whose clock her days are counted; where nobody knows it, that of the first part of her country. */
export function zoneOf({ timeZone, jurisdiction }: Pick<Recipient, 'timeZone' | 'jurisdiction'>): string {
  return timeZone ?? WHOLE_COUNTRY[jurisdiction][0];
}

/** Whether the clock of the zone shows a time within these hours. */
export function isOpen(zone: string, { from, to }: Hours, at: Instant): boolean {
  const minute = minuteOfDay(zone, at);
  return from <= minute && minute < to;
}

// Hours that change within a day settle in two or three turns; more means that they never meet.
const MOST_TURNS = 16;

/** The first moment from `at` on that lies in the hours of all zones; null where there is none. */
export function nextOpening(zones: readonly string[], hours: Hours, at: Instant): Instant | null {
  let moment = at;
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const closed = zones.find((zone) => !isOpen(zone, hours, moment));
    if (closed === undefined) return moment;
    const day = dayOf(closed, moment);
    const today = instantAt(closed, day, hours.from);
    moment = moment < today ? today : instantAt(closed, addDays(day, 1), hours.from);
  }
  return null;
}
