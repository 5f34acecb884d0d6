import { useEffect, useRef, type ReactNode } from 'react';
import { ScrollX } from './scroll-x.tsx';

/** The ways between the parts of a page in one line. Where it is longer than its place the ends fade, and the part that is shown is in sight. */
export function TabStrip({ label, children }: { label: string; children: ReactNode }) {
  const place = useRef<HTMLElement>(null);
  const shown = useRef<Element | null>(null);
  useEffect(() => {
    const active = place.current?.querySelector<HTMLElement>('.is-active');
    const strip = active?.parentElement;
    // Only where it became another: what was scrolled by hand stays.
    if (!active || !strip || active === shown.current) return;
    shown.current = active;
    strip.scrollLeft = active.offsetLeft - (strip.clientWidth - active.offsetWidth) / 2;
  });
  return (
    <nav ref={place} className="tab-strip" aria-label={label}>
      <ScrollX className="tabs">{children}</ScrollX>
    </nav>
  );
}
