import {
  IdParams,
  Nothing,
  ReminderBrowser,
  ReminderBrowserInput,
  ReminderSettings,
  ReminderSettingsPatch,
} from '@anbu/contract';
import { route, withExamples, type Route } from '../../platform/http/route.ts';
import { EXAMPLES } from './examples.ts';
import { addBrowser, changeSettings, reminderSettings, removeBrowser, testBrowser } from './service/browsers.ts';
import type { ReminderDeps } from './service/deps.ts';

const OWN = { tag: 'me', permission: 'signed-in' } as const;

export function remindersRoutes(deps: ReminderDeps): readonly Route[] {
  const routes: readonly Route[] = [
    route({
      ...OWN,
      method: 'GET',
      path: '/me/reminders',
      operationId: 'getReminderSettings',
      summary: 'By which browsers the caller is told of her alerts, and when she is not',
      reply: ReminderSettings,
      handler: (tx) => reminderSettings(tx, deps),
    }),
    route({
      ...OWN,
      method: 'PATCH',
      path: '/me/reminders',
      operationId: 'patchReminderSettings',
      summary: 'Switch all browsers on or off, or do not disturb until a time',
      body: ReminderSettingsPatch,
      reply: ReminderSettings,
      handler: (tx, { body }) => changeSettings(tx, deps, body),
    }),
    route({
      ...OWN,
      method: 'POST',
      path: '/me/browsers',
      operationId: 'addReminderBrowser',
      summary: 'This browser is told from now on (Web Push); the same again changes nothing',
      body: ReminderBrowserInput,
      reply: ReminderBrowser,
      handler: (tx, { body }) => addBrowser(tx, deps, body),
    }),
    route({
      ...OWN,
      method: 'DELETE',
      path: '/me/browsers/:id',
      operationId: 'removeReminderBrowser',
      summary: 'A browser is told no more',
      params: IdParams,
      reply: Nothing,
      handler: (tx, { params }) => removeBrowser(tx, params.id),
    }),
    route({
      ...OWN,
      method: 'POST',
      path: '/me/browsers/:id/test',
      operationId: 'testReminderBrowser',
      summary: 'Send a notification to a browser, to try it',
      params: IdParams,
      reply: Nothing,
      handler: (tx, { params }) => testBrowser(tx, params.id),
    }),
  ];
  return withExamples(routes, EXAMPLES);
}
