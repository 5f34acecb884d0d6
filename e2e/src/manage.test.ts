import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KNOWN } from './harness/clinic.ts';
import { useStage } from './harness/stage.ts';
import { until } from '@anbu/server/src/testing/until.ts';
import { wordsIn } from './harness/words.ts';

const stage = useStage();

test('the audit page shows who did what, and the chain is verified by one click', async () => {
  const visitor = await stage.visit({ as: 'admin', at: '/audit' });
  const { t } = visitor;
  await visitor.get('grid', t('audit.table')).locator('tbody').getByRole('row').first().waitFor();
  await visitor.reads(t('audit.action.identity.signed_in'));
  await visitor.button('audit.verify').click();
  await visitor.page
    .getByRole('status')
    .filter({ hasText: /이상 없습니다/ })
    .waitFor();
});

test('the audit names the person whom somebody opened, and everybody whom a list showed', async () => {
  const visitor = await stage.visit({ as: 'admin', at: `/people?q=${KNOWN.tail}` });
  const { page, t } = visitor;
  await visitor.get('grid').locator('tbody').getByRole('row').filter({ hasText: KNOWN.name }).first().click();
  await visitor.get('heading', new RegExp(`^${KNOWN.name}`)).waitFor();
  await visitor.go('/audit?action=people.read');
  const rows = visitor.get('grid', t('audit.table')).locator('tbody').getByRole('row');
  const seen = rows.filter({ hasText: t('audit.action.people.read', { people: 1 }) });
  await seen.getByRole('link', { name: KNOWN.name }).first().waitFor();
  await seen.first().locator('td').first().click();
  await visitor.get('dialog').getByRole('link', { name: KNOWN.name }).waitFor();
  await page.keyboard.press('Escape');
});

test('an address that leads nowhere and a page that is not for her are said inside the shell', async () => {
  const visitor = await stage.visit({ as: 'consultant', at: '/nowhere' });
  const { t } = visitor;
  for (const [address, title] of [
    ['/nowhere', 'problem.notFound.title'],
    ['/audit', 'problem.forbidden.title'],
    ['/settings/users', 'problem.forbidden.title'],
  ] as const) {
    await visitor.go(address);
    await visitor.heading(title).waitFor();
    await visitor.get('link', t('shell.nav.enquiries')).first().waitFor();
  }
});

test('F1 the window of a colleague closes by Escape and gives the focus back to the button that opened it', async () => {
  const visitor = await stage.visit({ as: 'admin', at: '/settings/users' });
  const { t, page } = visitor;
  const edit = page.getByRole('button', { name: new RegExp(` ${t('common.edit')}$`) }).first();
  await edit.click();
  await visitor
    .get('dialog')
    .getByRole('textbox', { name: t('common.name') })
    .waitFor();
  await page.keyboard.press('Escape');
  await visitor.get('dialog').waitFor({ state: 'detached' });
  const name = (await edit.getAttribute('aria-label')) ?? '';
  assert.notEqual(name, '');
  await until(async () => (await visitor.focused()).includes(name), 'the focus on the button');
});

test('hours of a site that cannot be are refused in words, and right ones are kept', async () => {
  const visitor = await stage.visit({ as: 'admin', at: '/settings/sites' });
  const { t } = visitor;
  const field = (key: 'settings.sites.pieceFrom' | 'settings.sites.pieceTo', position: number) =>
    visitor.page.getByLabel(t(key, { day: t('settings.day.mon'), position }), { exact: true });
  await field('settings.sites.pieceTo', 1).fill('08:00');
  await field('settings.sites.pieceTo', 1).press('Enter');
  await visitor.page.getByRole('alert').first().waitFor();
  await field('settings.sites.pieceTo', 1).fill('12:30');
  await visitor.button('common.save').click();
  await visitor.reads(t('common.saved'));
  await visitor.page.reload();
  await until(
    async () => (await field('settings.sites.pieceTo', 1).inputValue()) === '12:30',
    'the hours that were saved',
  );
});

test('the language changes at once to English, to Chinese and back', async () => {
  const visitor = await stage.visit({ as: 'manager', at: '/people' });
  const { page } = visitor;
  await visitor.heading('shell.nav.people').waitFor();
  for (const [language, name] of [
    ['en', 'English'],
    ['zh', '中文'],
    ['ko', '한국어'],
  ] as const) {
    await page.getByRole('banner').getByRole('button').last().click();
    await visitor.get('menuitem', name).click();
    await visitor.get('heading', wordsIn(language)('shell.nav.people')).waitFor();
    await until(
      async () => (await page.evaluate('document.documentElement.lang')) === language,
      'the language of the page',
    );
  }
});

test('who only reads begins with all enquiries, and the menu offers no day of work', async () => {
  const visitor = await stage.visit({ as: 'clinician', at: '/' });
  const { t } = visitor;
  await visitor.heading('shell.nav.enquiries').waitFor();
  const menu = visitor.get('navigation', t('shell.nav.label'));
  await menu.getByRole('link', { name: t('shell.nav.people') }).waitFor();
  assert.equal(await menu.getByRole('link', { name: t('shell.nav.today') }).count(), 0);
});

test('a promise that falls due rings above the work and stays until it is answered', async () => {
  const visitor = await stage.visit({ as: 'desk', at: '/people' });
  const { page, t } = visitor;
  const strip = visitor.get('region', t('shell.alerts.panel'));
  await strip.waitFor({ state: 'attached' });
  const before = visitor.get('button', t('shell.alerts.none'));
  await before.waitFor();
  const headers = { origin: visitor.url };
  const at = new Date((await stage.program.now()) + 20 * 60_000).toISOString();
  const made = await page.request.post(`${visitor.url}/api/v1/enquiries`, {
    headers,
    data: {
      person: { name: '약속한분', phone: '010-7777-1234' },
      sourceChannel: 'phone',
      ownerId: stage.clinic.users.desk,
    },
  });
  const { id, version } = (await made.json()) as { id: string; version: number };
  const called = await page.request.post(`${visitor.url}/api/v1/enquiries/${id}/calls`, {
    headers,
    data: { outcome: 'CONNECTED', then: { to: 'CALLBACK', promiseBy: 'us', promiseAt: at }, version },
  });
  if (!called.ok()) throw new Error(await called.text());
  await stage.program.advance(21 * 60_000);
  await strip.getByText('약속한분').waitFor();
  await visitor.go('/enquiries');
  await strip.getByText('약속한분').waitFor();
  await strip.getByRole('button', { name: t('shell.alerts.acknowledge') }).click();
  await strip.getByText('약속한분').waitFor({ state: 'detached' });
});
