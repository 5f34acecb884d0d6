/** Telephony: calls of the exchanges, who rings, and what becomes of a call. */
export { LineKeeper } from './line/keeper.ts';
export { makeSteer } from './line/steer.ts';
export { telephonyPublicRoutes } from './public-routes.ts';
export { telephonyRoutes } from './routes.ts';
export { giveTelephone } from './service/agents.ts';
export { hearSignal } from './service/hear.ts';
export { addPracticeExchange } from './service/practice.ts';
export { telephonySealed } from './sealed.ts';
export { recordDue } from './service/record.ts';
export type { Steer, SteerAct, TelephonyDeps } from './service/deps.ts';
export { telephonySubscribers } from './subscribers.ts';
