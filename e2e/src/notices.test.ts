import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from './harness/axe.ts';
import { settled } from './harness/screens.ts';
import { useStage } from './harness/stage.ts';

const stage = useStage();

test('27 what is sent by itself is seen, set and switched off; a way out for practice says that nothing leaves; what waits says why', async () => {
  const admin = await stage.visit({ as: 'admin', at: '/settings/notices' });
  const { t, page } = admin;
  await admin.reads(t('notices.occasion.booking_day_before'));
  await admin.reads(t('settings.notices.toMember'));
  assert.deepEqual(await violations(page), []);
  const name = t('notices.occasion.booking_day_before');
  await page.getByRole('button', { name: `${t('common.edit')} ${name}` }).click();
  const dialog = admin.get('dialog', name);
  await dialog.getByRole('textbox', { name: t('settings.notices.days') }).fill('2');
  await dialog.getByRole('button', { name: t('common.save') }).click();
  await admin.reads(t('notices.when.booking_day_before', { days: 2, time: '10:00', minutes: 0 }));
  const off = page.getByRole('switch', { name: t('settings.notices.switch', { name }) });
  await off.press('Space');
  await page.getByRole('switch', { name: t('settings.notices.switch', { name }), checked: false }).waitFor();
  const sender = { channel: 'sms', value: '0215881234', name: '대표번호', registeredOn: '2026-01-02' };
  await admin.post('/senders', sender);
  await admin.post('/channels', { kind: 'practice', name: '보관함', channels: ['sms'], sender: sender.value });
  await admin.reads(t('channels.practice.title'));
  await page.setViewportSize({ width: 390, height: 800 });
  await settled(page);
  assert.deepEqual(await violations(page), []);
  const wide = Number(await page.evaluate('document.documentElement.scrollWidth'));
  assert.ok(wide <= 390, `as wide as ${wide}`);
});
