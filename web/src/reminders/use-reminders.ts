import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Alert, ReminderPush } from '@anbu/contract';
import { keys } from '../api/keys.ts';
import { workIn } from '../api/page-organisation.ts';
import { useMe } from '../api/session.ts';
import { useT } from '../i18n/store.ts';
import { closeAnswered, hereFor, isSupported, renew, tellWorker } from './browser.ts';

/**
 * Keeps the notifications of this browser true to the alerts that wait. `alerts` undefined: not read yet. Where no push service reaches the browser,
 * a page that nobody looks at tells the worker; of many tabs the worker listens to the first.
 */
export function useReminders(alerts: readonly Alert[] | undefined, open: (enquiryId: string) => void): void {
  const t = useT();
  const { userId, organisation } = useMe();
  const client = useQueryClient();

  useEffect(() => {
    renew(userId).catch(() => undefined);
  }, [userId]);

  useEffect(() => {
    if (!isSupported()) return;
    const hear = ({ data }: MessageEvent<unknown>) => {
      if (typeof data !== 'object' || data === null || !('kind' in data)) return;
      if (data.kind === 'anbu.reminder') void client.invalidateQueries({ queryKey: keys.alerts });
      if (data.kind !== 'anbu.open' || !('enquiryId' in data) || typeof data.enquiryId !== 'string') return;
      const elsewhere = 'organisation' in data && typeof data.organisation === 'string' ? data.organisation : null;
      if (elsewhere === null || elsewhere === organisation.slug) open(data.enquiryId);
      else workIn(elsewhere, `/today?enquiry=${encodeURIComponent(data.enquiryId)}`);
    };
    navigator.serviceWorker.addEventListener('message', hear);
    return () => navigator.serviceWorker.removeEventListener('message', hear);
  }, [client, open, organisation.slug]);

  useEffect(() => {
    if (!alerts) return;
    closeAnswered(new Set(alerts.map(({ id }) => id))).catch(() => undefined);
    if (hereFor(userId) !== 'page' || document.visibilityState === 'visible') return;
    for (const alert of alerts) {
      const message = messageOf(alert, t.language, organisation.slug);
      if (message) tellWorker(message).catch(() => undefined);
    }
  }, [alerts, userId, t.language, organisation.slug]);
}

/** As the server would send it. The id is the ring's: said again it is shown once. A hand-over is read at the desk: it calls nobody. */
function messageOf(
  { id, ring, kind, enquiryId }: Alert,
  language: ReminderPush['language'],
  organisation: string,
): ReminderPush | null {
  if (kind === 'handed_over' || kind === 'handed_back' || kind === 'passed_on') return null;
  return { id: `page.${id}.${ring}`, kind, language, alertId: id, enquiryId, organisation };
}
