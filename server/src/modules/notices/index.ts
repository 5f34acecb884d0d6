/** Notices: what Anbu sends by itself, to customers through the gate and to colleagues. */
export { noticesRoutes } from './routes.ts';
export { forgetOldNotices } from './service/keep.ts';
export type { NoticeDeps } from './service/deps.ts';
export { seedEverywhere, seedNotices } from './service/seed.ts';
export { sendNotices } from './service/send.ts';
export { noticesSubscribers } from './subscribers/index.ts';
