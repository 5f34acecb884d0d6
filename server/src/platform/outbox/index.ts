export { waitAfter } from './backoff.ts';
export { flushOutbox } from './flush.ts';
export { startDispatcher, type Dispatcher, type DispatcherMetrics, type DispatcherOptions } from './dispatcher.ts';
export { outboxRoutes } from './routes.ts';
export { findBacklog, hasPending, type Backlog } from './store.ts';
export type { DeliveredEvent, Subscriber } from './types.ts';
