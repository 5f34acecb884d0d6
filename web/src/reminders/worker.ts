import type { ReminderPush } from '@anbu/contract';
import { addressIn } from '../api/address-in.ts';
import { tagOf, whereToShow } from './decide.ts';
import { isFirst } from './shown.ts';
import { words } from './words.ts';
import type { Page, WorkerScope } from './worker-scope.ts';

/**
 * Tells of alerts while no page is open. It lies in a scope of its own, so that it controls no page, and hears no `fetch`: nothing is kept, nothing is
 * answered from here. What it shows is codes turned into sentences. Spec: product A8.
 */
const scope = globalThis as unknown as WorkerScope;

const SNOOZE_MINUTES = 10;

scope.addEventListener('install', (event) => event.waitUntil(scope.skipWaiting()));
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()));

scope.addEventListener('push', (event) => {
  const push = readPush(event.data?.json());
  if (push) event.waitUntil(tell(push));
});

/** A page of a browser that no push service reaches says it in the same words. */
scope.addEventListener('message', (event) => {
  const push = readPush(event.data);
  if (push) event.waitUntil(tell(push));
});

async function tell(push: ReminderPush): Promise<void> {
  const pages = await openPages();
  const isNew = await isFirst(push.id, Date.now()).catch(() => true);
  const where = whereToShow(push, {
    isNew,
    isSeen: pages.some(({ visibilityState }) => visibilityState === 'visible'),
  });
  if (where === 'nowhere') return;
  for (const page of pages) page.postMessage({ kind: 'anbu.reminder' });
  if (where === 'page') return;
  const say = (key: Parameters<typeof words>[1]) => words(push.language, key);
  const acts = push.alertId !== null;
  await scope.registration.showNotification(say('reminders.title'), {
    body: say(`reminders.push.${push.kind}`),
    tag: tagOf(push),
    renotify: true,
    lang: push.language,
    icon: '/anbu.svg',
    // A promise stays on the screen until somebody answers.
    requireInteraction: push.kind !== 'pool' && acts,
    data: push,
    actions: acts
      ? [
          { action: 'acknowledge', title: say('reminders.push.acknowledge') },
          { action: 'snooze', title: say('reminders.push.snooze') },
        ]
      : [],
  });
}

scope.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const push = readPush(event.notification.data);
  if (push) event.waitUntil(answer(push, event.action));
});

/** By the session of the browser. Where that is over, or the alert has gone elsewhere, the page says so. */
async function answer(push: ReminderPush, action: string): Promise<void> {
  const { alertId } = push;
  if (alertId !== null && action === 'acknowledge' && (await post(`/alerts/${alertId}/acknowledge`, push, {}))) return;
  const later = { reason: 'from_notification', minutes: SNOOZE_MINUTES };
  if (alertId !== null && action === 'snooze' && (await post(`/alerts/${alertId}/snooze`, push, later))) return;
  const [page] = await openPages();
  const at = push.enquiryId === null ? '/settings/account' : `/today?enquiry=${push.enquiryId}`;
  if (!page) return void (await scope.clients.openWindow(addressIn(at, push.organisation)));
  page.postMessage({ kind: 'anbu.open', enquiryId: push.enquiryId, organisation: push.organisation });
  await page.focus();
}

async function post(path: string, { id, organisation }: ReminderPush, body: object): Promise<boolean> {
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': `notification.${id}.${path.split('/').pop()}`,
    ...(organisation === undefined ? {} : { 'anbu-organisation': organisation }),
  };
  const init: RequestInit = { method: 'POST', credentials: 'same-origin', headers, body: JSON.stringify(body) };
  return fetch(`/api/v1${path}`, init).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** The browser's maker gave it another address: it is told there from now on. */
scope.addEventListener('pushsubscriptionchange', (event) => {
  const options = event.oldSubscription?.options;
  if (!options?.applicationServerKey) return;
  const { applicationServerKey } = options;
  event.waitUntil(
    scope.registration.pushManager
      .subscribe({ userVisibleOnly: true, applicationServerKey })
      .then((subscription) => {
        const { endpoint, keys } = subscription.toJSON();
        const headers = { 'content-type': 'application/json' };
        const body = JSON.stringify({ endpoint, keys });
        return fetch('/api/v1/me/browsers', { method: 'POST', credentials: 'same-origin', headers, body });
      })
      .catch(() => undefined),
  );
});

function openPages(): Promise<Page[]> {
  return scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
}

/** What was sealed for us, or comes from our own page; the schema would weigh more than the worker. */
function readPush(data: unknown): ReminderPush | null {
  const kinds: readonly unknown[] = ['promise_soon', 'promise_due', 'pool', 'escalated', 'test'];
  if (typeof data !== 'object' || data === null || !('id' in data) || !('kind' in data)) return null;
  const known = typeof data.id === 'string' && kinds.includes(data.kind);
  // Checked: an id and a known kind; the server's schema made the rest.
  return known ? (data as ReminderPush) : null;
}
