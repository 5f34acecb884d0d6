import { useEffectEvent, useLayoutEffect, useSyncExternalStore } from 'react';
import { tinykeys } from 'tinykeys';
import { OPEN_LIST } from '../ui/layers.ts';
import { belongsToFocus, tinykeysBinding, type FocusPlace } from './parse.ts';

export type Shortcut = {
  /** `J`, `Ctrl+Enter`, `G T`, `?` */
  keys: string;
  /** What it does, for the help. */
  label: string;
  run: (event: KeyboardEvent) => void;
  /** Off while false; it then shows in no help either. */
  when?: boolean;
};
export type Scope = 'everywhere' | 'screen' | 'dialog';
type Registration = { scope: Scope; shortcuts: readonly Shortcut[] };

let registrations: readonly Registration[] = [];
const listeners = new Set<() => void>();

function change(next: readonly Registration[]) {
  registrations = next;
  for (const listener of listeners) listener();
}

function placeOf(target: EventTarget | null): FocusPlace {
  if (!(target instanceof HTMLElement)) return 'other';
  if (target.isContentEditable || target.matches('textarea, select, [role="textbox"], [role="combobox"]'))
    return 'text';
  if (target instanceof HTMLInputElement) {
    return ['checkbox', 'radio', 'button', 'submit', 'file', 'range'].includes(target.type) ? 'control' : 'text';
  }
  return target.closest('button, a[href], summary, [role="menuitem"], [role="option"], [role="tab"]')
    ? 'control'
    : 'other';
}

/** What lay over the page when the key went down: it may close by that very press, before the others hear of it. */
let dialogAtPress: Element | null = null;
let listAtPress: Element | null = null;
window.addEventListener(
  'keydown',
  () => {
    dialogAtPress = document.querySelector('[role="dialog"][aria-modal="true"]');
    listAtPress = document.querySelector(OPEN_LIST);
  },
  { capture: true },
);

const SEQUENCE_MS = 1_000;
let sequenceBegan = -SEQUENCE_MS;

/** After `G` the next key belongs to the sequence: `G E` must not also be `E`. */
function isSecondOfSequence(event: KeyboardEvent): boolean {
  const since = event.timeStamp - sequenceBegan;
  return since > 0 && since < SEQUENCE_MS && !event.ctrlKey && !event.metaKey;
}

/** The latest registration of a key wins: a table inside a screen, a dialog above it. */
function isTaken(own: Registration, keys: string): boolean {
  const index = registrations.indexOf(own);
  return registrations.some(
    (other, at) =>
      at > index &&
      other.scope !== 'everywhere' &&
      other.shortcuts.some((shortcut) => shortcut.keys === keys && shortcut.when !== false),
  );
}

/**
 * Shortcuts while the component is mounted. They keep quiet while somebody types, while the input method composes, and – unless
 * their scope is `dialog` – while a dialog is open. The help (`?`) lists them.
 */
export function useShortcuts(shortcuts: readonly Shortcut[], scope: Scope = 'screen'): void {
  const run = useEffectEvent((keys: string, event: KeyboardEvent) => {
    shortcuts.find((shortcut) => shortcut.keys === keys && shortcut.when !== false)?.run(event);
  });
  const shown = shortcuts.filter((shortcut) => shortcut.when !== false);
  const signature = shown.map((shortcut) => `${shortcut.keys}\u0000${shortcut.label}`).join('\u0001');
  const currentlyShown = useEffectEvent(() => shown);

  // A key works as soon as what it belongs to can be seen.
  useLayoutEffect(() => {
    const own: Registration = { scope, shortcuts: currentlyShown() };
    change([...registrations, own]);
    const bindings = own.shortcuts.map(({ keys }): [string, (event: KeyboardEvent) => void] => [
      tinykeysBinding(keys),
      (event) => {
        if (event.defaultPrevented || isTaken(own, keys)) return;
        if (keys.includes(' ')) sequenceBegan = -SEQUENCE_MS;
        else if (isSecondOfSequence(event)) return;
        if (listAtPress || (dialogAtPress !== null) !== (scope === 'dialog')) return;
        event.preventDefault();
        run(keys, event);
      },
    ]);
    for (const { keys } of own.shortcuts) {
      const [first, second] = keys.split(' ');
      if (first && second) bindings.push([tinykeysBinding(first), (event) => (sequenceBegan = event.timeStamp)]);
    }
    // One listener each: after a sequence that fits, a shared one would leave the others waiting for their second key.
    const stops = bindings.map(([binding, run]) =>
      tinykeys(
        window,
        { [binding]: run },
        { ignore: (event) => belongsToFocus(event, placeOf(event.target)), timeout: SEQUENCE_MS },
      ),
    );
    return () => {
      for (const stop of stops) stop();
      change(registrations.filter((registration) => registration !== own));
    };
  }, [signature, scope]);
}

/** What works right now, each key once, for the help. */
export function useRegisteredShortcuts(): readonly Registration[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => registrations,
  );
}
