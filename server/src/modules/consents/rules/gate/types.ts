import type { ConsentState, GateRuleKind, Jurisdiction, MessageChannel, Purpose } from '@anbu/contract';
import type { CalendarDay } from '../../../../kernel/calendar-day.ts';
import type { Id } from '../../../../kernel/ids.ts';
import type { Instant } from '../../../../kernel/instant.ts';

export type { ConsentState, GateRuleKind as RuleKind, Jurisdiction, MessageChannel, Purpose } from '@anbu/contract';

/** What is about to be handed to a channel. `messageOf` fills in what a caller has nothing to say about. */
export type Message = {
  readonly channel: MessageChannel;
  readonly purpose: Purpose;
  /** The number (E.164) or e-mail address that it goes to; null: the first usable one of the recipient. */
  readonly to: string | null;
  /** Null where it is not written yet: then nothing is said of the wording. */
  readonly text: string | null;
  readonly subject: string | null;
  /** Who sends; null where nobody is named, and then nothing is said of the sender. */
  readonly sender: Sender | null;
  /** After this moment it helps nobody. */
  readonly usefulUntil: Instant | null;
  /** What it is about is no more as it was: its appointment was moved or cancelled. */
  readonly outdated: boolean;
  readonly enquiryId: Id | null;
  /** The recipient was chosen by a treatment or a diagnosis, or it speaks of one. */
  readonly health: boolean;
  /** What was recorded of its wording; null where nobody looked. */
  readonly review: Review | null;
  /** It belongs to a programme whose hold-out she is in. */
  readonly heldOut: boolean;
  /** It tells her once that this stop was heard, and says nothing else. */
  readonly answersStop: Id | null;
};

/** A review of an advertisement with its number, and the sign-off of a benefit, each until its last day. */
export type Review = {
  readonly number: string | null;
  readonly expiresOn: CalendarDay | null;
  readonly signedOffUntil: CalendarDay | null;
};

/** Looked for, and there is none. */
export const NO_REVIEW: Review = { number: null, expiresOn: null, signedOffUntil: null };

export type Sender = { readonly registered: boolean; readonly expiresOn: CalendarDay | null };

export const CONSENT_KINDS = ['contact', 'health', 'third_party', 'guardian', 'recording'] as const;
/** contact: may be told; health: data on health may be used for it; guardian: said by the verified guardian of a child. */
export type ConsentKind = (typeof CONSENT_KINDS)[number];

export type Consent = {
  readonly id: Id | null;
  readonly kind: ConsentKind;
  readonly purpose: Purpose;
  readonly channel: MessageChannel;
  /** Also in the night hours. */
  readonly night: boolean;
  readonly state: ConsentState;
  readonly at: Instant;
  /** The last day of one that was given until then. */
  readonly expiresOn: CalendarDay | null;
};

/** A stop. `address` null = the person, whatever the address; `purposes`, `channels` null = all of them. */
export type Suppression = {
  readonly id: Id | null;
  readonly address: string | null;
  readonly purposes: readonly Purpose[] | null;
  readonly channels: readonly MessageChannel[] | null;
  readonly reason: string;
  readonly at: Instant;
  /** A pause ends by itself. */
  readonly until: Instant | null;
};

export type Recipient = {
  readonly personId: Id | null;
  readonly jurisdiction: Jurisdiction;
  /** Of her address; null where none is known, and a number's area says it alone. */
  readonly timeZone: string | null;
  readonly birthDate: CalendarDay | null;
  /** All rows, in any order: the newest counts. */
  readonly consents: readonly Consent[];
  readonly suppressions: readonly Suppression[];
  /** Nothing goes to this person, whatever it is about. */
  readonly doNotContact: boolean;
  /** Her enquiries that are closed as "do not contact", with when. */
  readonly refusedEnquiries: ReadonlyMap<Id, Instant>;
  /** An open enquiry of somebody who refused before waits for the evidence of a new consent. */
  readonly contactHold: boolean;
  /** The end of the last dealing (a visit); null = none, or not known. */
  readonly lastDealingAt: Instant | null;
  /** What went out lately, over all campaigns. */
  readonly sent: readonly { readonly purpose: Purpose; readonly at: Instant }[];
  /** Usable addresses, best first; null where nobody looked. */
  readonly phones: readonly string[] | null;
  readonly emails: readonly string[] | null;
  /** Of her numbers those of a fax machine: nobody rings there. */
  readonly faxes: readonly string[] | null;
  /** The national do-not-call list of her country as it was brought last, and which of her numbers it names; null where nobody looked. */
  readonly registry: { readonly asOf: CalendarDay | null; readonly listed: readonly string[] } | null;
  /** Her addresses at which somebody reads too who may not be told of her; null where nobody looked. */
  readonly readElsewhere: readonly string[] | null;
};

export type RuleParams = Readonly<Record<string, string | number | boolean>>;

/**
 * One rule from one day to another. `code` names it for good; a row with a higher `revision` that is valid takes the place of a lower one, so that an
 * organisation's own change is a row beside the preset, never instead of it.
 */
export type RuleRow = {
  readonly code: string;
  readonly kind: GateRuleKind;
  readonly jurisdiction: Jurisdiction;
  readonly channels: readonly MessageChannel[];
  readonly purposes: readonly Purpose[];
  readonly params: RuleParams;
  readonly active: boolean;
  readonly validFrom: CalendarDay;
  /** The last day; null = until further notice. */
  readonly validTo: CalendarDay | null;
  readonly source: string;
  /** 0 = as shipped. */
  readonly revision: number;
};

export type RuleRef = Pick<RuleRow, 'code' | 'source' | 'revision' | 'validFrom'>;
/** Fill the sentence of the code; instants stand as numbers beside the zone in which they are said. */
export type VerdictParams = Readonly<Record<string, string | number | readonly string[]>>;
export type Warning = { readonly code: string; readonly params: VerdictParams; readonly rule: RuleRef };

type Judged = {
  readonly code: string;
  readonly params: VerdictParams;
  readonly rule: RuleRef | null;
  /** The rows that it rests on. */
  readonly consentId: Id | null;
  readonly suppressionId: Id | null;
  /** By whose clocks it was judged. */
  readonly zones: readonly string[];
  readonly warnings: readonly Warning[];
};
export type Verdict =
  | ({ readonly verdict: 'ALLOW' } & Judged)
  | ({ readonly verdict: 'DEFER'; readonly until: Instant } & Judged)
  | ({ readonly verdict: 'DENY' } & Judged);

const NOTHING_SAID: Omit<Message, 'channel' | 'purpose'> = {
  to: null,
  text: null,
  subject: null,
  sender: null,
  usefulUntil: null,
  outdated: false,
  enquiryId: null,
  health: false,
  review: null,
  heldOut: false,
  answersStop: null,
};

export function messageOf(given: Partial<Message> & Pick<Message, 'channel' | 'purpose'>): Message {
  return { ...NOTHING_SAID, ...given };
}

const STRANGER: Omit<Recipient, 'jurisdiction' | 'timeZone'> = {
  personId: null,
  birthDate: null,
  consents: [],
  suppressions: [],
  doNotContact: false,
  refusedEnquiries: new Map(),
  contactHold: false,
  lastDealingAt: null,
  sent: [],
  phones: null,
  emails: null,
  faxes: null,
  registry: null,
  readElsewhere: null,
};

/** Somebody of whom only what is given is known. */
export function recipientOf(given: Partial<Recipient> & Pick<Recipient, 'jurisdiction' | 'timeZone'>): Recipient {
  return { ...STRANGER, ...given };
}
