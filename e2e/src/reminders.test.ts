import assert from 'node:assert/strict';
import { createECDH, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import type { Alert, ReminderPush } from '@anbu/contract';
import { formatInstant, MINUTE, plus } from '@anbu/server/src/kernel/instant.ts';
import { must } from '@anbu/server/src/kernel/outcome.ts';
import { receiveEnquiry, recordCall, sweepAlerts } from '@anbu/server/src/modules/enquiries/index.ts';
import type { Page, Worker } from 'playwright-core';
import type { Who } from './harness/clinic.ts';
import { useStage } from './harness/stage.ts';
import { until } from '@anbu/server/src/testing/until.ts';
import type { Visitor } from './harness/visitor.ts';

const stage = useStage();

let next = 1000;
/** Somebody whom `who` promised to call in eleven minutes, by the services. Gives the enquiry, and her name. */
async function promised(who: Who = 'consultant'): Promise<{ id: string; name: string }> {
  const { app } = stage.program;
  const number = String(next++);
  const name = `약속 ${number}`;
  const made = await app.db.inTx(stage.clinic.actor('manager'), (tx) => {
    const person = { name, phone: `010-4400-${number}` };
    return receiveEnquiry(tx, { person, sourceChannel: 'phone', interests: [], ownerId: stage.clinic.users[who] });
  });
  const { id, version } = must(made);
  const promiseAt = formatInstant(plus(await stage.program.now(), 11 * MINUTE));
  const called = await app.db.inTx(stage.clinic.actor(who), (tx) =>
    recordCall(tx, id, {
      outcome: 'CONNECTED',
      direction: 'outbound',
      version,
      then: { to: 'CALLBACK', promiseBy: 'us', promiseAt },
    }),
  );
  must(called);
  return { id, name };
}

/** The promise is near: its alert is there. */
async function announced(visitor: Visitor, { id }: { id: string }): Promise<Alert> {
  await stage.program.advance(2 * MINUTE);
  await sweepAlerts(stage.program.app.db);
  const [alert] = (await alertsOf(visitor)).filter((one) => one.enquiryId === id);
  assert.ok(alert, 'the alert is raised');
  return alert;
}

async function alertsOf({ page, url }: Visitor): Promise<Alert[]> {
  return ((await (await page.request.get(`${url}/api/v1/alerts`)).json()) as { items: Alert[] }).items;
}

async function answerAll(visitor: Visitor): Promise<void> {
  for (const { id } of await alertsOf(visitor)) {
    const headers = { origin: visitor.url };
    await visitor.page.request.post(`${visitor.url}/api/v1/alerts/${id}/acknowledge`, { data: {}, headers });
  }
}

/**
 * A screen of notifications in place of the system's: the Chromium of the tests has none (it says `denied` whatever it was granted). One for pages, one for
 * the worker.
 */
const SCREEN = `if (globalThis.ServiceWorkerRegistration) {
  const screen = [];
  ServiceWorkerRegistration.prototype.getNotifications = async () => [...screen];
  ServiceWorkerRegistration.prototype.showNotification = async (title, { body = '', tag = '', data = null } = {}) => {
    const close = () => screen.splice(screen.indexOf(notification), 1);
    const notification = { title, body, tag, data, close };
    const before = screen.findIndex((other) => tag !== '' && other.tag === tag);
    if (before >= 0) screen.splice(before, 1);
    screen.push(notification);
  };
}`;

/** No push service is reached from here: a subscription stands in for the one that the browser's maker would give, everything else is real. */
async function withPushService({ page }: Visitor): Promise<void> {
  await page.context().grantPermissions(['notifications']);
  const pair = createECDH('prime256v1');
  const subscription = {
    endpoint: `https://push.example/send/${randomBytes(9).toString('base64url')}`,
    keys: { p256dh: pair.generateKeys().toString('base64url'), auth: randomBytes(16).toString('base64url') },
  };
  await page.context().addInitScript(SCREEN);
  await page.context().addInitScript(`if (globalThis.PushManager) {
    Object.defineProperty(Notification, 'permission', { get: () => 'granted' });
    let given = null;
    const subscription = ${JSON.stringify(subscription)};
    PushManager.prototype.getSubscription = async () => given;
    PushManager.prototype.subscribe = async ({ applicationServerKey, userVisibleOnly }) => {
      if (!userVisibleOnly) throw new Error('a push without a notification');
      const key = Uint8Array.from(atob(applicationServerKey.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
      given = { endpoint: subscription.endpoint, options: { applicationServerKey: key.buffer },
        toJSON: () => subscription, unsubscribe: async () => (given = null, true) };
      return given;
    };
  }`);
}

/** The browser from outside, with no page of ours open. */
type Outside = { readonly page: Page; readonly worker: Worker; deliver(push: ReminderPush): Promise<void> };

async function outsideOf(visitor: Visitor): Promise<Outside> {
  const context = visitor.page.context();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  let registrationId: string | null = null;
  session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    registrationId =
      registrations.find(({ scopeURL }) => scopeURL.endsWith('/reminders/'))?.registrationId ?? registrationId;
  });
  await session.send('ServiceWorker.enable');
  await until(async () => registrationId !== null && context.serviceWorkers().length > 0, 'the service worker');
  const [worker] = context.serviceWorkers();
  if (!worker?.url().endsWith('/reminders/worker.js')) throw new Error('another worker');
  await worker.evaluate(SCREEN);
  return {
    page,
    worker,
    async deliver(push) {
      const data = JSON.stringify(push);
      await session.send('ServiceWorker.deliverPushMessage', {
        origin: visitor.url,
        registrationId: registrationId!,
        data,
      });
    },
  };
}

