import { useSyncExternalStore } from 'react';
import { serverNow } from '../../../i18n/index.ts';

const listeners = new Set<() => void>();
let timer: number | undefined;
let second = 0;

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= window.setInterval(() => {
    second = Math.floor(serverNow() / 1000);
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.clearInterval(timer);
    timer = undefined;
  };
}

/** The second that it is, by the server's clock. */
export function useServerSecond(): number {
  return useSyncExternalStore(subscribe, () => (second ||= Math.floor(serverNow() / 1000)));
}

/** Seconds left until an instant by the server's clock, never below zero. */
export function useSecondsLeft(until: string | null | undefined): number {
  const now = useServerSecond();
  return until ? Math.max(0, Math.floor(Date.parse(until) / 1000) - now) : 0;
}

/** 9:05 */
export function Countdown({ until }: { until: string }) {
  const left = useSecondsLeft(until);
  return (
    <span className="countdown" aria-hidden>
      {Math.floor(left / 60)}:{String(left % 60).padStart(2, '0')}
    </span>
  );
}
