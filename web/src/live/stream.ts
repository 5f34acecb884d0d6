import { StreamEvent } from '@anbu/contract';
import { pageOrganisation } from '../api/page-organisation.ts';
import { isNewer, laterOf, pauseBefore } from './position.ts';
import { sseParser } from './sse-parser.ts';

/** What the tabs tell each other. */
type Told =
  | { kind: 'event'; position: string | null; event: StreamEvent }
  | { kind: 'reset'; position: string | null }
  | { kind: 'state'; connected: boolean };

export type LiveListener = {
  onEvent: (event: StreamEvent) => void;
  /** Events were missed: everything may be stale. */
  onReset: () => void;
  onConnected: (connected: boolean) => void;
};

/** The server sends a comment each 15 s; three missed ones mean that the line is dead though nobody said so. */
const SILENCE_MS = 45_000;

/**
 * Hears the stream of the organisation. One tab of the browser – whoever holds the Web Lock – keeps the connection and tells the others
 * by BroadcastChannel (a browser gives one host six HTTP/1.1 connections). It begins after `from`; a new leader resumes at the last position it heard.
 * Returns what stops it.
 */
export function hearStream(url: string, scope: string, from: string, listener: LiveListener): () => void {
  const name = `anbu.live.${scope}`;
  const stopped = new AbortController();
  const channel = new BroadcastChannel(name);
  let last: string | null = from;

  const take = (told: Told) => {
    if (told.kind === 'state') return listener.onConnected(told.connected);
    if (told.kind === 'event' && !isNewer(told.position, last)) return;
    last = laterOf(last, told.position);
    if (told.kind === 'reset') listener.onReset();
    else listener.onEvent(told.event);
  };
  const tell = (told: Told) => {
    if (stopped.signal.aborted) return;
    channel.postMessage(told);
    take(told);
  };
  channel.onmessage = (message: MessageEvent<Told>) => take(message.data);

  const lead = async () => {
    let interrupted = false;
    for (let turn = 0; !stopped.signal.aborted; turn += 1) {
      const opened = () => {
        // Without a position nothing can be resumed: what happened meanwhile is unknown.
        if (interrupted && last === null) tell({ kind: 'reset', position: null });
        turn = 0;
        tell({ kind: 'state', connected: true });
      };
      await listen(url, last, stopped.signal, opened, tell);
      if (stopped.signal.aborted) return;
      interrupted = true;
      tell({ kind: 'state', connected: false });
      await pause(pauseBefore(turn, Math.random()), stopped.signal);
    }
  };
  navigator.locks.request(name, { signal: stopped.signal }, lead).catch(() => undefined);

  return () => {
    stopped.abort();
    channel.close();
  };
}

/** One connection until it ends, for whatever reason. */
async function listen(
  url: string,
  last: string | null,
  stopped: AbortSignal,
  opened: () => void,
  tell: (told: Told) => void,
): Promise<void> {
  const silent = new AbortController();
  let watch = window.setTimeout(() => silent.abort(), SILENCE_MS);
  const heard = () => {
    window.clearTimeout(watch);
    watch = window.setTimeout(() => silent.abort(), SILENCE_MS);
  };
  const feed = sseParser((message) => {
    if (message.event === 'reset') return tell({ kind: 'reset', position: message.id });
    const event = StreamEvent.safeParse(parseJson(message.data));
    if (event.success) tell({ kind: 'event', position: message.id, event: event.data });
  });
  try {
    const organisation = pageOrganisation();
    const response = await fetch(url, {
      headers: {
        accept: 'text/event-stream',
        ...(last === null ? {} : { 'last-event-id': last }),
        ...(organisation === null ? {} : { 'anbu-organisation': organisation }),
      },
      cache: 'no-store',
      signal: AbortSignal.any([stopped, silent.signal]),
    });
    if (!response.ok || !response.body) return;
    opened();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      heard();
      feed(value);
    }
  } catch {
    // A broken line and a stopped one look alike here; the caller knows which it was.
  } finally {
    window.clearTimeout(watch);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Ends early when the browser is back on the network or the tab is looked at again. */
function pause(milliseconds: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      window.clearTimeout(timer);
      window.removeEventListener('online', end);
      stopped.removeEventListener('abort', end);
      resolve();
    };
    const timer = window.setTimeout(end, milliseconds);
    window.addEventListener('online', end);
    stopped.addEventListener('abort', end);
  });
}
