/** The rules of enquiries: pure, time and calendar as arguments. Spec: domain §1–§4. */
export { moveNextAction } from './action.ts';
export { afterCall } from './after-call.ts';
export { recomputeCadence } from './after-cadence-call.ts';
export { afterAssignment, afterMaterial, applyTransition } from './apply.ts';
export { informationDue, unansweredDays } from './cadence.ts';
export type { Tally, UnansweredDay } from './cadence.ts';
export { firstResponse, isLate, promiseKept, reachOf } from './clocks.ts';
export type { DuePromise, FirstResponse } from './clocks.ts';
export { judgeSecondEnquiry } from './duplicate.ts';
export type { EnquiryOfPerson, SecondEnquiry } from './duplicate.ts';
export { nextActionOnEntering, passDay } from './entering.ts';
export { proposeRecontactOn } from './hold.ts';
export { moveTo } from './move.ts';
export type { Changes } from './move.ts';
export type { NewCall } from './new-call.ts';
export { patientKindOf } from './patient-kind.ts';
export { practiceOf } from './practice.ts';
export type { Practice } from './practice.ts';
export { previewCadence } from './preview.ts';
export type { Preview, PreviewCall, PreviewInput } from './preview.ts';
export { priorityOf } from './priority.ts';
export type { Priority, PriorityPart } from './priority.ts';
export { afterReply } from './reply.ts';
export { attemptsOf, newState, ONE_ON_DUTY, reason } from './state.ts';
export type {
  Actor,
  Attempt,
  Booking,
  Decision,
  Duty,
  EnquiryCall,
  EnquiryState,
  InformationDue,
  NextAction,
  PromiseOfCall,
  Reason,
  StatusEvent,
} from './state.ts';
export { allowedByHand, allowedFor, checkTransition } from './transitions.ts';
export type { TransitionContext, TransitionRequest } from './transitions.ts';
export { checkUndo } from './undo.ts';
export type { LastAct } from './undo.ts';
export { afterAppointment, afterBookingMoved, afterVisit } from './visit.ts';
export type { AppointmentEnd } from './visit.ts';
