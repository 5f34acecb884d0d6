import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calendarDay } from './calendar-day.ts';
import type { Instant } from './instant.ts';
import { parseInstant } from './instant.ts';
import { must } from './outcome.ts';
import { parseSiteCalendar } from './site-calendar.ts';
import { nextSlotAfter, slotOf, slotsOf } from './slots.ts';
import type { Slot } from './slots.ts';
import { minuteOfDay } from './zoned-time.ts';

const at = (text: string): Instant => parseInstant(`2026-10-05T${text}:00+09:00`) ?? assert.fail(text);

function siteOpen(hours: readonly (readonly [string, string])[], callingLimits?: readonly [string, string]) {
  return must(
    parseSiteCalendar({ timeZone: 'Asia/Seoul', hours: { mon: hours }, ...(callingLimits ? { callingLimits } : {}) }),
  );
}

function windows(...given: Parameters<typeof siteOpen>): string {
  const slots = slotsOf(siteOpen(...given), calendarDay('2026-10-05'));
  const clock = (moment: Instant) => {
    const minute = minuteOfDay('Asia/Seoul', moment);
    return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  };
  return (['AM', 'PM', 'EV'] as const)
    .flatMap((slot: Slot) => {
      const window = slots[slot];
      return window ? [`${slot} ${clock(window.from)}–${clock(window.to)}`] : [];
    })
    .join(', ');
}

test('slots of a whole day with a lunch break', () => {
  const hours = [
    ['09:30', '13:00'],
    ['14:00', '18:30'],
  ] as const;
  assert.equal(windows(hours), 'AM 09:30–11:00, PM 14:00–16:00, EV 17:00–18:30');
});

test('slots of short days', () => {
  assert.equal(windows([['09:30', '13:00']]), 'AM 09:30–11:00, EV 11:30–13:00', 'Saturday');
  assert.equal(windows([['09:30', '12:00']]), 'AM 09:30–11:00, EV 11:00–12:00', 'EV gives way to AM');
  assert.equal(windows([['09:30', '11:20']]), 'AM 09:30–11:00', '20 minutes are no slot');
  assert.equal(windows([['10:40', '12:00']]), 'EV 11:00–12:00', 'AM of 20 minutes still takes its time from EV');
  assert.equal(windows([['13:00', '16:00']]), 'PM 14:00–14:30, EV 14:30–16:00', 'PM gives way to EV');
  assert.equal(windows([['13:00', '15:50']]), 'EV 14:20–15:50', '20 minutes of PM are left');
  assert.equal(windows([['09:00', '09:20']]), '');
  assert.equal(windows([]), '');
});

test('a break cuts a slot to its longest piece, the earlier of equals', () => {
  const pm = [
    ['10:00', '14:40'],
    ['15:20', '20:00'],
  ] as const;
  assert.equal(windows(pm), 'AM 10:00–11:00, PM 14:00–14:40, EV 18:30–20:00');
  const ev = [
    ['10:00', '17:20'],
    ['17:50', '18:30'],
  ] as const;
  assert.equal(windows(ev), 'AM 10:00–11:00, PM 14:00–16:00, EV 17:50–18:30');
});

test('calling limits move the opening and closing that slots are counted from', () => {
  assert.equal(windows([['06:00', '23:00']]), 'AM 08:00–11:00, PM 14:00–16:00, EV 19:30–21:00');
  assert.equal(windows([['00:00', '24:00']], ['09:00', '20:00']), 'AM 09:00–11:00, PM 14:00–16:00, EV 18:30–20:00');
});

test('a call belongs to a slot at any time of the day', () => {
  const day = siteOpen([
    ['09:30', '13:00'],
    ['14:00', '18:30'],
  ]);
  const given = (['07:00', '11:59', '12:00', '16:59', '17:00', '22:00'] as const).map((time) => slotOf(day, at(time)));
  assert.deepEqual(given, ['AM', 'AM', 'PM', 'PM', 'EV', 'EV']);
  const saturday = siteOpen([['09:30', '13:00']]);
  assert.equal(slotOf(saturday, at('11:30')), 'EV', 'EV starts before noon');
  assert.equal(slotOf(siteOpen([]), at('20:00')), 'PM', 'a closed day has no EV');
});

test('the next slot is the first that starts later', () => {
  const day = siteOpen([
    ['09:30', '13:00'],
    ['14:00', '18:30'],
  ]);
  assert.equal(nextSlotAfter(day, at('10:00'))?.slot, 'PM');
  assert.equal(nextSlotAfter(day, at('14:00'))?.slot, 'EV');
  assert.equal(nextSlotAfter(day, at('17:00'))?.day, '2026-10-12');
  assert.equal(nextSlotAfter(siteOpen([]), at('10:00')), null);
});
