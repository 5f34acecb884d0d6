import type { CallOutcome, PatientKind, StatusCode } from '@anbu/contract';
import type { CalendarMonth } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';

export type PromiseResult = 'kept' | 'customer_first' | 'broken' | 'replaced' | 'voided';

/** What an act leaves of the clocks: until when the next action is in time (null: none), and the first response in seconds of opening time. */
export type Clocks = {
  readonly windowTo: Instant | null;
  readonly responseSeconds: number | null;
  readonly born: boolean;
};

/** By what figures are cut: as it is now. */
export type Dimensions = {
  readonly ownerId: Id | null;
  readonly channel: string;
  readonly campaign: string | null;
  readonly interests: readonly string[];
  readonly patientKind: PatientKind;
  readonly siteId: Id;
};

/** All that was recorded of one enquiry, what was taken back included. Acts in the order of their versions, events in that of their numbers. */
export type History = Dimensions & {
  readonly id: Id;
  readonly cohortMonth: CalendarMonth;
  readonly receivedAt: Instant;
  readonly createdAt: Instant;
  readonly qualified: boolean;
  readonly imported: boolean;
  readonly version: number;
  readonly clocks: Clocks;
  readonly events: readonly {
    readonly id: Id;
    readonly no: number;
    readonly to: StatusCode;
    readonly validAt: Instant;
    readonly recordedAt: Instant;
    readonly voids: Id | null;
  }[];
  readonly calls: readonly {
    readonly id: Id;
    readonly at: Instant;
    readonly recordedAt: Instant;
    readonly voidedAt: Instant | null;
    readonly direction: 'outbound' | 'inbound';
    readonly outcome: CallOutcome;
    readonly signed: boolean;
  }[];
  readonly promises: readonly {
    readonly id: Id;
    readonly windowTo: Instant;
    readonly madeAt: Instant;
    readonly endedAt: Instant | null;
    readonly result: PromiseResult | null;
  }[];
  readonly acts: readonly {
    readonly kind: string;
    readonly at: Instant;
    readonly voidedAt: Instant | null;
    /** A person or a key: not the program. */
    readonly signed: boolean;
    readonly before: Clocks;
    readonly after: Clocks | null;
    readonly callId: Id | null;
    readonly promiseMade: Id | null;
    readonly promiseEnded: Id | null;
    readonly promiseResult: PromiseResult | null;
  }[];
};
