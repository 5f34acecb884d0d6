import type { Page } from 'playwright-core';
import { until } from '@anbu/server/src/testing/until.ts';

/** Every page of the program by a name that a file may have. */
export const SCREENS = {
  today: '/today?owner=all',
  enquiries: '/enquiries',
  board: '/enquiries?view=board',
  'new-enquiry': '/enquiries/new',
  'walk-in': '/enquiries/new?kind=walk_in',
  people: '/people',
  'previous-month': '/previous-month?owner=all&show=all',
  load: '/load',
  messages: '/messages',
  inbox: '/inbox',
  letters: '/letters',
  privacy: '/privacy',
  'privacy-confirm': '/privacy?tab=confirm',
  'privacy-stops': '/privacy?tab=stops',
  'privacy-lists': '/privacy?tab=lists',
  calls: '/calls',
  statistics: '/statistics?compare=previous',
  'statistics-cohorts': '/statistics/cohorts?by=owner',
  'statistics-connection': '/statistics/connection?compare=previous',
  'statistics-response': '/statistics/response',
  'statistics-channels': '/statistics/channels',
  'statistics-reports': '/statistics/reports',
  'statistics-missing': '/statistics/missing-source',
  'statistics-rows': '/statistics/rows?name=booking-cohorts&figure=enquiries&from=2026-11&to=2026-11',
  imports: '/imports',
  audit: '/audit',
  'settings-organisation': '/settings/organisation',
  'settings-sites': '/settings/sites',
  'settings-teams': '/settings/teams',
  'settings-users': '/settings/users',
  'settings-agencies': '/settings/agencies',
  'settings-roster': '/settings/roster',
  'settings-statuses': '/settings/statuses',
  'status-health': '/settings/statuses/health',
  'settings-gate': '/settings/gate',
  'settings-channels': '/settings/channels',
  'settings-notices': '/settings/notices',
  'settings-templates': '/settings/templates',
  'settings-lists': '/settings/lists',
  'settings-api-keys': '/settings/api-keys',
  'settings-jobs': '/settings/jobs',
  'settings-account': '/settings/account',
} as const;

/** Until the page has its heading, nothing loads any more and its fonts are there. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  // By repeated looks: a predicate of the driver's own would need generated code, which the policy of the pages forbids.
  const isStill = `document.querySelectorAll('.loading-rows, [data-loading]').length === 0 && document.fonts.status === 'loaded'`;
  await until(async () => Boolean(await page.evaluate(isStill)), 'a page that has loaded');
  await page.evaluate(`Promise.all(document.getAnimations().map((each) => each.finished.catch(() => null)))`);
}
