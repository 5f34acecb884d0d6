/** The archive of a person: one order of everything that happened. */
export { timelineRoutes } from './routes.ts';
export { listTimeline, type TimelineRequest } from './service.ts';
export { timelineSubscribers } from './subscribers.ts';
