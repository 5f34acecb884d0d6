/** Mail: mailboxes that are read, and what comes into them. */
export { MailKeeper } from './imap/keeper.ts';
export { mailRoutes } from './routes.ts';
export { mailSealed } from './sealed.ts';
export { hearRefusal } from './service/bounced.ts';
export type { MailDeps } from './service/deps.ts';
export { handleDue as handleDueMail } from './service/handle.ts';
export { forgetOldMail } from './service/received.ts';