type Shown = { title: string; body: string; tag: string };
const shown = (worker: Worker): Promise<Shown[]> =>
  worker.evaluate(
    `registration.getNotifications().then((all) => all.map(({ title, body, tag }) => ({ title, body, tag })))`,
  );

/** What a press on a button of the notification does; the press itself belongs to the system. */
async function press(worker: Worker, action: string): Promise<void> {
  await worker.evaluate(
    `(async () => {
    const [notification] = await registration.getNotifications();
    let work = null;
    self.dispatchEvent(Object.assign(new Event('notificationclick'), { action, notification, waitUntil: (promise) => (work = promise) }));
    await work;
  })()`.replace('action, notification', `action: ${JSON.stringify(action)}, notification`),
  );
}

const pushOf = ({ id, ring, enquiryId }: Alert): ReminderPush => ({
  id: `0190a000-0000-7000-8000-${id.slice(-12)}`.replace(/.$/, String(ring)),
  kind: 'promise_soon',
  language: 'ko',
  alertId: id,
  enquiryId,
});

test('A8 who closed her tab is told once, answers from the notification, and finds what she left when she opens it again', async () => {
  const consultant = await stage.visit({ as: 'consultant', at: '/settings/account' });
  await withPushService(consultant);
  await answerAll(consultant);
  await consultant.go('/settings/account');
  const [first, second] = [await promised(), await promised()];
  await consultant.page.getByRole('switch', { name: consultant.t('reminders.here') }).click();
  await consultant.reads(consultant.t('reminders.hereOn'));
  await consultant.reads(new RegExp(consultant.t('settings.account.thisDevice')));
  const { page, worker, deliver } = await outsideOf(consultant);
  const alert = await announced(consultant, first);
  await consultant.page.close();

  const visitor = Object.assign(Object.create(consultant) as Visitor, { page });
  await deliver(pushOf(alert));
  await until(async () => (await shown(worker)).length === 1, 'the notification');
  await deliver(pushOf(alert));
  const [notification] = await shown(worker);
  assert.equal(notification!.body, consultant.t('reminders.push.promise_soon'));
  assert.equal((await shown(worker)).length, 1, 'sent twice it is shown once');
  assert.ok(!JSON.stringify(notification).includes(first.name), 'no name on the screen');
  await press(worker, 'acknowledge');
  const waits = (await alertsOf(visitor)).map(({ enquiryId }) => enquiryId);
  assert.deepEqual([waits.includes(first.id), waits.includes(second.id)], [false, true]);
  assert.deepEqual(await shown(worker), []);

  await page.goto(`${stage.program.url}/today`);
  const panel = visitor.get('region', visitor.t('shell.alerts.panel'));
  await panel.getByText(second.name).waitFor();
  await until(async () => /^\(\d+\) /.test(await visitor.page.title()), 'the count in the title');
});

