import type {
  ConsentState,
  HoldReason,
  InvalidKind,
  Likelihood,
  MessageChannel,
  Names,
  Params,
  Purpose,
  StatusCode,
} from '@anbu/contract';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { PhoneRegion } from '../cells/phone.ts';

/** What is said of a cell or a whole row. `error` rejects the row; `warning`: taken, but not all of it as it stands. */
export type Issue = {
  readonly level: 'error' | 'warning' | 'note';
  readonly column: string | null;
  readonly value: string | null;
  readonly code: string;
  readonly params: Params;
};

export type PersonPlan = {
  readonly name?: string;
  /** E.164. */
  readonly phone?: string;
  /** The person's number in the list's own system: a chart number. */
  readonly number?: string;
  readonly email?: string;
  readonly birthDate?: CalendarDay;
  readonly sex?: 'female' | 'male' | 'other' | 'unknown';
  /** BCP 47. */
  readonly language?: string;
};

export type EnquiryPlan = {
  readonly receivedAt: Instant;
  readonly receivedOn: CalendarDay;
  readonly siteId: Id;
  readonly sourceChannel: string;
  readonly campaign: string | null;
  readonly interests: readonly string[];
  readonly ownerId: Id | null;
  readonly text: string | null;
  readonly callCount: number | null;
  readonly bookingOn: CalendarDay | null;
  /** Minute of the day; null where the file names no time. */
  readonly bookingMinute: number | null;
  readonly visitOn: CalendarDay | null;
  readonly visitMinute: number | null;
  readonly likelihood: Likelihood | null;
  readonly holdReasons: readonly HoldReason[];
  readonly recontactOn: CalendarDay | null;
};

/** What somebody said about being told. `address`: her number (E.164) or e-mail address. */
export type ConsentPlan = {
  readonly address: string;
  readonly purpose: Purpose;
  readonly channel: MessageChannel;
  readonly night: boolean;
  readonly state: ConsentState;
  readonly at: Instant;
  readonly evidence: string | null;
  readonly textVersion: number | null;
};

export type Plan = {
  readonly person: PersonPlan;
  readonly text: string | null;
  readonly enquiry: EnquiryPlan | null;
  readonly consent?: ConsentPlan;
};

/** A status as it is read for a label: by the governed vocabulary or by a person. */
export type LabelReading = {
  readonly code: StatusCode;
  readonly invalidKind: InvalidKind | null;
  readonly holdReasons: readonly HoldReason[];
  readonly likelihood: Likelihood | null;
};

/** A choice of the organisation's list, as the file may name it. */
export type ListChoice = { readonly code: string; readonly names: Names };
export type NamedId = { readonly id: Id; readonly name: string };

/** What a row is read against. The same for all rows of an analysis. */
export type RowContext = {
  readonly zone: string;
  readonly now: Instant;
  /** Year-less dates are read from here: the day of the upload. */
  readonly readOn: CalendarDay;
  readonly sources: readonly ListChoice[];
  readonly interests: readonly ListChoice[];
  readonly members: readonly (NamedId & { readonly active: boolean })[];
  readonly sites: readonly NamedId[];
  readonly siteId: Id;
  /** Whose numbers stand without a country code at a site. */
  readonly regionOf: (siteId: Id) => PhoneRegion;
};

export type ReadRow = {
  readonly plan: Plan | null;
  readonly issues: readonly Issue[];
  /** The status as it stands in the file; null where the file has no such column. */
  readonly label: string | null;
  readonly ownerText: string | null;
};
