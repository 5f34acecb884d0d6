/** Reminders: alerts that reach their person though no page is open. */
export { makeVapid } from './push/vapid.ts';
export { remindersRoutes } from './routes.ts';
export { remindersSealed } from './sealed.ts';
export type { OnDuty, ReminderDeps } from './service/deps.ts';
export { byRoster } from './service/duty.ts';
export { forgetOldTellings, sendPushes } from './service/send.ts';
export { remindersSubscribers } from './subscribers.ts';
export { findWish } from './store/wish-store.ts';