test('A8 what is answered in one tab disappears in the other and from the screen; put off, it comes again', async () => {
  const consultant = await stage.visit({ as: 'consultant', at: '/settings/account' });
  await answerAll(consultant);
  await withPushService(consultant);
  await consultant.go('/settings/account');
  await consultant.page.getByRole('switch', { name: consultant.t('reminders.here') }).click();
  await consultant.reads(consultant.t('reminders.hereOn'));
  const promise = await promised();
  const alert = await announced(consultant, promise);
  const other = await consultant.anotherTab('/today');
  const strip = (visitor: Visitor) => visitor.get('region', visitor.t('shell.alerts.panel'));
  await strip(other)
    .getByRole('button', { name: other.t('shell.alerts.acknowledge') })
    .waitFor();
  const id = JSON.stringify(alert.id);
  await consultant.page.evaluate(
    `navigator.serviceWorker.getRegistration('/reminders/').then((it) => it.showNotification('x', { data: { alertId: ${id} } }))`,
  );

  await strip(other)
    .getByRole('button', { name: other.t('reminders.snooze') })
    .click();
  await other.button('reminders.reason.with_patient').click();
  await strip(other).getByText(promise.name).waitFor({ state: 'detached' });
  await strip(consultant).getByText(promise.name).waitFor({ state: 'detached' });
  const left = `navigator.serviceWorker.getRegistration('/reminders/').then((it) => it.getNotifications()).then(({ length }) => length)`;
  await until(async () => (await consultant.page.evaluate(left)) === 0, 'the notification to go');
  await stage.program.advance(11 * MINUTE);
  await sweepAlerts(stage.program.app.db);
  await strip(consultant).getByText(promise.name).waitFor();
  await strip(other).getByText(promise.name).waitFor();
  await strip(other)
    .getByRole('button', { name: other.t('reminders.escalate') })
    .click();
  await other
    .get('dialog')
    .getByRole('button', { name: other.t('reminders.escalate') })
    .click();
  await strip(consultant).getByText(promise.name).waitFor({ state: 'detached' });
  const manager = await stage.visit({ as: 'manager', at: '/today' });
  await strip(manager).getByText(manager.t('shell.alerts.escalated')).waitFor();
});

test('A8 seven tabs of one browser keep one stream, and each shows the alert', async () => {
  const first = await stage.visit({ as: 'colleague', at: '/today' });
  await answerAll(first);
  let streams = 0;
  first.page.context().on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/v1/stream') streams += 1;
  });
  const tabs = [first];
  for (const at of ['/enquiries', '/people', '/today', '/enquiries', '/people', '/today'])
    tabs.push(await first.anotherTab(at));
  const promise = await promised('colleague');
  await announced(first, promise);
  for (const tab of tabs) await tab.get('region', tab.t('shell.alerts.panel')).getByText(promise.name).waitFor();
  assert.equal(streams, 0, 'the first tab keeps the line that it had');
});

test('A8 who was offline is told so, keeps what she typed, and hears once what she missed', async () => {
  const leader = await stage.visit({ as: 'colleague', at: '/today' });
  await answerAll(leader);
  leader.watch.expect(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|Failed to load resource/);
  await leader.heading('shell.nav.today').waitFor();
  const promise = await promised('colleague');
  const visitor = await leader.anotherTab(`/today?enquiry=${promise.id}`);
  const note = visitor.field('desk.note');
  await note.fill('끊기기 전에 적던 말');
  await visitor.page.context().setOffline(true);
  // A line that stands is not cut by it: the tab that kept it goes, and its heir finds no network.
  await leader.page.close();
  await visitor.page.getByText(visitor.t('shell.lost')).waitFor();
  await stage.program.advance(2 * MINUTE);
  await sweepAlerts(stage.program.app.db);
  await visitor.page.context().setOffline(false);
  const panel = visitor.get('region', visitor.t('shell.alerts.panel'));
  await panel.getByText(promise.name).waitFor();
  await visitor.page.getByText(visitor.t('shell.lost')).waitFor({ state: 'detached' });
  assert.equal(await panel.getByText(promise.name).count(), 1);
  assert.equal(await note.inputValue(), '끊기기 전에 적던 말');
});
