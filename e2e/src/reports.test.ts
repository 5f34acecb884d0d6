import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { settled } from './harness/screens.ts';
import { useStage } from './harness/stage.ts';

const stage = useStage();

test('screen 23: a report is scheduled in three clicks, made now, and its PDF is opened', async () => {
  const visitor = await stage.visit({ as: 'manager', at: '/statistics/cohorts?from=2026-10&to=2026-11' });
  const { page, t } = visitor;
  await settled(page);
  await visitor.button('reports.plan').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: t('reports.planIt'), exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await page
    .getByRole('navigation', { name: t('statistics.pages') })
    .getByRole('link', { name: t('reports.title') })
    .click();
  await settled(page);
  const name = t('statistics.title.cohorts');
  await page.getByRole('heading', { name, level: 2 }).waitFor();
  await visitor.reads(new RegExp(t('reports.when.month', { time: '08:00', day: 1 })));
  await page.getByRole('button', { name: `${t('reports.runNow')}: ${name}` }).click();
  const link = page.getByRole('link', { name: /\.pdf/ });
  await link.first().waitFor();
  const download = page.waitForEvent('download');
  await link.first().click();
  const bytes = await readFile(await (await download).path());
  assert.equal(bytes.subarray(0, 5).toString('latin1'), '%PDF-');
  await page.getByRole('button', { name: `${t('reports.drop')}: ${name}` }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('reports.drop'), exact: true })
    .click();
  await visitor.reads(t('reports.empty'));
});

test('C11 what was spent is typed over in its place and divided by who came', async () => {
  const visitor = await stage.visit({ as: 'manager', at: '/statistics/channels?from=2026-11&to=2026-11' });
  const { page, t } = visitor;
  await settled(page);
  const field = page.getByRole('textbox', { name: new RegExp(`^${t('statistics.spend.title')}: .*인터넷`) });
  await field.fill('1200000');
  await visitor.press('Enter');
  await visitor.reads(t('statistics.spend.saved'));
  const row = page.getByRole('region', { name: t('metrics.name.channel-costs') }).getByRole('row', { name: /^인터넷/ });
  await row.first().getByText('₩1,200,000').waitFor();
  await page.reload();
  await settled(page);
  assert.equal(await field.inputValue(), '1,200,000');
  const reader = await stage.visit({ as: 'consultant', at: '/statistics/channels?from=2026-11&to=2026-11' });
  await settled(reader.page);
  assert.equal(
    await reader.page.getByRole('textbox', { name: /인터넷/ }).count(),
    0,
    'who may only read types nothing',
  );
});

test('screen 20: one key writes the channel of an enquiry that had none, and one takes it back', async () => {
  const visitor = await stage.visit({ as: 'manager', at: '/enquiries/new' });
  const made = await visitor.page.request.post(`${visitor.url}/api/v1/enquiries`, {
    data: { person: { name: '경로없음', phone: '010-7777-1212' }, sourceChannel: 'unknown', interests: [] },
    headers: { origin: visitor.url },
  });
  assert.equal(made.status(), 201);
  await visitor.go('/statistics/missing-source');
  const { page, t } = visitor;
  await settled(page);
  await page.getByRole('row', { name: /경로없음/ }).waitFor();
  await visitor.press('3');
  await visitor.reads(/경로없음.*적었습니다: 소개/);
  await page.getByRole('row', { name: /경로없음/ }).waitFor({ state: 'detached' });
  await visitor.press('U');
  await page.getByRole('row', { name: /경로없음/ }).waitFor();
  // It is taken back once the page says what the keys do.
  await visitor.reads(t('statistics.missing.how'));
  await visitor.press('4');
  await visitor.reads(/경로없음.*적었습니다: 인터넷/);
});

test('statistics are two taps away on a phone', async () => {
  const visitor = await stage.visit({ as: 'manager', at: '/today', phone: true });
  const { page, t } = visitor;
  await settled(page);
  await page.getByRole('button', { name: t('shell.nav.more') }).click();
  await page.getByRole('menuitem', { name: t('shell.nav.statistics') }).click();
  await visitor.heading('statistics.title.desk').waitFor();
});
