/** Inbox: what comes in, matched, threaded, answered. `receive` is its front door for whoever hears something. */
export { settleMessage } from './service/acts.ts';
export { receive } from './service/receive.ts';
export type { Incoming, IncomingFile, Received } from './vocabulary.ts';
export { inboxRoutes } from './routes.ts';
export { receiveText, sweepParts, type Part } from './service/parts.ts';
