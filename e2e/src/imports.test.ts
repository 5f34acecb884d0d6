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
  await visitor.get('button', t('import.apply', { count: 1 })).click({ timeout: 20_000 });
  const dialog = visitor.get('dialog');
  await dialog.getByRole('button', { name: t('import.apply', { count: 1 }) }).click();
  const status = page.getByRole('status');
  await status.filter({ hasText: t('import.applied') }).waitFor({ timeout: 20_000 });
  await visitor.button('import.undo').click();
  await dialog.getByRole('button', { name: t('import.undo') }).click();
  await status.filter({ hasText: t('import.undone') }).waitFor({ timeout: 20_000 });
  await visitor.go('/people?q=01061617373');
  await visitor.reads(t('people.empty.search', { q: '01061617373' }));
  await visitor.go('/imports');
  await bring();
  await visitor.reads(t('import.known.used', { name: '명단' }));
});
