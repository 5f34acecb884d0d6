import { useState } from 'react';
import { useCan } from '../../api/index.ts';
import { useTodaySummary } from './today-tabs.tsx';

/**
 * Whose work is shown. Where the address does not say: one's own, but everybody's for who hands work out and has none of her own today.
 * Decided once, so that the list does not change under the hand. Undefined until it is known.
 */
export function useShownOwner(asked: string | undefined): string | undefined {
  const can = useCan();
  const handsOut = can('enquiries.assign') || can('enquiries.supervise');
  const own = useTodaySummary('me');
  const [start, setStart] = useState(handsOut ? undefined : 'me');
  if (start === undefined && own.data) setStart(own.data.left === 0 && own.data.doneToday === 0 ? 'all' : 'me');
  if (start === undefined && own.error) setStart('me');
  return asked ?? start;
}
