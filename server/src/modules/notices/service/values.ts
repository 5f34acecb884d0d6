import { nearestLanguage, type Language, type VariableValues } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { instant, type Instant } from '../../../kernel/instant.ts';
import { addDays, calendarDay } from '../../../kernel/calendar-day.ts';
import { dayOf, minuteOfDay } from '../../../kernel/zoned-time.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { textOf } from '../../../platform/i18n.ts';
import { reportTold } from '../../analytics/index.ts';
import { findDataRequest, findDuty, preferenceLink } from '../../consents/index.ts';
import { defaultSite, findSite } from '../../identity/index.ts';
import type { BookingFacts, EnquiryFacts } from '../store/fact-store.ts';
import { listPlaceRows } from '../store/setting-store.ts';
import type { NoticeRow } from '../vocabulary.ts';
import type { NoticeDeps } from './deps.ts';

/** The nearest of our languages to a tag of BCP 47; `otherwise` where nobody said one. */
export function languageOr(tag: string | null, otherwise: Language): Language {
  return (tag === null ? null : nearestLanguage(tag)) ?? otherwise;
}

type About = {
  readonly notice: NoticeRow;
  readonly language: Language;
  readonly enquiry: EnquiryFacts | null;
  readonly booking: BookingFacts | null;
};

/** Whatever a text of this occasion may say, by name, in the reader's language and the clock of the site. */
export async function valuesOf(
  tx: Tx,
  deps: NoticeDeps,
  { notice, language, enquiry, booking }: About,
): Promise<VariableValues> {
  const siteId = booking?.siteId ?? enquiry?.siteId ?? null;
  const site = (siteId === null ? null : await findSite(tx, siteId)) ?? (await defaultSite(tx));
  const zone = site.timeZone;
  const place = (await listPlaceRows(tx)).find((row) => row.siteId === site.id);
  const values: Record<string, string> = {
    contact: place?.phone || site.name,
    way: place?.way[language] || textOf(language, 'notices.say.way'),
    // Where her answer is heard it is asked for instead (`send.ts`).
    answer: textOf(language, 'notices.say.answer.by_phone'),
  };
  const say = (name: string, at: Instant) => Object.assign(values, dayAndTime(name, zone, at));
  if (booking) say('', booking.startsAt);
  if (typeof notice.params['opening'] === 'number') say('opening', instant(notice.params['opening']));
  if (notice.personId !== null && notice.enquiryId === null) {
    values['link'] = preferenceLink(deps.links, tx.orgId, notice.personId, tx.now).url;
  }
  if (notice.occasion === 'stop_confirmed') {
    const { at, everything, shared } = notice.params;
    values['date'] = dayOf(zone, instant(Number(at)));
    values['on'] = shortDay(language, zone, instant(Number(at)));
    const what = everything === 1 ? 'everything' : 'selling';
    values['stopped'] = textOf(language, `notices.say.stopped.${what}`);
    values['ended'] = textOf(language, `notices.say.ended.${what}`);
    // The page of one of those who share a number is no other's business.
    if (shared === 1) values['link'] = values['contact'] ?? site.name;
  }
  if (notice.occasion === 'consent_result' || notice.occasion === 'consent_again') {
    Object.assign(values, await ofDuty(tx, notice.refId, language, zone));
  }
  if (notice.memberId !== null) Object.assign(values, await ofMember(tx, deps, { notice, language, enquiry, zone }));
  return values;
}

function dayAndTime(name: string, zone: string, at: Instant): Record<string, string> {
  const minute = minuteOfDay(zone, at);
  const two = (number: number) => String(number).padStart(2, '0');
  const time = `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
  return name === '' ? { day: dayOf(zone, at), time } : { [`${name}Day`]: dayOf(zone, at), [`${name}Time`]: time };
}

async function ofDuty(tx: Tx, id: Id | null, language: Language, zone: string): Promise<Record<string, string>> {
  const duty = id === null ? null : await findDuty(tx, id);
  if (!duty) return {};
  return {
    date: dayOf(zone, duty.saidAt),
    // On the date itself it is too old already.
    until: addDays(duty.confirmBy === null ? dayOf(zone, duty.dueAt) : calendarDay(duty.confirmBy), -1),
    result: textOf(language, `notices.say.${duty.said}`),
    channels: duty.channels.map((channel) => textOf(language, `gate.channel.${channel}`)).join(', '),
  };
}

/** As short as people write it: 11/26. */
function shortDay(language: Language, timeZone: string, at: Instant): string {
  const month = language === 'en' ? 'short' : 'numeric';
  const shown = new Intl.DateTimeFormat('en-US', { timeZone, month, day: 'numeric' });
  return shown.format(new Date(at));
}

const LOCALES = { ko: 'ko-KR', en: 'en-US', zh: 'zh-CN' } as const;

/** What a colleague is told: no name of a customer, no topic; the page is behind her sign-in. */
async function ofMember(
  tx: Tx,
  { links }: NoticeDeps,
  { notice, language, enquiry, zone }: Omit<About, 'booking'> & { readonly zone: string },
): Promise<Record<string, string>> {
  const path = notice.enquiryId === null ? '/today' : `/today?enquiry=${notice.enquiryId}`;
  const due = enquiry?.actionDueAt ?? null;
  const shown = { timeZone: zone, month: 'numeric', day: 'numeric', hour: 'numeric', minute: '2-digit' } as const;
  const values = {
    link: new URL(path, links.publicUrl).href,
    due:
      due === null
        ? textOf(language, 'notices.say.today')
        : new Intl.DateTimeFormat(LOCALES[language], shown).format(new Date(due)),
    what: textOf(language, `notices.say.alert.${notice.params['kind'] ?? 'pool'}`),
  };
  if (notice.occasion === 'request_due' && notice.refId !== null) {
    const request = await findDataRequest(tx, notice.refId);
    return {
      ...values,
      link: new URL('/privacy', links.publicUrl).href,
      date: dayOf(zone, request?.dueAt ?? tx.now),
      what: textOf(language, notice.params['late'] === 1 ? 'notices.say.request.late' : 'notices.say.request.soon'),
    };
  }
  if (notice.occasion !== 'report_ready' || notice.refId === null) return values;
  const report = await reportTold(tx, notice.refId);
  return {
    ...values,
    link: new URL('/statistics/reports', links.publicUrl).href,
    report: report?.name ?? '-',
    span: report ? `${report.from} – ${report.to}` : '-',
  };
}
