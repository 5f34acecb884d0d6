import type { IntakeKind, IntakeMapping, IntakeTexts, Language } from '@anbu/contract';
import type { Id } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';

export type SourceRow = {
  readonly id: Id;
  readonly kind: IntakeKind;
  readonly name: string;
  readonly token: string;
  readonly siteId: Id;
  readonly sourceChannel: string;
  readonly campaign: string | null;
  readonly interests: string[];
  readonly allowedOrigins: string[];
  readonly language: Language;
  readonly texts: IntakeTexts;
  readonly mapping: IntakeMapping;
  readonly active: boolean;
  readonly version: number;
};

export type RequestState = 'accepted' | 'rejected' | 'suspected' | 'dismissed';

/** Why a request was not taken over: a code of the catalogue, and the field where it has one. */
export type IntakeReason = {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
  readonly field: string | null;
};

export type RequestRow = {
  readonly id: Id;
  readonly sourceId: Id;
  readonly receivedAt: Instant;
  readonly state: RequestState;
  readonly reasons: IntakeReason[];
  readonly raw: unknown;
  readonly enquiryId: Id | null;
  readonly personId: Id | null;
  readonly decidedBy: Id | null;
  readonly decidedAt: Instant | null;
};
