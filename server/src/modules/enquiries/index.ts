/** Enquiries: from the first question to a kept promise. */
export { ENQUIRY_ROW_EXAMPLE } from './examples.ts';
export { peopleListRoutes } from './people-routes.ts';
export { enquiriesRoutes } from './routes.ts';
export { findPeople } from './service/people-list.ts';
export { isConsulted, passDay } from './rules/index.ts';
export { seedEnquiryLists, itemsOf as listItemsOf } from './service/lists.ts';
export { viewRows } from './service/views.ts';
export { takeFirst } from './service/queue.ts';
export { acknowledgeAlert, escalateAlert, snoozeAlert } from './service/alert-answers.ts';
export { openAlerts, raiseDueAlerts, ringAlerts, sweepAlerts } from './service/alerts.ts';
export { countOpenAlerts, listWaitingAlerts as waitingAlerts, type WaitingAlert } from './store/alert-store.ts';
export { settleClosedCount, settleClosedCounts } from './service/closed-count.ts';
export { recordCall, transition } from './service/acts.ts';
export { assign, claimFirst } from './service/assign.ts';
export { sweepClaims } from './service/release.ts';
export { handOver } from './service/hand-over/hand-over.ts';
export { sweepReassign } from './service/hand-over/reassign.ts';
export { sweepReturns } from './service/hand-over/return.ts';
export { enquiriesSubscribers } from './service/hand-back.ts';
export { answerBooking, type BookingAnswer } from './service/booking-answer.ts';
export { recordReply } from './service/other-acts.ts';
export { receiveEnquiry, registerWalkIn } from './service/receive.ts';
export { reconcileOpenEnquiries } from './service/reconcile.ts';
export { currentPresets, seedPresets, sitePractice } from './service/presets.ts';
export { findEnquiries, getEnquiry } from './service/queries.ts';
export {
  foreseeImport,
  importEnquiries,
  STATUSES,
  type EnquiryImport,
  type ImportedEnquiry,
  type ImportPlace,
  type Told,
} from './import.ts';
export { takeBackImported, type WhyEnquiryKept } from './take-back.ts';
export { DENTAL_INTERESTS } from './vocabulary/channels.ts';
export type { EnquiryRecord } from './store/enquiry-row.ts';
export { countFirstCalls, countReached } from './store/reached-store.ts';
export { listEnquiriesById as listByIds } from './store/enquiry-store.ts';
export {
  countCourse,
  countQueue,
  listDuePasses as findPasses,
  listQueue as findQueue,
  type PassCursor,
  type QueueCursor,
  type QueueMoment,
  type QueuePart,
  type QueueScope,
} from './store/queue-store.ts';
