/** Somebody asked for a call by a key, anywhere; the bar of calls dials (`dial-on-request.tsx`). */
const listeners = new Set<(personId: string) => void>();

/** Rings the reader's own telephone for a call to this person, where she has one that the program can ring. Does nothing otherwise. */
export function askDial(personId: string | null | undefined): void {
  if (personId) for (const hear of listeners) hear(personId);
}

export function onDialAsked(hear: (personId: string) => void): () => void {
  listeners.add(hear);
  return () => void listeners.delete(hear);
}
