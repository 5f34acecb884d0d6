import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled } from './harness/screens.ts';
import { useStage } from './harness/stage.ts';

const stage = useStage();

const HOSTILE = [
  `<img src=x onerror="window.harmed=1">`,
  `</script><script>window.harmed=1</script>`,
  `"><svg onload=window.harmed=1>`,
  `{{constructor.constructor('window.harmed=1')()}}`,
  `\u202Edrawkcab\u202C`,
];

test('S4 hostile text in a name, a note, a memo, a label and a search is shown as it is, and nothing runs', async () => {
  const visitor = await stage.visit({ as: 'manager', at: '/enquiries/new' });
  const { page } = visitor;
  for (const text of HOSTILE) {
    // Signs that only turn or hide what stands beside them are taken out.
    const shown = text.replaceAll(/[\u202a-\u202e]/g, '');
    await visitor.go('/enquiries/new');
    await visitor.field('common.name').first().fill(text);
    await visitor.get('button', '인터넷').click();
    await visitor.field('desk.new.text').fill(text);
    await visitor.button('desk.new.save').click();
    await page.waitForURL(/\/people\/[0-9a-f-]{36}/);
    await settled(page);
    await page.getByRole('heading', { level: 1 }).filter({ hasText: shown }).waitFor();
    await visitor.field('people.memo.write').fill(`메모 ${text}`);
    await visitor.field('people.memo.write').press('Control+Enter');
    await page
      .getByRole('listitem')
      .filter({ hasText: `메모 ${shown}` })
      .first()
      .waitFor();
    assert.equal(await page.evaluate('window.harmed ?? null'), null);
  }
  for (const to of [
    '/enquiries',
    '/today?owner=all',
    '/people',
    '/audit',
    `/people?q=${encodeURIComponent(HOSTILE[0]!)}`,
  ]) {
    await visitor.go(to);
    await settled(page);
    assert.equal(await page.evaluate('window.harmed ?? null'), null, to);
  }
  await visitor.reads(HOSTILE[0]!);
});
