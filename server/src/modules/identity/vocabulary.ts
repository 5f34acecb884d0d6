import type { Language, Role, WeekHours } from '@anbu/contract';
import type { Id } from '../../kernel/ids.ts';

export type HolidayCountry = 'KR' | 'US' | 'CN';

export type OrganisationRow = {
  readonly id: Id;
  readonly name: string;
  readonly slug: string;
  readonly language: Language;
  readonly demo: boolean;
  readonly version: number;
};

export type SiteRow = {
  readonly id: Id;
  readonly name: string;
  readonly timeZone: string;
  readonly hours: WeekHours;
  readonly callingFrom: string;
  readonly callingTo: string;
  readonly holidayCountry: HolidayCountry | null;
  readonly intakeTeamId: Id;
  readonly version: number;
};

export type TeamRow = {
  readonly id: Id;
  readonly name: string;
  readonly siteId: Id | null;
  readonly leaderId: Id | null;
  readonly memberIds: Id[];
  readonly version: number;
};

/** `invited` waits for her to accept, `withdrawn` was taken back before she did. Only a `member` is ever active. */
export type MemberState = 'member' | 'invited' | 'withdrawn';

/** A user: an account's membership in this organisation. */
export type MemberRow = {
  readonly id: Id;
  readonly name: string;
  readonly role: Role;
  readonly active: boolean;
  readonly state: MemberState;
  /** The contract of the agency that she belongs to; null = one of the organisation's own. */
  readonly contractId: Id | null;
  readonly teamIds: Id[];
  readonly version: number;
};

/** Keyset of lists that are ordered by id, which is the order of making. */
export type PageOf = { readonly after: Id | null; readonly limit: number };

/** E-mails compare without case; the database refuses another form. */
export function normaliseEmail(email: string): string {
  return email.normalize('NFC').trim().toLowerCase();
}
