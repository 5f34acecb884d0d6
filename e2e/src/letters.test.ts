import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from './harness/axe.ts';
import { settled } from './harness/screens.ts';
import { picture } from './harness/picture.ts';
import { useStage } from './harness/stage.ts';

const stage = useStage();

test('D8 a letter is seen as its page, collected, printed, posted, and comes back by its number', async () => {
  const admin = await stage.visit({ as: 'admin', at: '/settings/channels' });
  await admin.post('/channels', { kind: 'post', name: '우편', channels: ['letter'], sender: '안부치과' });
  await admin.reads('우편');
  await settled(admin.page);
  assert.deepEqual(await violations(admin.page), []);
  await picture(admin.page, 'letters-settings');
  const { t, page } = admin;
  const person = await admin.post('/people', { name: '편지받는이', phone: '010-7400-3001' });
  await admin.go(`/people/${person.id}`);
  await admin.button('people.address.add').click();
  const form = admin.get('dialog', t('people.address'));
  await form.getByRole('textbox', { name: t('people.address.postcode') }).fill('04524');
  await form.getByRole('textbox', { name: t('people.address.lines') }).fill('서울특별시 중구 세종대로 110\n3층');
  await form.getByRole('button', { name: t('common.save') }).click();
  await admin.reads('04524 서울특별시 중구 세종대로 110');
  await admin.button('messages.compose').click();
  const dialog = admin.get('dialog', t('messages.compose'));
  await dialog.getByText(t('gate.channel.letter'), { exact: true }).click();
  await dialog.getByRole('textbox', { name: t('messages.compose.subject') }).fill('정기 점검 안내');
  await dialog.getByRole('textbox', { name: t('messages.compose.text') }).fill('지난 치료 뒤 반년이 지났습니다.');
  await dialog.getByRole('img', { name: /편지받는이 귀하/ }).waitFor();
  await dialog.getByText(t('messages.compose.allowed')).waitFor();
  assert.deepEqual(await violations(page), []);
  await picture(page, 'letters-compose');
  await dialog.getByRole('button', { name: t('messages.compose.send') }).click();
  await dialog.waitFor({ state: 'detached' });

  await admin.go('/letters');
  await admin.reads(t('letters.waiting', { count: 1 }));
  await picture(page, 'letters-empty');
  await admin.button('letters.make').click();
  const batch = admin.get('dialog', t('letters.noOf', { no: 1 }));
  await batch.getByRole('link', { name: t('letters.download', { pages: 1 }) }).waitFor();
  await batch.getByText('편지받는이 귀하', { exact: false }).waitFor();
  assert.deepEqual(await violations(page), []);
  await picture(page, 'letters-batch');
  await batch.getByRole('button', { name: t('letters.printed') }).click();
  await batch.getByRole('button', { name: t('letters.posted') }).click();
  await admin
    .get('dialog', t('letters.posted'))
    .getByRole('button', { name: t('letters.posted') })
    .click();
  await batch.getByText(t('letters.state.posted')).first().waitFor();
  await page.keyboard.press('Escape');
  const rows = (await (await page.request.get(`${admin.url}/api/v1/letters`)).json()) as {
    items: { number: string }[];
  };
  const number = rows.items[0]?.number ?? '';
  await admin.go('/letters?tab=check');
  await admin.get('textbox', t('letters.number')).fill(number);
  await page.keyboard.press('Enter');
  await admin.get('button', `${t('letters.check')} ${number}`).waitFor();
  assert.deepEqual(await violations(page), []);
  await picture(page, 'letters-returned');
  await page.setViewportSize({ width: 390, height: 844 });
  await settled(page);
  await picture(page, 'letters-phone');
  await admin.go(`/people/${person.id}`);
  await admin.reads(t('people.address.bad', { why: t('letters.why.moved') }));
});
