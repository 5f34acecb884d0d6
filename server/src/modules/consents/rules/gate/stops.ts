import type { CalendarDay } from '../../../../kernel/calendar-day.ts';
import { DAY, MINUTE, plus, type Instant } from '../../../../kernel/instant.ts';
import type { Case, Fault } from './judge.ts';
import { numberOfParam, type RuleBook } from './rule-book.ts';
import type { Jurisdiction, Message, Recipient, RuleRow, Suppression } from './types.ts';

/** A stop overrides everything, whatever was consented to: but for the word that it was heard, in its time. */
export function suppressionFault(asked: Case): Fault | null {
  const { message, recipient, now } = asked;
  if (recipient.suppressions.length === 0) return null;
  const answered = answeredStop(asked);
  const others = answered ? recipient.suppressions.filter((stop) => stop !== answered) : recipient.suppressions;
  const found = stopOf(message, { ...recipient, suppressions: others }, now);
  if (!found) return null;
  const code =
    found.until !== null ? 'gate.paused' : found.address === null ? 'gate.suppressed' : 'gate.number_stopped';
  const params = { reason: found.reason, ...(found.until === null ? {} : { until: found.until }) };
  return { code, params, suppressionId: found.id };
}

/** The stop that this message may still answer; null for any other message, and when the time for it is over. Spec: rules.md, one confirmation. */
function answeredStop({ message, recipient, now, rule }: Case): Suppression | null {
  const stop = recipient.suppressions.find(({ id }) => id !== null && id === message.answersStop);
  const allowed = stop ? rule('stop_reply') : null;
  return stop && allowed && now < answerableUntil(stop.at, allowed) ? stop : null;
}

function answerableUntil(stoppedAt: Instant, rule: RuleRow): Instant {
  return plus(stoppedAt, numberOfParam(rule, 'minutes') * MINUTE + numberOfParam(rule, 'days') * DAY);
}

/** Until when a stop by text may be answered; null where no rule speaks of it. */
export function stopAnsweredUntil(
  stoppedAt: Instant,
  jurisdiction: Jurisdiction,
  rules: RuleBook,
  day: CalendarDay,
): Instant | null {
  const rule = rules.find('stop_reply', jurisdiction, 'sms', 'service', day);
  return rule && answerableUntil(stoppedAt, rule);
}

/** The stop that a message runs into: one without an end before a pause. */
export function stopOf(message: Message, recipient: Recipient, now: Instant): Suppression | null {
  const found = recipient.suppressions.filter(
    (stop) => stop.at <= now && (stop.until === null || now < stop.until) && isMeant(stop, message, recipient),
  );
  return found.find(({ until }) => until === null) ?? found[0] ?? null;
}

function isMeant({ purposes, channels, address }: Suppression, message: Message, recipient: Recipient): boolean {
  if (purposes !== null && !purposes.includes(message.purpose)) return false;
  if (channels !== null && !channels.includes(message.channel)) return false;
  return address === null || address === addressOf(message, recipient);
}

/** Where it goes: the address that is named, else the best one that she has for the channel. */
export function addressOf({ to, channel }: Message, { phones, emails, faxes }: Recipient): string | null {
  if (to !== null) return to;
  if (channel === 'email') return emails?.[0] ?? null;
  if (channel === 'fax') return faxes?.[0] ?? null;
  return channel === 'letter' || channel === 'web' ? null : (phones?.[0] ?? null);
}

export function doNotContactFault({ recipient }: Case): Fault | null {
  return recipient.doNotContact ? { code: 'gate.do_not_contact' } : null;
}

/**
 * Who refused contact about an enquiry hears nothing of it; of advertisements nothing until a newer consent; and while a new enquiry waits for the
 * evidence of that consent, nothing but what her safety needs. Spec: domain §1, DO_NOT_CONTACT.
 */
export function enquiryFault({ message, recipient, now }: Case): Fault | null {
  const { refusedEnquiries, contactHold, consents } = recipient;
  if (message.enquiryId !== null && refusedEnquiries.has(message.enquiryId)) return { code: 'gate.enquiry_refused' };
  if (contactHold && message.purpose !== 'care') return { code: 'gate.contact_hold' };
  if (message.purpose !== 'marketing' || refusedEnquiries.size === 0) return null;
  const refusedAt = Math.max(...refusedEnquiries.values());
  const isNewer = consents.some(
    (row) =>
      row.kind === 'contact' &&
      row.purpose === 'marketing' &&
      row.state === 'granted' &&
      row.at > refusedAt &&
      row.at <= now,
  );
  return isNewer ? null : { code: 'gate.enquiry_refused' };
}

/** Nothing to send it to, as far as is known. */
export function addressFault({ message, recipient }: Case): Fault | null {
  if (message.to !== null) return null;
  const isEmail = message.channel === 'email';
  const isNumber = message.channel === 'phone' || message.channel === 'sms' || message.channel === 'alimtalk';
  if (isEmail && recipient.emails?.length === 0) return { code: 'gate.no_address' };
  if (message.channel === 'fax' && recipient.faxes?.length === 0) return { code: 'gate.no_address' };
  return isNumber && recipient.phones?.length === 0 ? { code: 'gate.no_address' } : null;
}
