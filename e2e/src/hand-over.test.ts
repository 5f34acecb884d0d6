import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameOf } from './harness/clinic.ts';
import { useStage } from './harness/stage.ts';

const stage = useStage();

test('A13 F9 a lead marks a colleague ill, hands her work over by load, sees who gets how many, and takes it back', async () => {
  const visitor = await stage.visit({ as: 'manager', at: '/settings/roster' });
  const { t, page } = visitor;
  await visitor.heading('settings.roster').waitFor();
  await visitor.button('roster.absence.add').click();
  const marking = visitor.get('dialog', t('roster.absence.add'));
  await marking.getByRole('combobox', { name: t('roster.absence.who') }).click();
  await visitor.get('option', nameOf('consultant')).click();
  await marking.getByRole('button', { name: t('common.save') }).click();

  // What is hers is offered at once.
  const offered = visitor.get('dialog', t('desk.handOver.titleOf', { name: nameOf('consultant') }));
  await offered.waitFor();
  assert.ok(await offered.getByRole('radio', { name: t('desk.handOver.to.load') }).isChecked());
  const preview = offered.getByRole('region', { name: t('desk.handOver.preview') });
  await preview.getByText(nameOf('colleague')).waitFor();
  assert.equal(await preview.getByText(nameOf('consultant')).count(), 0, 'she gets nothing');
  await offered.getByLabel(t('desk.handOver.note')).fill('오늘 아픕니다');
  await offered.getByRole('button', { name: /넘기기$/ }).click();
  await visitor.reads(/건을 넘겼습니다/);
  await visitor.reads('오늘 아픕니다');

  // The receiver is told, and sees it on each of them.
  const receiver = await stage.visit({ as: 'colleague', at: '/today' });
  await receiver.reads(t('shell.alerts.handed_over'));
  await receiver.reads(/인계받음 · 오늘 아픕니다/);

  await page
    .getByRole('alert')
    .getByRole('button', { name: t('desk.undo') })
    .click();
  await visitor.reads(/건을 되돌렸습니다/);
  await visitor.reads(new RegExp(t('desk.handOver.undoneTag')));
});
