import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startCentre, type Centre } from '@anbu/server/src/modules/channels/testing/centre.testing.ts';
import { violations } from './harness/axe.ts';
import { settled } from './harness/screens.ts';
import { picture } from './harness/picture.ts';
import { useStage } from './harness/stage.ts';
import type { Visitor } from './harness/visitor.ts';

let centre: Centre;
const stage = useStage(async () => {
  centre = await startCentre();
  centre.receipts('after');
  process.env['ANBU_OUTGOING_ALLOW'] = `127.0.0.1:${centre.port}`;
});
after(() => centre.close());

/** A way out to the centre, as an administrator connects it. */
async function connect(visitor: Visitor): Promise<void> {
  const sender = { channel: 'sms', value: '0215881234', name: '대표번호', registeredOn: '2026-01-02' };
  await visitor.post('/senders', sender);
  await visitor.post('/channels', {
    kind: 'smpp',
    name: '문자 센터',
    channels: ['sms'],
    sender: sender.value,
    prices: { currency: 'KRW', SMS: 9, LMS: 27 },
    settings: { host: '127.0.0.1', port: centre.port, systemId: 'anbu' },
    secrets: { password: 'secret' },
  });
}

test('P2 D12 a message is written on the person, shown as it arrives with what the gate says, sent, and its arrival is seen without a reload', async () => {
  const admin = await stage.visit({ as: 'admin', at: '/settings/channels' });
  await connect(admin);
  await admin.reads('문자 센터');
  const visitor = await stage.visit({ as: 'consultant', at: '/people' });
  const { t, page } = visitor;
  const person = await visitor.post('/people', { name: '문자받는이', phone: '010-7400-2001' });
  await visitor.go(`/people/${person.id}`);
  await visitor.button('messages.compose').click();
  const dialog = visitor.get('dialog', t('messages.compose'));
  await dialog.getByRole('textbox', { name: t('messages.compose.text') }).fill('내일 오후 3시에 뵙겠습니다.');
  await dialog.getByText(t('messages.compose.allowed')).waitFor();
  await dialog.getByText(/바이트 · SMS/).waitFor();
  assert.deepEqual(await violations(page), []);
  await picture(page, 'compose');
  await dialog.getByRole('button', { name: t('messages.compose.send') }).click();
  await dialog.waitFor({ state: 'detached' });
  // No reload: the stream tells it.
  await page.getByText(t('channels.state.delivered'), { exact: true }).first().waitFor();
  await picture(page, 'person');
  assert.equal(centre.taken.filter(({ to }) => to.endsWith('1074002001')).length, 1);
});

test('P2 an advertisement without consent may not go: the dialogue says why, and what would make it allowed', async () => {
  const admin = await stage.visit({ as: 'admin', at: '/settings/templates' });
  const template = await admin.post('/templates', {
    name: '가을 안내',
    purpose: 'marketing',
    channels: ['sms'],
    bodies: { ko: { text: '(광고) 안부치과 02-1588-1234 스케일링 안내입니다. 무료수신거부 080-123-4567' } },
  });
  await admin.post(`/templates/${template.id}/versions/1/approve`, {
    reviewNumber: '241126-1',
    expiresOn: '2099-12-31',
  });
  await admin.go('/settings/templates');
  const until = admin.t('settings.templates.until', { day: '2099년 12월 31일' });
  await admin.page.getByText(`${admin.t('settings.templates.reviewNo', { number: '241126-1' })} · ${until}`).waitFor();
  const visitor = await stage.visit({ as: 'consultant', at: '/people' });
  const { t } = visitor;
  const person = await visitor.post('/people', { name: '동의없음', phone: '010-7400-2002' });
  await visitor.go(`/people/${person.id}`);
  await visitor.button('messages.compose').click();
  const dialog = visitor.get('dialog', t('messages.compose'));
  await dialog
    .getByRole('combobox', { name: t('messages.compose.template') })
    .or(dialog.getByRole('textbox', { name: t('messages.compose.template') }))
    .first()
    .click();
  await visitor.page.getByRole('option', { name: '가을 안내' }).click();
  await dialog.getByText(t('messages.compose.denied')).waitFor();
  await picture(visitor.page, 'denied');
  assert.ok(await dialog.getByRole('button', { name: t('messages.compose.send') }).isDisabled());
  await dialog.getByRole('button', { name: t('common.cancel') }).click();
  // By hand it says what it is for; a message that was refused says the same wherever it is looked at afterwards.
  await visitor.button('messages.compose').click();
  await dialog.getByRole('textbox', { name: t('messages.compose.text') }).fill('미백 이벤트를 안내드립니다.');
  await dialog.getByText(t('gate.undeclared_advertisement.then')).waitFor();
  await dialog.getByRole('combobox', { name: t('consents.field.purpose') }).selectOption('marketing');
  await dialog.getByText(t('gate.label_missing.then')).waitFor();
  const body = { personId: person.id, channel: 'sms', templateId: template.id };
  await visitor.post('/messages', body);
  await dialog.getByRole('button', { name: t('common.cancel') }).click();
  await visitor.go(`/messages?state=refused`);
  await visitor.page
    .getByRole('row', { name: /동의없음/ })
    .first()
    .click();
  await visitor.page.getByRole('dialog').getByText(t('gate.no_consent.then')).waitFor();
  assert.equal(centre.taken.filter(({ to }) => to.endsWith('1074002002')).length, 0);
});

test('screens 27 messages, templates and ways out meet WCAG 2.2 AA in three languages and on a phone', async () => {
  const found: string[] = [];
  for (const options of [
    { language: 'ko' },
    { language: 'en' },
    { language: 'zh' },
    { language: 'ko', phone: true },
  ] as const) {
    const visitor = await stage.visit({ ...options, as: 'admin', at: '/messages' });
    for (const to of ['/messages', '/settings/channels', '/settings/templates']) {
      await visitor.go(to);
      await settled(visitor.page);
      found.push(...(await violations(visitor.page)).map((line) => `${options.language} ${to}: ${line}`));
      const wider = (await visitor.page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )) as number;
      if (wider > 0) found.push(`${options.language} ${to}: ${wider} px wider than the screen`);
      await picture(visitor.page, `${options.language}${'phone' in options ? '-phone' : ''}${to.replaceAll('/', '-')}`);
    }
  }
  assert.deepEqual(found, []);
});
