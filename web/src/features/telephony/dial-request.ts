/** The note that her own telephone rings first: not so any more once the exchange has refused. */
export const DIALLED = 'dialled';

/** Somebody asked for a call by a key, anywhere; the bar of calls dials (`dial-on-request.tsx`). */
const listeners = new Set<(personId: string) => void>();
/** Asked for before the bar was there: in the first moments of a page. */
let waiting: { readonly personId: string; readonly until: number } | null = null;
/** Later she does not expect a telephone to ring any more. */
const PATIENCE_MS = 10_000;

/** Rings the reader's own telephone for a call to this person, where she has one that the program can ring. Does nothing otherwise. */
export function askDial(personId: string | null | undefined): void {
  if (!personId) return;
  if (listeners.size === 0) waiting = { personId, until: performance.now() + PATIENCE_MS };
  for (const hear of listeners) hear(personId);
}

export function onDialAsked(hear: (personId: string) => void): () => void {
  listeners.add(hear);
  if (waiting && performance.now() < waiting.until) hear(waiting.personId);
  waiting = null;
  return () => void listeners.delete(hear);
}
