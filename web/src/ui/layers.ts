import { useEffect, useEffectEvent } from 'react';

/** What lies over the page, the topmost last. */
const layers: { readonly close: () => void }[] = [];

/** A menu, list or calendar that is open: it closes by itself and first. */
export const OPEN_LIST = '[data-mantine-stop-propagation="true"], [role="menu"]';

// Before all other listeners: one press closes one layer, and nobody below hears it.
window.addEventListener(
  'keydown',
  (event) => {
    const top = layers.at(-1);
    if (!top || event.key !== 'Escape' || event.isComposing || event.keyCode === 229) return;
    if (event.target instanceof Element && event.target.closest(OPEN_LIST)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    top.close();
  },
  { capture: true },
);

/** Makes what is mounted a layer over the page: Esc closes it while nothing lies above. */
export function useLayer(onClose: () => void): void {
  const close = useEffectEvent(onClose);
  useEffect(() => {
    const layer = { close: () => close() };
    layers.push(layer);
    return () => void layers.splice(layers.indexOf(layer), 1);
  }, []);
}
