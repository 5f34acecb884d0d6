export { Listener, type ListenerLog } from './listener.ts';
export { Stream, type StreamListener, type StreamMessage } from './stream.ts';
export { findStreamPosition, type StreamEntry } from './store.ts';
