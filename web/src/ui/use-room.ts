import { useEffect, useState, type RefObject } from 'react';

/** The width that an element has for its content, followed as the window and what stands beside it change. */
export function useRoom(ref: RefObject<HTMLElement | null>): number {
  const [room, setRoom] = useState(() => window.innerWidth);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setRoom(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return room;
}
