export { Listener, type ListenerLog } from './listener.ts';
export { Stream, type StreamListener, type StreamMessage } from './stream.ts';
export type { StreamEntry } from './store.ts';
