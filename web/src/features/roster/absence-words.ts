import { Temporal } from 'temporal-polyfill';
import type { Absence } from '@anbu/contract';
import { useT, useTime } from '../../i18n/index.ts';

/** When somebody is away, as people say it: whole days by their days, the rest with the time. */
export function useAbsenceWords(): (absence: Pick<Absence, 'from' | 'to'>) => string {
  const t = useT();
  const time = useTime();
  return ({ from, to }) => {
    const first = isMidnight(from, time.zone) ? time.day(time.dayOf(from)) : time.when(from);
    if (to === null) return t('roster.absence.open', { from: first });
    // A day counts to its end: it is the day before that is said.
    const last = isMidnight(to, time.zone) ? time.day(time.dayOf(Date.parse(to) - 1)) : time.when(to);
    return first === last ? first : t('roster.absence.span', { from: first, to: last });
  };
}

export function isMidnight(instant: string, zone: string): boolean {
  const here = Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
  return here.hour === 0 && here.minute === 0;
}
