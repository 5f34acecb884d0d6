import { useSite } from '../api/organisation.ts';
import { useNow } from './clock.ts';
import type { Translate } from './language.ts';
import { useT } from './store.ts';
import { timeWording, type TimeWording } from './time-wording.ts';

/** `const time = useTime(); time.when(row.dueAt)`. Times of a site are told in its zone; without one, in that of the first site. */
export function useTime(siteId?: string) {
  const t = useT();
  const now = useNow();
  const zone = useSite(siteId)?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const wording = wordingOf(t, zone);
  let told = toldAt.get(wording);
  if (told?.now !== now) toldAt.set(wording, (told = tellAt(wording, zone, now)));
  return told;
}

/** One for all rows of a list: what it formats with takes longer to make than a row to draw. */
const wordings = new WeakMap<Translate, Map<string, TimeWording>>();
const toldAt = new WeakMap<TimeWording, ReturnType<typeof tellAt>>();

function wordingOf(t: Translate, zone: string): TimeWording {
  const zones = wordings.get(t) ?? new Map<string, TimeWording>();
  wordings.set(t, zones);
  const wording = zones.get(zone) ?? timeWording(t, zone);
  zones.set(zone, wording);
  return wording;
}

function tellAt(wording: TimeWording, zone: string, now: number) {
  return {
    now,
    zone,
    today: wording.dayOf(now),
    time: wording.time,
    minutes: wording.minutes,
    month: wording.month,
    dayOf: wording.dayOf,
    shortDay: wording.shortDay,
    weekday: wording.weekday,
    longDay: wording.longDay,
    fixed: wording.fixed,
    todayWords: () => wording.today(now),
    when: (instant: string) => wording.when(instant, now),
    day: (day: string) => wording.day(day, now),
    ago: (instant: string) => wording.ago(instant, now),
    overdue: (instant: string) => wording.overdue(instant, now),
    until: (instant: string) => wording.until(instant, now),
    due: (instant: string) => wording.due(instant, now),
    isPast: (instant: string) => Date.parse(instant) < now,
    /** Due within half an hour: shown in amber. */
    isSoon: (instant: string) => {
      const left = Date.parse(instant) - now;
      return left >= 0 && left <= 30 * 60_000;
    },
  };
}
