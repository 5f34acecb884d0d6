import { useSyncExternalStore } from 'react';
import { serverNow } from '../../../i18n/index.ts';

/** What was recorded in this tab: of whom, in a word, until when it can be taken back, and the version that own acts have brought it to. */
export type OwnAct = { enquiryId: string; name: string; what: string; until: string; version: number };

let acts: readonly OwnAct[] = [];
const listeners = new Set<() => void>();

function keep(next: readonly OwnAct[]): void {
  acts = next;
  for (const listener of listeners) listener();
}

export function rememberAct(act: OwnAct): void {
  keep([...acts, act]);
}

/** Another own act moved the enquiry on: what is taken back is seen in that version. */
export function followAct({ id, version }: { id: string; version: number }): void {
  if (!acts.some((act) => act.enquiryId === id && act.version < version)) return;
  keep(acts.map((act) => (act.enquiryId === id && act.version < version ? { ...act, version } : act)));
}

/** The last one that can still be taken back. */
export function lastAct(now: number = serverNow()): OwnAct | null {
  return acts.findLast((act) => Date.parse(act.until) > now) ?? null;
}

/** Takes the last act on an enquiry off the list: it was undone, or the server refused to. */
export function forgetAct(enquiryId: string): OwnAct | null {
  const index = acts.findLastIndex((act) => act.enquiryId === enquiryId);
  const found = acts[index] ?? null;
  if (found) keep(acts.toSpliced(index, 1));
  return found;
}

/** Which enquiry `U` takes back; null where nothing was recorded in this tab. */
export function useLastActed(): string | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => lastAct()?.enquiryId ?? null,
  );
}
