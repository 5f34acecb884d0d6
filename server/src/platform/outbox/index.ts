export { flushOutbox } from './flush.ts';
export type { DeliveredEvent, Subscriber } from './types.ts';
