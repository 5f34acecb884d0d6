const SIGNS: Readonly<Record<string, string>> = { Space: '␣', Shift: '⇧', ArrowUp: '↑', ArrowDown: '↓' };
const mac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

function shown(press: string): string {
  return press
    .split('+')
    .map((part) => (part === 'Ctrl' && mac ? '⌘' : (SIGNS[part] ?? part)))
    .join(mac ? '' : ' ');
}

/** Keys as they stand on the keyboard: `Ctrl+K`, `G T`. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <>
      {keys.split(' ').map((press, index) => (
        <kbd className="kbd" key={index}>
          {shown(press)}
        </kbd>
      ))}
    </>
  );
}
