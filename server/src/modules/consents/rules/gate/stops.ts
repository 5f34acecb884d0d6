import type { Instant } from '../../../../kernel/instant.ts';
import type { Case, Fault } from './judge.ts';
import type { Message, Recipient, Suppression } from './types.ts';

/** A stop overrides everything, whatever was consented to. */
export function suppressionFault({ message, recipient, now }: Case): Fault | null {
  const found = stopOf(message, recipient, now);
  if (!found) return null;
  const code =
    found.until !== null ? 'gate.paused' : found.address === null ? 'gate.suppressed' : 'gate.number_stopped';
  const params = { reason: found.reason, ...(found.until === null ? {} : { until: found.until }) };
  return { code, params, suppressionId: found.id };
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
