import type { Instant } from '../../../kernel/instant.ts';
import { positionOf } from '../vocabulary.ts';
import type { StatusCode } from '../vocabulary.ts';
import { isConsulted, nextActionOnEntering, passDay } from './entering.ts';
import type { Practice } from './practice.ts';
import { ONE_ON_DUTY } from './state.ts';
import type { Decision, Duty, EnquiryState, NextAction, OpenPromise, Reason } from './state.ts';

/** Fields of the state that a transition brings with it. */
export type Changes = Partial<
  Pick<
    EnquiryState,
    | 'ownerId'
    | 'calls'
    | 'lastContactAt'
    | 'promise'
    | 'recontactOn'
    | 'holdReasons'
    | 'likelihood'
    | 'booking'
    | 'cancelledBy'
    | 'invalidKind'
    | 'originalId'
  >
>;

/**
 * Enters a status at `at`: fields, history event, next action. The same status renews fields and next action without an
 * event. Checks nothing: `checkTransition` does, or a rule of the domain leads here.
 */
export function moveTo(
  state: EnquiryState,
  to: StatusCode,
  at: Instant,
  site: Practice,
  why: Reason,
  options: { readonly changes?: Changes; readonly nextAction?: NextAction; readonly duty?: Duty } = {},
): Decision {
  const renewed = to === state.status;
  const leftClosed = !renewed && positionOf(state.status) >= 17;
  const entered: EnquiryState = {
    ...state,
    status: to,
    statusSince: renewed ? state.statusSince : at,
    lastLeftClosedAt: leftClosed ? at : state.lastLeftClosedAt,
    recontactOn: to === 'HOLD' ? state.recontactOn : null,
    // The old time is released at once; a visit keeps the booking that it came from.
    booking: to === 'BOOKED' || to === 'VISITED' ? state.booking : null,
    cancelledBy: to === 'CANCELLED' ? (state.cancelledBy ?? 'patient') : null,
    invalidKind: to === 'INVALID' ? state.invalidKind : null,
    originalId: to === 'INVALID' ? state.originalId : null,
    ...options.changes,
    chainStep: 0,
    chainSince: at,
    passDueOn: to === 'UNREACHED' ? passDay(site, at, 1) : null,
    passesDone: to === 'UNREACHED' ? 0 : state.passesDone,
    everConsulted: state.everConsulted || isConsulted(to),
    unreachable: false,
  };
  const nextAction = options.nextAction ?? nextActionOnEntering(to, entered, site, at, options.duty ?? ONE_ON_DUTY);
  return {
    state: { ...entered, nextAction, openPromise: to === 'CALLBACK' ? promiseOf(nextAction, at) : null },
    events: renewed ? [] : [{ from: state.status, to, at, reason: why }],
    information: [],
    promiseEnded: null,
  };
}

/** The state changes, the status and its history do not. */
export function keep(state: EnquiryState, changes: Partial<EnquiryState> = {}): Decision {
  return { state: { ...state, ...changes }, events: [], information: [], promiseEnded: null };
}

function promiseOf(action: NextAction | null, madeAt: Instant): OpenPromise | null {
  return action && { madeAt, windowFrom: action.windowFrom, windowTo: action.windowTo };
}
