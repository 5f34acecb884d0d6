import { test } from 'node:test';
import { aWorkbook, rowsXml } from '../../server/src/modules/integrations/xlsx/testing.ts';
import { useStage } from './harness/stage.ts';

const stage = useStage();

test('F6 an Excel list is checked, taken in and taken back, and its columns are known the next time', async () => {
  const visitor = await stage.visit({ as: 'manager', at: '/imports' });
  const { page, t } = visitor;
  const rows = [
    ['이름', '전화번호', '생년월일'],
    ['되돌린이', '010-6161-7373', '1990-01-02'],
  ];
  const bring = async () => {
    await page.getByLabel(t('import.choose')).setInputFiles({
      name: '명단.xlsx',
      mimeType: 'application/octet-stream',
      buffer: await aWorkbook({ sheets: { 명단: rowsXml(rows) } }),
    });
    await visitor.button('import.upload').click();
    await page.waitForURL(/\/imports\/[0-9a-f-]{36}$/);
  };
  await bring();
  await visitor.get('button', t('import.apply', { count: 1 })).click();
  const dialog = visitor.get('dialog');
  await dialog.getByRole('button', { name: t('import.apply', { count: 1 }) }).click();
  const status = page.getByRole('status');
  await status.filter({ hasText: t('import.applied') }).waitFor();
  await visitor.button('import.undo').click();
  await dialog.getByRole('button', { name: t('import.undo') }).click();
  await status.filter({ hasText: t('import.undone') }).waitFor();
  await visitor.go('/people?q=01061617373');
  await visitor.reads(t('people.empty.search', { q: '01061617373' }));
  await visitor.go('/imports');
  await bring();
  await visitor.reads(t('import.known.used', { name: '명단' }));
});

test('A3 home-made statuses are proposed, asked about with examples, taken back by a key, and entered as what they mean', async () => {
  const visitor = await stage.visit({ as: 'manager', at: '/imports' });
  const { page, t } = visitor;
  const labels = [...Array(9).fill('부재중 2'), ...Array(7).fill('펑크'), ...Array(4).fill('가나다')] as string[];
  const rows = labels.map((label, at) => `상태${String(at)},010-6262-${String(1000 + at)},2026-11-02,${label}`);
  await page.getByLabel(t('import.choose')).setInputFiles({
    name: '상담목록.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['이름,연락처,접수일,진행상황', ...rows].join('\r\n')),
  });
  await page.getByLabel(t('import.kind.enquiries')).check();
  await visitor.button('import.upload').click();
  await visitor.get('link', t('assistant.open')).click();
  await visitor.get('button', t('assistant.acceptAll', { count: 1 })).click();
  await page.getByText(t('assistant.tab.questions', { count: 11 })).click();
  const asks = (label: string, count: number) =>
    visitor.get('heading', t('assistant.question', { label, count })).waitFor();
  await asks('펑크', 7);
  // What else is read again after an answer keeps nobody from the next one.
  const heldBack = Promise.withResolvers<void>();
  await page.route('**/status-effect', (route) => heldBack.promise.then(() => route.continue()));
  await visitor.press('1');
  await asks('가나다', 4);
  await visitor.reads('상태16');
  await visitor.press('1');
  await visitor.reads(t('assistant.question.none'));
  heldBack.resolve();
  await visitor.press('U');
  await asks('가나다', 4);
  await visitor.press('1');
  await visitor.get('link', t('assistant.goApply')).click();
  await visitor.get('button', t('import.apply', { count: 20 })).click();
  const dialog = visitor.get('dialog');
  await dialog.getByRole('button', { name: t('import.apply', { count: 20 }) }).click();
  await page
    .getByRole('status')
    .filter({ hasText: t('import.applied') })
    .waitFor();
  await visitor.go('/enquiries?q=상태3&view=list');
  await visitor.reads('상태3');
});
