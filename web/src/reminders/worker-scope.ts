/** What the service worker uses of its surroundings: the types of pages know nothing of it. */
export type Waiting = Event & { waitUntil(work: Promise<unknown>): void };
export type PushMessage = Waiting & { readonly data: { json(): unknown } | null };
export type Click = Waiting & { readonly action: string; readonly notification: Notification };
export type Told = Waiting & { readonly data: unknown };
export type Renewal = Waiting & { readonly oldSubscription: PushSubscription | null };

export type Page = {
  readonly visibilityState: DocumentVisibilityState;
  postMessage(message: unknown): void;
  focus(): Promise<Page>;
};

export type WorkerScope = {
  readonly registration: Omit<ServiceWorkerRegistration, 'showNotification'> & {
    showNotification(title: string, options: ShownOptions): Promise<void>;
  };
  readonly clients: {
    matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<Page[]>;
    openWindow(url: string): Promise<Page | null>;
    claim(): Promise<void>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', hear: (event: Waiting) => void): void;
  addEventListener(type: 'push', hear: (event: PushMessage) => void): void;
  addEventListener(type: 'message', hear: (event: Told) => void): void;
  addEventListener(type: 'notificationclick', hear: (event: Click) => void): void;
  addEventListener(type: 'pushsubscriptionchange', hear: (event: Renewal) => void): void;
};

export type ShownOptions = NotificationOptions & {
  readonly renotify?: boolean;
  readonly actions?: readonly { readonly action: string; readonly title: string }[];
};
