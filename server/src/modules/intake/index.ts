/** Intake: enquiries from outside – web forms, signed webhooks, chats. */
export { intakePublicRoutes } from './public-routes.ts';
export { intakeRoutes } from './routes.ts';
export { intakeSealed } from './sealed.ts';
export type { IntakeDeps } from './service/deps.ts';
