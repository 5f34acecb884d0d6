import { useEffect } from 'react';
import { useT } from '../i18n/store.ts';

/** Names the tab after the screen; the shell announces it to screen readers when it changes. */
export function useDocumentTitle(title: string): void {
  const t = useT();
  useEffect(() => {
    document.title = `${title} · ${t('shell.product')}`;
    window.dispatchEvent(new CustomEvent('anbu:screen', { detail: title }));
  }, [title, t]);
}
