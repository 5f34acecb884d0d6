import { useSyncExternalStore } from 'react';

/**
 * The server's time. Late and due are judged by it: a desk PC whose clock is ten minutes off must not invent late rows,
 * and a test that sets the server's clock sets the screens too.
 */
let offset = 0;
let shown = Date.now();
const listeners = new Set<() => void>();
let timer: number | undefined;

export function setServerNow(instant: string): void {
  offset = Date.parse(instant) - Date.now();
  tick();
}

export function serverNow(): number {
  return Date.now() + offset;
}

function tick() {
  shown = serverNow();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= window.setInterval(tick, 20_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      window.clearInterval(timer);
      timer = undefined;
    }
  };
}

/** Milliseconds of the epoch at the server, anew every 20 seconds. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => shown);
}
