import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from './harness/axe.ts';
import { picture } from './harness/picture.ts';
import { settled } from './harness/screens.ts';
import { useStage } from './harness/stage.ts';
import type { Visitor } from './harness/visitor.ts';
import { withClient } from '@anbu/server/src/platform/embedded-postgres/roles.ts';

const stage = useStage();

async function aPerson({ page, url }: Visitor, name: string, phone: string): Promise<string> {
  const answer = await page.request.post(`${url}/api/v1/people`, { data: { name, phone }, headers: { origin: url } });
  assert.ok(answer.ok(), await answer.text());
  return ((await answer.json()) as { id: string }).id;
}

test('P3 a consent is written down with its evidence, and the screen says what may go, what not, and when', async () => {
  const visitor = await stage.visit({ as: 'desk', at: '/people' });
  const { t } = visitor;
  const id = await aPerson(visitor, '오동의', '010-7400-1001');
  await visitor.go(`/people/${id}`);
  await visitor.reads(t('consents.none'));
  await visitor.button('consents.why').click();
  const why = visitor.get('dialog', t('consents.why.title'));
  const marketing = why.getByRole('listitem').filter({ hasText: t('gate.purpose.marketing') });
  await marketing.getByText(t('gate.verdict.DENY')).waitFor();
  await marketing.getByText(t('gate.no_consent.then')).waitFor();
  assert.deepEqual(await violations(visitor.page), []);
  await visitor.press('Escape');

  await visitor.button('consents.record').first().click();
  const dialog = visitor.get('dialog', t('consents.record'));
  await dialog.getByRole('button', { name: t('common.save') }).click();
  await dialog.getByText(t('field.required')).waitFor();
  await dialog.getByRole('textbox', { name: t('consents.field.evidence') }).fill('접수대 동의서');
  assert.deepEqual(await violations(visitor.page), []);
  await dialog.getByRole('button', { name: t('common.save') }).click();
  await visitor.reads(t('common.saved'));
  const card = visitor.get('region', t('consents.title'));
  await card.getByText(t('gate.channel.sms')).waitFor();

  await visitor.button('consents.why').click();
  await marketing.getByText(t('gate.verdict.ALLOW')).waitFor();
  await why.getByRole('textbox', { name: t('consents.why.words') }).fill('내일 예약입니다. 미백 20% 할인!');
  await why.getByText(t('gate.undeclared_advertisement.then')).waitFor();
  await visitor.press('Escape');

  await visitor.button('consents.acts').click();
  await visitor.get('menuitem', t('consents.stop')).click();
  const stop = visitor.get('dialog', t('consents.stop'));
  await stop.getByRole('button', { name: t('consents.stop') }).click();
  await visitor.reads(t('consents.stop.done'));
  await card.getByRole('button', { name: t('consents.lift') }).waitFor();
  assert.deepEqual(await violations(visitor.page), []);
});

test('D12 the page of preferences: one tap a switch on a phone, in three languages, without a cookie', async () => {
  const desk = await stage.visit({ as: 'desk', at: '/people' });
  const id = await aPerson(desk, '오설정', '010-7400-1002');
  const made = await desk.page.request.post(`${desk.url}/api/v1/people/${id}/preference-link`, {
    data: {},
    headers: { origin: desk.url },
  });
  const { pathname } = new URL(((await made.json()) as { url: string }).url);
  for (const language of ['ko', 'en', 'zh'] as const) {
    const visitor = await stage.visit({ language, phone: true, at: `${pathname}?lang=${language}` });
    await settled(visitor.page);
    const { t } = visitor;
    const toggle = visitor.get('switch', `${t('consents.page.purpose.marketing')}: ${t('gate.channel.email')}`);
    const before = await toggle.getAttribute('aria-checked');
    await toggle.click();
    await visitor.reads(t('consents.page.done'));
    assert.notEqual(await toggle.getAttribute('aria-checked'), before);
    assert.deepEqual(await violations(visitor.page), []);
    assert.deepEqual(await visitor.page.context().cookies(), []);
    const wider = await visitor.page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    assert.equal(wider, 0);
  }
});

