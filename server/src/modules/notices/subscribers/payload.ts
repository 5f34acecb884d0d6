import { isId, type Id } from '../../../kernel/ids.ts';
import { instant, parseInstant, type Instant } from '../../../kernel/instant.ts';
import type { DeliveredEvent } from '../../../platform/outbox/index.ts';

/** An id of a payload; anything else counts as absent. */
export function idIn(event: DeliveredEvent, field: string): Id | null {
  const value = event.payload[field];
  return typeof value === 'string' && isId(value) ? value : null;
}

/** A moment of a payload, as text or as a number; anything else counts as absent. */
export function instantIn(event: DeliveredEvent, field: string): Instant | null {
  const value = event.payload[field];
  if (typeof value === 'string') return parseInstant(value);
  return typeof value === 'number' && Number.isSafeInteger(value) ? instant(value) : null;
}
