import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startCentre, type Centre } from '@anbu/server/src/modules/channels/testing/centre.testing.ts';
import { violations } from './harness/axe.ts';
import { picture } from './harness/picture.ts';
import { useStage } from './harness/stage.ts';
import { until } from '@anbu/server/src/testing/until.ts';

let centre: Centre;
const stage = useStage(async () => {
  centre = await startCentre();
  centre.receipts('after');
  process.env['ANBU_OUTGOING_ALLOW'] = `127.0.0.1:${centre.port}`;
});
after(() => centre.close());

const NUMBER = '821074003001';

test('D12 an answer by SMS over a real session is on the person’s timeline without a reload, is answered in the inbox, and is done', async () => {
  const admin = await stage.visit({ as: 'admin', at: '/settings/channels' });
  const sender = { channel: 'sms', value: '0215881234', name: '대표번호', registeredOn: '2026-01-02' };
  await admin.post('/senders', sender);
  await admin.post('/channels', {
    ...{ kind: 'smpp', name: '문자 센터', channels: ['sms'], sender: sender.value },
    ...{ settings: { host: '127.0.0.1', port: centre.port, systemId: 'anbu' }, secrets: { password: 'secret' } },
  });
  const visitor = await stage.visit({ as: 'consultant', at: '/people' });
  const { t, page } = visitor;
  const person = await visitor.post('/people', { name: '답장하는이', phone: '010-7400-3001' });
  await visitor.go(`/people/${person.id}`);
  await visitor.post('/messages', { personId: person.id, channel: 'sms', text: '궁금한 점이 있으세요?' });
  await page.getByText(t('channels.state.delivered'), { exact: true }).first().waitFor();
  const long = `토요일에도 진료하시나요? ${'자세히 알려 주세요. '.repeat(8)}`.trim();
  assert.ok((await centre.say(NUMBER, long)).every((status) => status === 0));
  // No reload: the stream tells it.
  await page.getByText(long).first().waitFor();
  await page.getByText(t('channels.state.replied'), { exact: true }).first().waitFor();
  await picture(page, 'person-answered');

  await visitor.go('/inbox');
  const list = visitor.get('grid', t('inbox.title'));
  await list.getByText('답장하는이').waitFor();
  await page.keyboard.press('j');
  const panel = visitor.get('region', t('inbox.message'));
  await panel.getByText('궁금한 점이 있으세요?').waitFor();
  assert.deepEqual(await violations(page), []);
  await picture(page, 'inbox');
  await panel.getByRole('textbox', { name: /010-7400-3001/ }).fill('네, 토요일은 오후 1시까지입니다.');
  await panel.getByText(t('messages.compose.allowed')).waitFor();
  await panel.getByRole('button', { name: t('inbox.sendAndDone') }).click();
  await visitor.reads(t('inbox.empty.open'));
  await until(
    () => centre.taken.some(({ text, to }) => text.includes('오후 1시') && to === NUMBER),
    () => `the answer at the centre: ${JSON.stringify(centre.taken)}`,
  );

  // Nobody's number: it comes in while one looks, and is taken for an enquiry.
  await centre.say('821074003999', '임플란트 상담 받고 싶어요');
  await list.getByText('임플란트 상담 받고 싶어요').waitFor();
  await list.getByText('임플란트 상담 받고 싶어요').click();
  await visitor.get('region', t('inbox.whose')).waitFor();
  await picture(page, 'inbox-unknown');
  assert.deepEqual(await violations(page), []);
  await visitor.field('inbox.newName').fill('새문의');
  await panel.getByRole('button', { name: t('inbox.takeAsEnquiry') }).click();
  await panel.getByRole('heading', { name: '새문의' }).waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  await picture(page, 'inbox-phone');
  assert.deepEqual(await violations(page), []);

  // A letter that came by post: its scan is brought, and somebody says whose it is.
  await page.setViewportSize({ width: 1440, height: 900 });
  await visitor.button('inbox.scan').click();
  const dialog = visitor.get('dialog', t('inbox.scan'));
  await dialog.getByRole('button', { name: t('inbox.scan') }).click();
  await dialog.getByText(t('field.required')).waitFor();
  await picture(page, 'inbox-scan');
  assert.deepEqual(await violations(page), []);
  const scan = { name: '스캔.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 letter') };
  await dialog.locator('input[type=file]').setInputFiles(scan);
  await dialog.getByRole('textbox', { name: t('inbox.scan.from') }).fill('김편지');
  await dialog.getByRole('button', { name: t('inbox.scan') }).click();
  await panel.getByRole('heading', { name: '김편지' }).waitFor();
  await visitor.get('region', t('inbox.whose')).waitFor();
  await picture(page, 'inbox-letter');
  assert.deepEqual(await violations(page), []);
});
