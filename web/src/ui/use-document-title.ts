import { useEffect } from 'react';
import { useT } from '../i18n/store.ts';

let screen = '';
let waiting = 0;

function show(): void {
  document.title = waiting > 0 ? `(${waiting}) ${screen}` : screen;
}

/** How many alerts wait, before the name of the screen: seen in the row of tabs. */
export function countInTitle(count: number): void {
  waiting = count;
  show();
}

/** Names the tab after the screen; the shell announces it to screen readers when it changes. */
export function useDocumentTitle(title: string): void {
  const t = useT();
  useEffect(() => {
    screen = `${title} · ${t('shell.product')}`;
    show();
    window.dispatchEvent(new CustomEvent('anbu:screen', { detail: title }));
  }, [title, t]);
}
