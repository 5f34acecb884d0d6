import { useSyncExternalStore } from 'react';
import type { Enquiry } from '@anbu/contract';

/** Locks that the reader asked for and that are not answered yet: what is saved meanwhile waits for the answer. */
const taking = new Map<string, Promise<Enquiry>>();
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};

export function whileTaking(id: string, answer: Promise<Enquiry>): Promise<Enquiry> {
  taking.set(id, answer);
  tell();
  const end = () => {
    if (taking.get(id) === answer) taking.delete(id);
    tell();
  };
  void answer.then(end, end);
  return answer;
}

/** When the lock has been answered, also when it was refused: the answer, if one was still on its way and says yes. */
export async function lockAnswered(id: string): Promise<Enquiry | undefined> {
  return taking.get(id)?.catch(() => undefined);
}

export function useIsTaking(id: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => taking.has(id),
  );
}
