/** The rules of enquiries: pure, time and calendar as arguments. Spec: domain §1–§4. */
export { moveNextAction } from './action.ts';
export { afterCall } from './after-call.ts';
export { afterAssignment, applyTransition } from './apply.ts';
export { shareOut, type Portion, type Receiver } from './share-out.ts';
export { unansweredDays } from './cadence.ts';
export { firstResponse, isLate, listedFrom } from './clocks.ts';
export { judgeSecondEnquiry } from './duplicate.ts';
export { isConsulted, nextActionOnEntering, passDay } from './entering.ts';
export { proposeRecontactOn } from './hold.ts';
export { keep, moveTo } from './move.ts';
export type { Changes } from './move.ts';
export { patientKindOf } from './patient-kind.ts';
export { practiceOf } from './practice.ts';
export type { Practice } from './practice.ts';
export { previewCadence } from './preview.ts';
export { priorityOf, priorityTable } from './priority.ts';
export type { PriorityTable } from './priority.ts';
export { afterBookingConfirmed, afterReply } from './reply.ts';
export { ARRIVAL_CLOCKS, attemptsOf, IMPORTED_FIRST, newState, reason, SET_BY_HAND } from './state.ts';
export type {
  Actor,
  Booking,
  Decision,
  Duty,
  EnquiryState,
  InformationDue,
  NextAction,
  OpenPromise,
  PromiseEnd,
  StatusEvent,
} from './state.ts';
export { allowedByHand, allowedFor } from './transitions.ts';
export type { TransitionRequest } from './transitions.ts';
export { checkUndo } from './undo.ts';
export { afterAppointment, afterBookingMoved, afterVisit } from './visit.ts';
export type { AppointmentEnd } from './visit.ts';
