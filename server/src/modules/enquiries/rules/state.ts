import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { slotOf } from '../../../kernel/slots.ts';
import type { Slot } from '../../../kernel/slots.ts';
import { isUnanswered } from '../vocabulary.ts';
import type {
  ActionKind,
  CallDirection,
  CallOutcome,
  Canceller,
  HoldReason,
  InvalidKind,
  Likelihood,
  Promiser,
  StatusCode,
} from '../vocabulary.ts';
import type { Practice } from './practice.ts';

/** Code and parameters of a sentence; the catalogue has the words in ko, en, zh. */
export type Reason = {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
};

/** Columns of the enquiry's row. Late = after `windowTo`. Spec: domain §2. */
export type NextAction = {
  readonly kind: ActionKind;
  readonly dueAt: Instant;
  readonly windowFrom: Instant;
  readonly windowTo: Instant;
  /** Only for a call that belongs to a slot. */
  readonly slot: Slot | null;
  readonly poolAt: Instant;
  readonly escalateAt: Instant;
  readonly reason: Reason;
};

export type EnquiryCall = {
  readonly at: Instant;
  readonly outcome: CallOutcome;
  readonly direction: CallDirection;
  /** The status that was valid at `at`: only unanswered calls of 1–8 count in the cadence. */
  readonly statusWhenMade: StatusCode;
  readonly voided?: boolean;
};

/** `dueAt` null: promised without a time (전화 주기로). */
export type PromiseOfCall = { readonly dueAt: Instant | null; readonly by: Promiser };
/** A promise that nobody has acted on yet. The window is that of its making, whatever becomes of the next action. */
export type OpenPromise = { readonly madeAt: Instant; readonly windowFrom: Instant; readonly windowTo: Instant };
/**
 * Kept: acted on in its window. `customer_first`: the person called and was answered. Both are promises kept, `broken` is one that fell due and
 * was not; `replaced` never fell due.
 */
export type PromiseEnd = {
  readonly result: 'kept' | 'customer_first' | 'broken' | 'replaced';
  readonly at: Instant;
};
export type Booking = { readonly startsAt: Instant; readonly durationMinutes: number; readonly serviceCode: string };

/** Everything that the rules need to know of an enquiry. */
export type EnquiryState = {
  readonly status: StatusCode;
  readonly statusSince: Instant;
  readonly receivedAt: Instant;
  /** A list from elsewhere brought it. */
  readonly imported: boolean;
  readonly ownerId: Id | null;
  /** In any order: the rules sort by `at`. */
  readonly calls: readonly EnquiryCall[];
  /** n of an imported NO_ANSWER_n; 0 otherwise. */
  readonly importedUnansweredDays: number;
  /** When 17–21 were last left: the count of unanswered days starts there. */
  readonly lastLeftClosedAt: Instant | null;
  /** Last talk, reply or material; FOLLOW_UP is counted from it. */
  readonly lastContactAt: Instant | null;
  /** The last promise, kept after its call: without a time it goes on choosing EV. */
  readonly promise: PromiseOfCall | null;
  /** Only in CALLBACK, and there until a call is made on it. */
  readonly openPromise: OpenPromise | null;
  readonly recontactOn: CalendarDay | null;
  readonly holdReasons: readonly HoldReason[];
  readonly likelihood: Likelihood | null;
  readonly booking: Booking | null;
  readonly cancelledBy: Canceller | null;
  readonly invalidKind: InvalidKind | null;
  readonly originalId: Id | null;
  /** Unanswered calls of the running dated chain (11, 14, 15), or tries of the running step (12). */
  readonly chainStep: number;
  /**
   * When the status was entered or renewed: day 0 of the chain, and the start of the count of unanswered days in 10 and 13. What happened
   * before it was decided over already.
   */
  readonly chainSince: Instant;
  readonly passDueOn: CalendarDay | null;
  readonly passesDone: number;
  /** Was ever in 10–16: an UNREACHED after those is "lost after consultation". */
  readonly everConsulted: boolean;
  /** No usable number is left, in 10–15. */
  readonly unreachable: boolean;
  readonly nextAction: NextAction | null;
};

