import { useEffect } from 'react';
import { z } from 'zod';
import { api } from './client.ts';

/**
 * Whatever way a page goes to paper, by its button or by the browser's own key, the audit hears of it first.
 * `personIds` = whose data stands on it; nothing is told of an empty page.
 */
export function usePrintNote(what: 'day_list' | 'person', personIds: readonly string[]): void {
  useEffect(() => {
    const tell = () => {
      if (personIds.length === 0) return;
      // The browser waits for nobody before it prints; a line that is down must not hide that it did.
      api.post('/prints', z.unknown(), { what, personIds: personIds.slice(0, 2_000) }).catch(() => undefined);
    };
    window.addEventListener('beforeprint', tell);
    return () => window.removeEventListener('beforeprint', tell);
  }, [what, personIds]);
}
