import type { Instant } from '../../../kernel/instant.ts';
import type { CallDirection, CallOutcome, StatusCode } from '../vocabulary.ts';
import type { TransitionRequest } from './transitions.ts';

export type NewCall = {
  readonly at: Instant;
  readonly outcome: CallOutcome;
  /** Outbound if not said. */
  readonly direction?: CallDirection | undefined;
  /** Of a backdated call: the status that was valid then. The current one if not said. */
  readonly statusWhenMade?: StatusCode | undefined;
  /** Usable numbers that the person has beside the called one. */
  readonly otherNumbers?: number | undefined;
  /** Only of a connected call: what it led to. */
  readonly then?: TransitionRequest | undefined;
};
