import { useSyncExternalStore } from 'react';

/**
 * Taking what nobody owns makes it one's own: the enquiry then has a new version, by the reader's own hand. A draft that was begun
 * before the answer came belongs to the new version.
 */
const taking = new Map<string, Promise<unknown>>();
/** By `id version` before: the version that the own lock made of it. */
const made = new Map<string, number>();
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};

export function whileTaking<T>(id: string, answer: Promise<T>): Promise<T> {
  taking.set(id, answer);
  tell();
  const end = () => {
    if (taking.get(id) === answer) taking.delete(id);
    tell();
  };
  void answer.then(end, end);
  return answer;
}

export function keepOwnVersion(id: string, before: number, after: number): void {
  if (after > before) made.set(`${id} ${before}`, after);
}

/** The version that a draft of this one has now to name. */
export function ownVersion(id: string, version: number): number {
  return made.get(`${id} ${version}`) ?? version;
}

/** When the lock has been answered, also when it was refused. */
export async function lockAnswered(id: string): Promise<void> {
  await taking.get(id)?.catch(() => undefined);
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
