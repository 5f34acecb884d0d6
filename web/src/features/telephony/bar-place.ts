import { useEffect, useState, useSyncExternalStore } from 'react';

/** Where the bar of calls stands while something lies over the page: at its head, so that who rings is seen and taken there. */
let place: HTMLElement | null = null;
const listeners = new Set<() => void>();

function put(element: HTMLElement | null): void {
  place = element;
  for (const changed of listeners) changed();
}

/** Null = in the page. */
export function useBarPlace(): HTMLElement | null {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => void listeners.delete(changed);
    },
    () => place,
  );
}

/** For what lies over the page: give it to `ref` of an element. */
export function useBarHere(): (element: HTMLElement | null) => void {
  const [element, setElement] = useState<HTMLElement | null>(null);
  useEffect(() => {
    if (!element) return;
    put(element);
    return () => put(null);
  }, [element]);
  return setElement;
}
