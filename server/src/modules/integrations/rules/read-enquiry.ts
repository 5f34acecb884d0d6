import type { HoldReason, Likelihood } from '@anbu/contract';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import { addDays } from '../../../kernel/calendar-day.ts';
import { instant } from '../../../kernel/instant.ts';
import { dayOf } from '../../../kernel/zoned-time.ts';
import { instantOf, type DayReading } from '../cells/day.ts';
import { HOLD_WORDS, LIKELIHOOD_WORDS } from '../words/choices.ts';
import { chooseMany, wordChooser, type Chooser } from './choices.ts';
import { colleagueKey } from './names.ts';
import type { EnquiryPlan, RowContext } from './plan.ts';
import type { Row } from './row.ts';
import { wordKey } from './text-key.ts';

const LONGEST_NAME = 120;
const likelihoodOf = wordChooser(LIKELIHOOD_WORDS);
const holdReasonOf = wordChooser(HOLD_WORDS);

/** Null where the row has no day of the enquiry: without it there is none. `siteId` is the row's. */
export function readEnquiry(
  row: Row,
  context: RowContext,
  choose: { sources: Chooser; interests: Chooser },
  text: string | null,
  siteId: string,
): EnquiryPlan | null {
  const { zone, readOn, now } = context;
  const received = row.day('receivedAt', { zone, yearless: { until: readOn } });
  if (!received) {
    if (row.cell('receivedAt') === '') row.say('error', 'receivedAt', 'field.required');
    return null;
  }
  const dayOnly = received.minute === null;
  const receivedAt = instantOf(received, zone);
  if (receivedAt > now) {
    row.say('error', 'receivedAt', 'imports.received_in_future');
    return null;
  }
  const after: DayReading = { zone, yearless: { from: received.day } };
  const booking = row.day('bookingAt', after);
  const visit = row.day('visitAt', { zone, yearless: { until: readOn } });
  if (visit && instantOf(visit, zone) > now) row.say('error', 'visitAt', 'imports.visit_in_future');
  // A visit of the same day without times is no contradiction.
  else if (
    visit &&
    (visit.minute === null || dayOnly ? visit.day < received.day : instantOf(visit, zone) < receivedAt)
  ) {
    row.say('error', 'visitAt', 'imports.visit_before_received');
  }
  if (booking && booking.day < addDays(received.day, -1))
    row.say('warning', 'bookingAt', 'imports.booking_before_received');
  const recontact = row.day('recontactOn', after);
  const source = readSource(row, choose.sources);
  return {
    receivedAt: instant(receivedAt),
    receivedOn: dayOf(zone, receivedAt),
    siteId,
    ...source,
    interests: readInterests(row, choose.interests),
    ownerId: readOwner(row, context),
    text,
    callCount: readCount(row),
    bookingOn: booking?.day ?? null,
    bookingMinute: booking?.minute ?? null,
    visitOn: visit?.day ?? null,
    visitMinute: visit?.minute ?? null,
    ...readHold(row),
    recontactOn: (recontact?.day ?? null) as CalendarDay | null,
  };
}

function readSource(row: Row, choose: Chooser): Pick<EnquiryPlan, 'sourceChannel' | 'campaign'> {
  const text = row.cell('sourceChannel');
  const campaign = row.text('campaign', LONGEST_NAME);
  if (text === '') return { sourceChannel: 'unknown', campaign };
  const found = choose(text);
  if (!found) row.say('warning', 'sourceChannel', 'imports.source_unknown');
  // What the file said is kept where its word is not the list's own.
  const word = found?.exact || found?.code === 'unknown' ? null : text.slice(0, LONGEST_NAME);
  return { sourceChannel: found?.code ?? 'unknown', campaign: campaign ?? word };
}

function readInterests(row: Row, choose: Chooser): readonly string[] {
  const { codes, unknown } = chooseMany(row.cell('interests'), choose);
  for (const words of unknown) row.say('warning', 'interests', 'imports.interest_unknown', { words });
  return codes;
}

function readOwner(row: Row, { members }: RowContext): string | null {
  const text = row.cell('owner');
  if (text === '') return null;
  const whole = members.filter(({ name }) => wordKey(name) === wordKey(text));
  const found = whole.length > 0 ? whole : members.filter(({ name }) => colleagueKey(name) === colleagueKey(text));
  const [only] = found;
  if (found.length === 1 && only?.active) return only.id;
  const code = found.length > 1 ? 'imports.owner_ambiguous' : only ? 'imports.owner_inactive' : 'imports.owner_unknown';
  row.say('warning', 'owner', code);
  return null;
}

/** The site that the row names, else that of the import. */
export function readSite(row: Row, { sites, siteId }: RowContext): string {
  const key = wordKey(row.cell('site'));
  if (key === '') return siteId;
  const found = sites.find(({ name }) => wordKey(name) === key);
  if (!found) row.say('warning', 'site', 'imports.site_unknown');
  return found?.id ?? siteId;
}

function readCount(row: Row): number | null {
  const text = row.cell('callCount');
  if (text === '') return null;
  const match = /^(\d{1,3})(?:\.0+)?\s*[회번次]?$/u.exec(text);
  if (!match) row.say('warning', 'callCount', 'imports.word_unknown');
  return match ? Number(match[1]) : null;
}

function readHold(row: Row): Pick<EnquiryPlan, 'likelihood' | 'holdReasons'> {
  const likelihoodText = row.cell('likelihood');
  const likelihood = likelihoodText === '' ? null : likelihoodOf(likelihoodText);
  if (likelihoodText !== '' && !likelihood) row.say('warning', 'likelihood', 'imports.word_unknown');
  const reasons = new Set<string>();
  for (const part of row.cell('holdReasons').split(/[,/、，;|\n]+/u)) {
    if (part.trim() === '') continue;
    const found = holdReasonOf(part);
    if (found) reasons.add(found);
    else row.say('warning', 'holdReasons', 'imports.word_unknown');
  }
  return { likelihood: likelihood as Likelihood | null, holdReasons: [...reasons] as HoldReason[] };
}
