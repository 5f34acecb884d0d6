import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled } from './harness/screens.ts';
import { useStage } from './harness/stage.ts';

const stage = useStage();
const PERIOD = 'from=2026-11&to=2026-11';

test('P6 each number of the desk opens as many enquiries as it says', async () => {
  const visitor = await stage.visit({ as: 'manager', at: `/statistics?${PERIOD}` });
  const { page, t } = visitor;
  await settled(page);
  const counted = ['enquiries', 'bookings', 'visited'] as const;
  let most = 0;
  for (const code of counted) {
    await visitor.go(`/statistics?${PERIOD}`);
    const figure = page.getByRole('region', { name: t(`metrics.figure.${code}`), exact: true }).getByRole('link');
    const value = Number((await figure.innerText()).replaceAll(',', ''));
    most = Math.max(most, value);
    // By the keyboard alone.
    await figure.focus();
    await visitor.press('Enter');
    await visitor.reads(t('statistics.rows.count', { count: value }));
    if (value === 0) await visitor.reads(t('statistics.rows.empty'));
    else await page.getByRole('row').nth(1).waitFor();
  }
  assert.ok(most > 100, `the clinic has enquiries: ${most}`);
});

test('P6 a rate opens those that it counts and those that it is divided by, and its rows open the work', async () => {
  const visitor = await stage.visit({ as: 'manager', at: `/statistics?${PERIOD}` });
  const { page, t } = visitor;
  const tile = page.getByRole('region', { name: t('metrics.figure.unconnectedShare'), exact: true });
  await settled(page);
  const [share, n] = await tile.getByRole('link').allInnerTexts();
  const whole = Number(/\d+/.exec(n!)![0]);
  const counted = Math.round((Number.parseFloat(share!) / 100) * whole);
  await tile.getByRole('link').first().click();
  await visitor.reads(t('statistics.rows.count', { count: counted }));
  await page.goBack();
  await tile.getByRole('link').last().click();
  await visitor.reads(t('statistics.rows.count', { count: whole }));
  await page.getByRole('row').nth(1).waitFor();
  // A row opens as on the board, and Esc goes back to it.
  await visitor.press('J', 'Enter');
  await page.getByRole('complementary').waitFor();
  await visitor.press('Escape');
  await page.getByRole('complementary').waitFor({ state: 'detached' });
});

test('a figure says what it counts, and a chart is told in words', async () => {
  const visitor = await stage.visit({ as: 'manager', at: '/statistics/cohorts' });
  const { page, t } = visitor;
  await settled(page);
  await visitor.get('button', t('metrics.figure.byNow')).first().click();
  await visitor.reads(t('metrics.means.byNow'));
  await visitor.press('Escape');
  await page.getByText(t('metrics.means.byNow')).filter({ visible: true }).waitFor({ state: 'detached' });
  await visitor.get('img', new RegExp(t('statistics.cohorts.sameMonth'))).waitFor();
  // The drawing arrived: an SVG with the months.
  await page.locator('.chart svg').first().waitFor();
});

test('a period, a cut and a comparison stand in the address; INVALID stands beside each consultant', async () => {
  const visitor = await stage.visit({ as: 'manager', at: '/statistics/cohorts' });
  const { page, t } = visitor;
  await settled(page);
  await visitor.get('combobox', t('statistics.by')).click();
  await visitor.get('option', t('statistics.by.owner')).click();
  await page.waitForURL(/by=owner/);
  await visitor.get('combobox', t('statistics.compare')).click();
  await visitor.get('option', t('statistics.compare.previous')).click();
  await page.waitForURL(/compare=previous/);
  await visitor.heading('statistics.compared').waitFor();
  const consultant = page.getByRole('row', { name: /^이수민/ });
  const heads = await page.getByRole('table').first().getByRole('columnheader').allInnerTexts();
  const cells = await consultant.first().getByRole('cell').allInnerTexts();
  const invalid = cells[heads.indexOf(t('metrics.figure.invalidShare')) - 1];
  assert.match(invalid ?? '', /^\d+(\.\d)?%$/);
  await page.reload();
  await visitor.heading('statistics.compared').waitFor();
});

test('A12 a dashboard is kept under a name, opens again where it was, and leaves as a file for a reason', async () => {
  const visitor = await stage.visit({ as: 'manager', at: `/statistics/cohorts?${PERIOD}&by=channel` });
  const { page, t } = visitor;
  await settled(page);
  await page.getByRole('button', { name: t('views.menu') }).click();
  await visitor.get('menuitem', t('views.save')).click();
  await visitor.field('views.name').fill('경로별 예약률');
  await visitor.button('common.save').click();
  await page.waitForURL(/saved=/);
  await visitor.go('/statistics?saved=none');
  await settled(page);
  await page.getByRole('button', { name: t('views.menu') }).click();
  await visitor.get('menuitem', '경로별 예약률').click();
  await page.waitForURL(/cohorts\?.*by=channel/);
  await visitor.heading('statistics.title.cohorts').waitFor();
  await visitor.button('statistics.export').click();
  await page.getByRole('textbox', { name: t('exports.reason') }).fill('월말 보고');
  const file = page.waitForEvent('download');
  await visitor.button('exports.make').click();
  assert.match((await file).suggestedFilename(), /^통계 .*\.xlsx$/);
});

test('fewer than ten give no rate', async () => {
  const visitor = await stage.visit({ as: 'manager', at: `/statistics/response?${PERIOD}&by=channel` });
  await visitor.reads(/^적음 \(n = [1-9]\)$/);
});

test('F1 who may not read statistics has no way to them', async () => {
  const visitor = await stage.visit({ as: 'clinician', at: '/people' });
  const { page, t } = visitor;
  await settled(page);
  assert.equal(await visitor.get('link', t('shell.nav.statistics')).count(), 0);
  await visitor.go('/statistics');
  await visitor.heading('problem.forbidden.title').waitFor();
});
