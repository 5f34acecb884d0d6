import { useCallback, useEffect, useRef, useState, type ComponentPropsWithRef } from 'react';

/** What is wider than its place and scrolls sideways: its ends fade where there is more, so that nobody takes the rest for missing. */
export function ScrollX({ className = '', children, ...rest }: Omit<ComponentPropsWithRef<'div'>, 'ref'>) {
  const place = useRef<HTMLDivElement>(null);
  const [more, setMore] = useState({ before: false, after: false });
  const look = useCallback(() => {
    const element = place.current;
    if (!element) return;
    const before = element.scrollLeft > 1;
    const after = element.scrollLeft + element.clientWidth < element.scrollWidth - 1;
    setMore((seen) => (seen.before === before && seen.after === after ? seen : { before, after }));
  }, []);
  useEffect(look);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    return () => sizes.disconnect();
  }, [look]);
  const names = [className, 'scroll-x', more.before && 'has-before', more.after && 'has-after'];
  return (
    <div {...rest} ref={place} className={names.filter(Boolean).join(' ')} onScroll={look}>
      {children}
    </div>
  );
}
