import type { CallAct, ExchangeKind } from '@anbu/contract';
import type { Id } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { CallCourse } from './rules/call.ts';

export type ExchangeRow = {
  readonly id: Id;
  readonly siteId: Id;
  readonly kind: ExchangeKind;
  readonly name: string;
  readonly host: string | null;
  readonly port: number | null;
  readonly tls: boolean;
  readonly username: string | null;
  /** Sealed: the password of a line, at most one. What a webhook signs with is the platform's. */
  readonly secrets: readonly string[];
  readonly token: string | null;
  readonly channel: string;
  readonly context: string;
  readonly callerNumber: string | null;
  readonly recordingBase: string | null;
  readonly recordingAnnounced: boolean;
  /** Where this exchange stands, callers must agree before they are recorded. */
  readonly recordingConsent: boolean;
  readonly recordingDays: number;
  readonly active: boolean;
  readonly version: number;
};

export type LineState = 'waiting' | 'connecting' | 'connected' | 'failed';
export type ConnectionRow = {
  readonly exchangeId: Id;
  readonly state: LineState;
  readonly since: Instant;
  readonly error: string | null;
  readonly lastHeardAt: Instant | null;
};

export type CallRow = CallCourse & {
  readonly id: Id;
  readonly exchangeId: Id;
  readonly externalId: string;
  readonly userId: Id | null;
  readonly personId: Id | null;
  readonly enquiryId: Id | null;
  readonly recordedCallId: Id | null;
  readonly recordDueAt: Instant | null;
  readonly notedBy: Id | null;
  /** The telephone of ours that is asked whether it takes the call. */
  readonly consulted: string | null;
  /** We asked the exchange to record, and not to stop. */
  readonly recordingOn: boolean;
  /** What she said of a recording, where she was asked. */
  readonly recordingWord: RecordingWord | null;
  /** Until when a recording is linked. */
  readonly recordingUntil: Instant | null;
  /** The last order that the exchange did not take, and why; null once it takes one. All three or none (CHECK). */
  readonly refusedAct: OrderAct | null;
  readonly refusedWhy: string | null;
  readonly refusedAt: Instant | null;
};
export type OrderAct = CallAct | 'dial';
/** Nothing that the exchange refused. */
export const NOT_REFUSED = { refusedAct: null, refusedWhy: null, refusedAt: null } as const;
export type RecordingWord = 'agreed' | 'refused';

export type AllowedHostRow = {
  readonly id: Id;
  readonly host: string;
  readonly port: number;
  readonly reason: string;
  readonly allowedBy: Id | null;
  readonly allowedAt: Instant;
};

export type ExtensionRow = { readonly userId: Id; readonly exchangeId: Id; readonly extension: string };

/** So long an agent has to say what came of a call, until it is recorded by itself. */
export const WRAP_UP_SECONDS = { spoken: 600, unanswered: 60 } as const;
/** Our calls are known by their ids before their first event. */
export const OUR_CALL = 'anbu-';
