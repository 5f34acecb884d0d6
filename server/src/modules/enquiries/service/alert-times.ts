import type { Instant } from '../../../kernel/instant.ts';
import type { NextAction } from '../rules/state.ts';
import type { AlertKind } from '../store/alert-store.ts';
import type { StatusCode } from '../vocabulary.ts';

/** Stages of the alerts of one action, in order: how many were given. */
export const ALERT_STAGES: readonly AlertKind[] = ['promise_soon', 'promise_due', 'pool', 'escalated'];

export type NextAlert = { readonly at: Instant; readonly stage: number };

/** Only a promise with a time is announced, when its window begins; every action falls to the pool and then to the leader. Spec: domain §2, A7. */
export function firstAlertAt(status: StatusCode, action: NextAction | null): NextAlert | null {
  if (!action) return null;
  const timed = status === 'CALLBACK' && action.slot === null && action.kind === 'CALL';
  return timed ? { at: action.windowFrom, stage: 0 } : { at: action.poolAt, stage: 2 };
}

/** The alert after the `stage`-th: null when all were given. */
export function alertAfter(
  stage: number,
  action: Pick<NextAction, 'dueAt' | 'poolAt' | 'escalateAt'>,
): NextAlert | null {
  switch (stage) {
    case 0:
      return { at: action.dueAt, stage: 1 };
    case 1:
      return { at: action.poolAt, stage: 2 };
    case 2:
      return { at: action.escalateAt, stage: 3 };
    default:
      return null;
  }
}
