import type {
  Language,
  MessageState,
  Occasion,
  Prices,
  Purpose,
  SentChannel,
  SettingValue,
  SizeClass,
  TemplateBodies,
  TemplateState,
  TemplateVariable,
  TransportKind,
} from '@anbu/contract';
import type { z } from 'zod';
import type { CalendarDay } from '../../kernel/calendar-day.ts';
import type { Id } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';

export type SettingValues = Readonly<Record<string, z.infer<typeof SettingValue>>>;

export type TransportRow = {
  readonly id: Id;
  readonly name: string;
  readonly kind: TransportKind;
  readonly channels: readonly SentChannel[];
  readonly settings: SettingValues;
  /** Its secrets as one sealed text; null where it has none. */
  readonly sealed: string | null;
  readonly token: string;
  readonly sender: string;
  readonly ratePerSecond: number;
  readonly window: number;
  readonly position: number;
  readonly prices: Prices | null;
  readonly active: boolean;
  readonly version: number;
  readonly failures: number;
  readonly rests: number;
  readonly restUntil: Instant | null;
  readonly lastError: string | null;
  readonly lastErrorAt: Instant | null;
  readonly lastSuccessAt: Instant | null;
};

export type TemplateRow = {
  readonly id: Id;
  readonly name: string;
  readonly purpose: Purpose;
  readonly channels: readonly SentChannel[];
  readonly health: boolean;
  readonly active: boolean;
  readonly latest: number;
  readonly version: number;
};

export type TemplateVersionRow = {
  readonly templateId: Id;
  readonly no: number;
  readonly variables: TemplateVariable[];
  readonly bodies: TemplateBodies;
  readonly providerCode: string | null;
  readonly state: TemplateState;
  readonly reviewNumber: string | null;
  readonly expiresOn: CalendarDay | null;
  /** Who signed for the benefit that it promises, or where that lies. */
  readonly signOff: string | null;
  readonly signedOffUntil: CalendarDay | null;
  readonly writtenBy: Id | null;
  readonly writtenAt: Instant;
  readonly decidedBy: Id | null;
  readonly decidedAt: Instant | null;
};

export type MessageRow = {
  readonly id: Id;
  readonly personId: Id | null;
  readonly channel: SentChannel;
  readonly purpose: Purpose;
  readonly health: boolean;
  readonly state: MessageState;
  readonly why: string | null;
  readonly toAddress: string | null;
  readonly subject: string | null;
  readonly body: string;
  readonly language: Language;
  readonly templateId: Id | null;
  readonly templateNo: number | null;
  readonly values: Readonly<Record<string, string>>;
  readonly enquiryId: Id | null;
  readonly usefulUntil: Instant | null;
  readonly fallback: readonly SentChannel[];
  readonly fallbackOf: Id | null;
  readonly class: SizeClass | null;
  readonly segments: number | null;
  readonly costMinor: number | null;
  readonly currency: string | null;
  readonly transportId: Id | null;
  readonly providerId: string | null;
  readonly tries: number;
  readonly madeBy: Id | null;
  readonly madeAt: Instant;
  readonly sendAt: Instant;
  readonly handedAt: Instant | null;
  readonly sentAt: Instant | null;
  readonly settledAt: Instant | null;
  /** It speaks of this booking, and of no other. */
  readonly bookingId: Id | null;
  /** By what it was sent by itself; null where somebody sent it. */
  readonly occasion: Occasion | null;
  /** It tells that this stop was heard. */
  readonly answersStop: Id | null;
};

/** Of a message to a colleague, or of a test of one's own: no person's, about nothing, and by no other channel when this one fails. */
export const OF_NO_PERSON = {
  personId: null,
  enquiryId: null,
  bookingId: null,
  answersStop: null,
  fallback: [],
  fallbackOf: null,
} as const satisfies Partial<MessageRow>;