/** To be appended to the history, never changed. `at` is when it became true, not when it was recorded. */
export type StatusEvent = {
  readonly from: StatusCode;
  readonly to: StatusCode;
  readonly at: Instant;
  readonly reason: Reason;
};

/** A message without pressure, to be sent through the gate: now, or before the call of the sixth day. Spec: domain §3. */
export type InformationDue = {
  readonly code: 'after_unanswered_day' | 'before_sixth_call';
  readonly unansweredDays: number;
  readonly at: Instant;
};

/** The whole next state, what is appended to the history, the messages that fall due, and how the promise ended that ran before. */
export type Decision = {
  readonly state: EnquiryState;
  readonly events: readonly StatusEvent[];
  readonly information: readonly InformationDue[];
  readonly promiseEnded: PromiseEnd | null;
};

/** Who acts: a supervisor may do what others get 403 for. */
export type Actor = { readonly userId: Id | null; readonly supervisor: boolean };

/** After hours: the how-manieth arrival since closing, and the people on duty at the opening. Both from 1. */
export type Duty = { readonly order: number; readonly people: number };
export const ONE_ON_DUTY: Duty = { order: 1, people: 1 };

/** A time that a person chose (`PATCH …/next-action`). */
export const SET_BY_HAND = 'enquiries.next.set_by_hand';
/** The first contact of an enquiry that a list brought: nobody here has been in touch with the person yet. */
export const IMPORTED_FIRST = 'enquiries.next.imported';
/** The first clocks of an enquiry that arrived here. */
export const ARRIVAL_CLOCKS: readonly string[] = ['enquiries.next.assign', 'enquiries.next.first_call'];
/** The same, and that of who came while nobody was there. */
export const FIRST_CLOCKS: readonly string[] = [...ARRIVAL_CLOCKS, 'enquiries.next.first_call_after_hours'];

export function reason(code: string, params: Reason['params'] = {}): Reason {
  return { code, params };
}

/** A fresh enquiry without history, for stores and tests to spread over. */
export function newState(receivedAt: Instant, status: StatusCode = 'NEW'): EnquiryState {
  return {
    status,
    statusSince: receivedAt,
    receivedAt,
    imported: false,
    ownerId: null,
    calls: [],
    importedUnansweredDays: 0,
    lastLeftClosedAt: null,
    lastContactAt: null,
    promise: null,
    openPromise: null,
    recontactOn: null,
    holdReasons: [],
    likelihood: null,
    booking: null,
    cancelledBy: null,
    invalidKind: null,
    originalId: null,
    chainStep: 0,
    chainSince: receivedAt,
    passDueOn: null,
    passesDone: 0,
    everConsulted: false,
    unreachable: false,
    nextAction: null,
  };
}

/** Unvoided calls in order of `at`. */
export function liveCalls(calls: readonly EnquiryCall[]): EnquiryCall[] {
  return calls.filter((call) => call.voided !== true).sort((a, b) => a.at - b.at);
}

/** The slot of the last call of any kind; null before the first. */
export function lastCallSlot(site: Practice, calls: readonly EnquiryCall[]): Slot | null {
  const last = liveCalls(calls).at(-1);
  return last ? slotOf(site, last.at) : null;
}

export function isUnansweredOutbound(call: EnquiryCall): boolean {
  return call.direction === 'outbound' && isUnanswered(call.outcome);
}

export type Attempt = { readonly no: number; readonly at: Instant; readonly slot: Slot; readonly outcome: CallOutcome };

/** Our own calls, numbered from 1 in order of `at`. */
export function attemptsOf(site: Practice, calls: readonly EnquiryCall[]): Attempt[] {
  return liveCalls(calls)
    .filter((call) => call.direction === 'outbound')
    .map((call, index) => ({ no: index + 1, at: call.at, slot: slotOf(site, call.at), outcome: call.outcome }));
}
