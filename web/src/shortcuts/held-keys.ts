/**
 * Keys pressed ahead: `C` and then `1` while the person is still being fetched. The keys of a call's record are held until the record is there
 * and then pressed again, so that a fast hand neither loses one nor presses it on the person before.
 */
const PATIENCE_MS = 5_000;

type Held = { readonly keys: KeyboardEvent[]; readonly stop: () => void };
let held: Held | null = null;

/** The result of a call, what follows it, and saving. */
function isOfRecord(event: KeyboardEvent): boolean {
  if (event.isComposing || event.altKey || event.metaKey) return false;
  if (event.ctrlKey) return event.code === 'Enter';
  return /^Digit[1-9]$/.test(event.code) || event.code === 'KeyE';
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}

export function holdKeys(): void {
  dropKeys();
  const keys: KeyboardEvent[] = [];
  const hear = (event: KeyboardEvent) => {
    if (!isOfRecord(event) || isTyping(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keys.push(event);
  };
  window.addEventListener('keydown', hear, { capture: true });
  const timer = window.setTimeout(dropKeys, PATIENCE_MS);
  held = {
    keys,
    stop: () => {
      window.removeEventListener('keydown', hear, { capture: true });
      window.clearTimeout(timer);
    },
  };
}

/** Nothing came that they could have been meant for. */
export function dropKeys(): void {
  held?.stop();
  held = null;
}

/** Presses what was held, one after the other: each finds the screen as the one before left it. */
export function pressHeldKeys(): void {
  const keys = held?.keys ?? [];
  dropKeys();
  const press = ([first, ...others]: readonly KeyboardEvent[]) => {
    if (!first) return;
    const { key, code, shiftKey, ctrlKey } = first;
    const again = new KeyboardEvent('keydown', { key, code, shiftKey, ctrlKey, bubbles: true, cancelable: true });
    (document.activeElement ?? document.body).dispatchEvent(again);
    window.setTimeout(() => press(others));
  };
  window.setTimeout(() => press(keys));
}
