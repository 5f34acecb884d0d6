import type { Id } from '../../../kernel/ids.ts';
import { DAY } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { positionOf } from '../vocabulary.ts';
import type { StatusCode } from '../vocabulary.ts';

export type EnquiryOfPerson = {
  readonly id: Id;
  readonly status: StatusCode;
  readonly receivedAt: Instant;
  readonly interests: readonly string[];
  readonly statusSince: Instant;
  /** When the person last gave a new consent that was recorded on it. */
  readonly consentedAt: Instant | null;
};

/** `onHold`: the person once refused contact; nothing goes out before there is evidence of consent. */
export type SecondEnquiry =
  { readonly kind: 'duplicate'; readonly originalId: Id } | { readonly kind: 'new'; readonly onHold: boolean };

/**
 * What another enquiry of the same person is. A duplicate of the latest one that is now in 1–15, 17 or 18, was received at
 * most `withinDays` (of 24 hours; 30 as shipped) before, and shares an interest or one of the two names none; for that one it is a reply.
 * Otherwise new, on hold where the person has one in DO_NOT_CONTACT and has given no new consent since. Spec: domain §1.
 */
export function judgeSecondEnquiry(
  second: Pick<EnquiryOfPerson, 'receivedAt' | 'interests'>,
  earlier: readonly EnquiryOfPerson[],
  withinDays: number,
): SecondEnquiry {
  const original = earlier
    .filter((first) => isAlive(first.status) && isWithin(first, second, withinDays) && sharesInterest(first, second))
    .sort((a, b) => b.receivedAt - a.receivedAt || (a.id < b.id ? 1 : -1))[0];
  if (original) return { kind: 'duplicate', originalId: original.id };
  const consents = earlier.flatMap(({ consentedAt }) => consentedAt ?? []);
  const refusals = earlier.filter(({ status }) => status === 'DO_NOT_CONTACT');
  const stands = ({ statusSince }: EnquiryOfPerson) => consents.every((consentedAt) => consentedAt < statusSince);
  return { kind: 'new', onHold: refusals.some(stands) };
}

function isAlive(status: StatusCode): boolean {
  const position = positionOf(status);
  return position <= 15 || position === 17 || position === 18;
}

function isWithin(first: { receivedAt: Instant }, second: { receivedAt: Instant }, days: number): boolean {
  const apart = second.receivedAt - first.receivedAt;
  return apart >= 0 && apart <= days * DAY;
}

function sharesInterest(
  first: Pick<EnquiryOfPerson, 'interests'>,
  second: Pick<EnquiryOfPerson, 'interests'>,
): boolean {
  if (first.interests.length === 0 || second.interests.length === 0) return true;
  return first.interests.some((interest) => second.interests.includes(interest));
}
