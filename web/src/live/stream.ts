import { StreamEvent } from '@anbu/contract';
import { pageOrganisation } from '../api/page-organisation.ts';
import { isNewer, laterOf, pauseBefore } from './position.ts';
import { Recent } from './recent.ts';
import { sseParser } from './sse-parser.ts';

/** What the leading tab tells the others. */
type Told = Happened | { kind: 'state'; connected: boolean };
type Happened =
  { kind: 'event'; position: string | null; event: StreamEvent } | { kind: 'reset'; position: string | null };
/** A tab that begins asks what came after its first look; null = nobody knows any more. */
type Said =
  | Told
  | { kind: 'since'; by: string; from: string | null }
  | { kind: 'answer'; to: string; happened: readonly Happened[] | null; connected: boolean };

export type LiveListener = {
  onEvent: (event: StreamEvent) => void;
  /** Events were missed: everything may be stale. */
  onReset: () => void;
  onConnected: (connected: boolean) => void;
};

/** The server sends a comment each 15 s; three missed ones mean that the line is dead though nobody said so. */
const SILENCE_MS = 45_000;

/** A leader answers at once; who leads without answering has stopped. */
const ANSWER_MS = 5_000;

/**
 * Hears the stream of the organisation. One tab of the browser – whoever holds the Web Lock – keeps the connection and tells the others
 * by BroadcastChannel (a browser gives one host six HTTP/1.1 connections). It begins after `from`: the leader from there, another by asking the leader, who
 * remembers; what nobody remembers is a reset. A new leader resumes at the last position it heard. Returns what stops it.
 */
export function hearStream(url: string, scope: string, from: string, listener: LiveListener): () => void {
  const name = `anbu.live.2.${scope}`;
  const me = crypto.randomUUID();
  const stopped = new AbortController();
  const channel = new BroadcastChannel(name);
  let last: string | null = from;
  /** It has heard all after `from`. Until then what the leader tells waits in the leader's answer. */
  let isWhole = false;
  let isConnected = false;
  /** Of the leading tab. */
  let recent: Recent<Happened> | null = null;

  const say = (said: Said) => {
    if (!stopped.signal.aborted) channel.postMessage(said);
  };
  const take = (told: Told) => {
    if (told.kind === 'state') return listener.onConnected((isConnected = told.connected));
    if (told.kind === 'event' && !isNewer(told.position, last)) return;
    last = laterOf(last, told.position);
    if (told.kind === 'reset') listener.onReset();
    else listener.onEvent(told.event);
  };
  const tell = (told: Told) => {
    if (stopped.signal.aborted) return;
    if (told.kind === 'reset') recent = new Recent(told.position);
    if (told.kind === 'event') recent?.keep(told);
    say(told);
    take(told);
  };
  const ask = () => say({ kind: 'since', by: me, from: last });
  const catchUp = (happened: readonly Happened[] | null) => {
    window.clearTimeout(patience);
    if (isWhole || stopped.signal.aborted) return;
    isWhole = true;
    if (happened === null) listener.onReset();
    else happened.forEach(take);
  };
  const patience = window.setTimeout(() => catchUp(null), ANSWER_MS);

  channel.onmessage = ({ data: said }: MessageEvent<Said>) => {
    switch (said.kind) {
      case 'since':
        if (recent) say({ kind: 'answer', to: said.by, happened: recent.since(said.from), connected: isConnected });
        return;
      case 'answer':
        if (said.to !== me || isWhole) return;
        take({ kind: 'state', connected: said.connected });
        return catchUp(said.happened);
      case 'state':
        // Whoever begins to lead did not hear what was asked before.
        if (said.connected && !isWhole) ask();
        return take(said);
      default:
        if (isWhole) take(said);
    }
  };

  const lead = async () => {
    recent = new Recent(last);
    catchUp([]);
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
  ask();

  return () => {
    stopped.abort();
    window.clearTimeout(patience);
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
