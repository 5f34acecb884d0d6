import { Temporal } from 'temporal-polyfill';

/** What a `datetime-local` field holds (2026-11-22T14:00) for an instant, in the site's zone. */
export function toFieldTime(instant: string | number, zone: string): string {
  const at =
    typeof instant === 'string' ? Temporal.Instant.from(instant) : Temporal.Instant.fromEpochMilliseconds(instant);
  return at.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' });
}

/** The instant that a `datetime-local` field means at the site; null while it is not a whole time. */
export function fromFieldTime(text: string, zone: string): string | null {
  try {
    return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant().toString();
  } catch {
    return null;
  }
}

export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

export type QuickTime = { code: 'in10' | 'in30' | 'in60' | 'evening' | 'morning' | 'afternoon'; at: string };

/** Times that people name on the phone, as field times; those that are past are left out. `now` in milliseconds. */
export function quickTimes(now: number, zone: string): readonly QuickTime[] {
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDateTime();
  const tomorrow = here.toPlainDate().add({ days: 1 });
  const field = (time: Temporal.PlainDateTime) => time.toString({ smallestUnit: 'minute' });
  const evening = here.toPlainDate().toPlainDateTime({ hour: 18 });
  return [
    { code: 'in10', at: field(here.add({ minutes: 10 })) },
    { code: 'in30', at: field(here.add({ minutes: 30 })) },
    { code: 'in60', at: field(here.add({ hours: 1 })) },
    ...(Temporal.PlainDateTime.compare(here, evening) < 0 ? [{ code: 'evening' as const, at: field(evening) }] : []),
    { code: 'morning', at: field(tomorrow.toPlainDateTime({ hour: 10 })) },
    { code: 'afternoon', at: field(tomorrow.toPlainDateTime({ hour: 15 })) },
  ];
}