test('P2 an administrator sees the rules with their source, and changes one with a reason', async () => {
  const visitor = await stage.visit({ as: 'admin', at: '/settings/gate' });
  const { t } = visitor;
  const name = t('settings.gate.editNamed', { name: `${t('settings.gate.kind.budget')} (kr.budget.survey)` });
  await visitor.get('button', name).click();
  const dialog = visitor.get('dialog');
  await dialog.getByRole('textbox', { name: t('settings.gate.param.most') }).fill('2');
  await dialog.getByRole('button', { name: t('common.save') }).click();
  await dialog.getByText(t('field.required')).waitFor();
  await dialog.getByRole('textbox', { name: t('settings.gate.reason') }).fill('설문을 두 번으로 나눔');
  await dialog.getByRole('button', { name: t('common.save') }).click();
  await visitor.reads(/설문을 두 번으로 나눔/);
  assert.deepEqual(await violations(visitor.page), []);
});

test('F4 a request about data is taken, answered with what was given, and found among the answered ones', async () => {
  const visitor = await stage.visit({ as: 'desk', at: '/people' });
  const { t, page, url } = visitor;
  const personId = await aPerson(visitor, '오요청', '010-7400-1003');
  const wish = { personId, kind: 'correction', source: 'counter', wish: '주소가 바뀌었음' };
  const made = await page.request.post(`${url}/api/v1/data-requests`, { data: wish, headers: { origin: url } });
  assert.ok(made.ok(), await made.text());
  await visitor.go('/privacy');
  await visitor.reads('주소가 바뀌었음');
  assert.deepEqual(await violations(page), []);
  await page.getByText('오요청').first().click();
  const dialog = visitor.get('dialog', t('consents.request.correction'));
  await dialog.getByRole('button', { name: t('privacy.take') }).click();
  await dialog.getByRole('button', { name: t('privacy.leave') }).waitFor();
  assert.deepEqual(await violations(page), []);

  // A day before its day it is in the bell of whose it is, until it is answered.
  const near = `update consents.data_request set due_at = platform.clock_now() + interval '1 day' where person_id = $1`;
  await withClient(stage.program.superuserUrl, (client) => client.query(near, [personId]));
  await visitor.go('/today');
  await page
    .getByRole('banner')
    .getByRole('button', { name: /^알림 \d+건/ })
    .click();
  const bell = visitor.get('dialog', t('shell.alerts.title'));
  await bell.getByText(t('shell.requests.near', { count: 1 })).waitFor();
  await picture(page, 'bell-request');
  assert.deepEqual(await violations(page), []);
  await bell.getByRole('link', { name: t('shell.requests.go') }).click();
  await page.waitForURL(/\/privacy/);
  await page.getByText('오요청').first().click();
  await dialog.getByRole('textbox', { name: t('consents.request.how') }).fill('주소를 고치고 문자로 알림');
  await dialog.getByRole('button', { name: t('consents.request.answer') }).click();
  await visitor.reads(t('consents.request.done'));
  await visitor.reads(t('privacy.requests.empty'));
  await visitor.get('combobox', t('privacy.show')).selectOption('settled');
  await visitor.reads('주소를 고치고 문자로 알림');
});

test('rules.md a do-not-call list is brought with its day, and says until when it is good', async () => {
  const visitor = await stage.visit({ as: 'admin', at: '/privacy?tab=lists' });
  const { t, page } = visitor;
  await visitor.button('privacy.lists.bring').click();
  const dialog = visitor.get('dialog', t('privacy.lists.bring'));
  await dialog.getByRole('textbox', { name: t('privacy.lists.day') }).fill('2026-11-20');
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: 'us.csv', mimeType: 'text/csv', buffer: Buffer.from('2125550187\n2125550188\n') });
  assert.deepEqual(await violations(page), []);
  await dialog.getByRole('button', { name: t('privacy.lists.bring') }).click();
  await visitor.reads(t('privacy.lists.brought'));
  await visitor.reads(/us\.csv/);
  assert.deepEqual(await violations(page), []);
});
