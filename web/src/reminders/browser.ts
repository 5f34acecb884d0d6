import { ReminderBrowser, ReminderSettings } from '@anbu/contract';
import { z } from 'zod';
import { api } from '../api/client.ts';
import { answered } from './decide.ts';

const WORKER = '/reminders/worker.js';
const SCOPE = '/reminders/';
const WISH = 'anbu.reminders';

/** `page`: no push service reaches this browser; it tells while a page is open, also behind another window. */
export type Reached = 'push' | 'page';
export type Here = 'unsupported' | 'denied' | 'off' | Reached;

export function isSupported(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

/** How the person of this browser is told in it. */
export function hereFor(userId: string): Here {
  if (!isSupported()) return 'unsupported';
  if (Notification.permission === 'denied') return 'denied';
  const wish = readWish();
  return wish?.userId === userId && Notification.permission === 'granted' ? wish.reached : 'off';
}

type Wish = { userId: string; reached: Reached };
function readWish(): Wish | null {
  const [userId, reached] = (window.localStorage.getItem(WISH) ?? '').split(' ');
  return userId && (reached === 'push' || reached === 'page') ? { userId, reached } : null;
}

function keep(wish: Wish | null): void {
  if (wish) window.localStorage.setItem(WISH, `${wish.userId} ${wish.reached}`);
  else window.localStorage.removeItem(WISH);
}

/** Asks the person, by her own press, and subscribes. Throws where the server refuses; the answer says how she is reached, or that she said no. */
export async function turnOn(userId: string): Promise<Here> {
  if (!isSupported()) return 'unsupported';
  const permission = await Notification.requestPermission();
  if (permission !== 'granted') return permission === 'denied' ? 'denied' : 'off';
  return subscribe(userId);
}

/** At the start of a page: the session, the language or the server's key may be new. Says nothing where she wished nothing here. */
export async function renew(userId: string): Promise<void> {
  const here = hereFor(userId);
  if (here === 'push' || here === 'page') await subscribe(userId);
  else if (isSupported() && readWish() !== null && readWish()?.userId !== userId) await turnOff();
}

async function subscribe(userId: string): Promise<Reached> {
  const registration = await registered();
  const { publicKey } = await api.get('/me/reminders', ReminderSettings);
  const subscription = await subscriptionFor(registration, publicKey).catch(() => null);
  const { endpoint, keys } = subscription?.toJSON() ?? {};
  const reached = endpoint && keys?.['p256dh'] && keys['auth'] ? 'push' : 'page';
  if (reached === 'push') {
    const body = { endpoint, keys: { p256dh: keys?.['p256dh'], auth: keys?.['auth'] } };
    await api.post('/me/browsers', ReminderBrowser, body);
  }
  keep({ userId, reached });
  return reached;
}

/** One that was made for another key of the server hears nothing of this one. */
async function subscriptionFor(registration: ServiceWorkerRegistration, publicKey: string): Promise<PushSubscription> {
  const known = await registration.pushManager.getSubscription();
  if (known && keyOf(known) === publicKey) return known;
  await known?.unsubscribe();
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
}

function keyOf({ options }: PushSubscription): string | null {
  const key = options.applicationServerKey;
  if (!key) return null;
  const text = btoa(String.fromCharCode(...new Uint8Array(key)));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Nobody is told here any more: she said so, signed out, or somebody else sits here. `id`: the row of this browser, where it is known. */
export async function turnOff(id?: string): Promise<void> {
  keep(null);
  const registration = isSupported() ? await navigator.serviceWorker.getRegistration(SCOPE) : undefined;
  for (const notification of (await registration?.getNotifications()) ?? []) notification.close();
  const subscription = await registration?.pushManager.getSubscription().catch(() => null);
  await subscription?.unsubscribe().catch(() => false);
  if (id !== undefined) await api.delete(`/me/browsers/${id}`, z.unknown());
}

/** Takes away what was answered in another tab or on another device. */
export async function closeAnswered(open: ReadonlySet<string>): Promise<void> {
  if (!isSupported()) return;
  const registration = await navigator.serviceWorker.getRegistration(SCOPE);
  for (const notification of answered((await registration?.getNotifications()) ?? [], open)) notification.close();
}

/** The worker shows it, unless somebody looks at a page or another tab was faster. */
export async function tellWorker(message: object): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration(SCOPE);
  registration?.active?.postMessage(message);
}

/** The worker has a scope of its own: `serviceWorker.ready` would wait for ever. */
async function registered(): Promise<ServiceWorkerRegistration> {
  const registration = await navigator.serviceWorker.register(WORKER, { scope: SCOPE, updateViaCache: 'none' });
  const worker = registration.installing ?? registration.waiting;
  if (registration.active || !worker) return registration;
  await new Promise<void>((resolve, reject) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') resolve();
      if (worker.state === 'redundant') reject(new Error('the service worker was not installed'));
    });
  });
  return registration;
}
