/**
 * Shortcuts are written as people read them: `J`, `Ctrl+K`, `Shift+Enter`, `G T` (one after the other), `?`.
 * Letters and digits are matched by the place of the key (`KeyJ`), so they work while the Korean input method is on.
 */
export type Press = { code: string | null; key: string | null; ctrl: boolean; shift: boolean; alt: boolean };

const NAMED: Readonly<Record<string, string>> = { SPACE: ' ', ESC: 'Escape', UP: 'ArrowUp', DOWN: 'ArrowDown' };

export function parseKeys(keys: string): readonly Press[] {
  return keys.split(' ').map((press) => {
    const parts = press.split('+');
    const name = parts.pop() ?? '';
    const modifiers = new Set(parts.map((part) => part.toLowerCase()));
    const letter = /^[A-Za-z]$/.test(name) ? `Key${name.toUpperCase()}` : /^\d$/.test(name) ? `Digit${name}` : null;
    return {
      code: letter,
      key: letter ? null : (NAMED[name.toUpperCase()] ?? name),
      ctrl: modifiers.has('ctrl'),
      shift: modifiers.has('shift'),
      alt: modifiers.has('alt'),
    };
  });
}

/** The same in the words of tinykeys. A sign such as `?` needs Shift on most keyboards: Shift is then optional. */
export function tinykeysBinding(keys: string): string {
  return parseKeys(keys)
    .map((press) => {
      const sign = press.key !== null && press.key.length === 1 && press.key !== ' ';
      const modifiers = [
        press.ctrl ? '$mod' : '',
        press.alt ? 'Alt' : '',
        press.shift ? 'Shift' : sign ? '[Shift]' : '',
      ].filter(Boolean);
      const key = press.key === ' ' ? 'Space' : (press.code ?? (sign ? `(${escapeSign(press.key ?? '')})` : press.key));
      return [...modifiers, key].join('+');
    })
    .join(' ');
}

function escapeSign(sign: string): string {
  return sign.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

type Typed = { isComposing: boolean; keyCode: number; key: string; ctrlKey: boolean; metaKey: boolean };
/** What the focus is on, as far as shortcuts care. */
export type FocusPlace = 'text' | 'control' | 'other';

/**
 * Whether an event is meant for the field or control that has the focus, not for a shortcut.
 * The input method composes with events of its own (229): they are nobody's shortcut.
 */
export function belongsToFocus(event: Typed, place: FocusPlace): boolean {
  if (event.isComposing || event.keyCode === 229) return true;
  const command = event.ctrlKey || event.metaKey;
  if (place === 'text') return !command;
  if (place === 'control') return !command && (event.key === 'Enter' || event.key === ' ');
  return false;
}
