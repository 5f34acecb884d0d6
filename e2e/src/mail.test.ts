import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { deliver, startRemote } from '@anbu/server/src/modules/mail/testing/mails.testing.ts';
import { freePort } from '@anbu/server/src/platform/embedded-postgres/index.ts';
import { startPostfix, withoutPostfix, type Postfix } from '@anbu/server/src/testing/postfix.ts';
import { violations } from './harness/axe.ts';
import { settled } from './harness/screens.ts';
import { picture } from './harness/picture.ts';
import { useStage } from './harness/stage.ts';

let remote: Awaited<ReturnType<typeof startRemote>>;
let postfix: Postfix | null = null;
let listens = 0;
const stage = useStage(async () => {
  remote = await startRemote();
  listens = await freePort();
  // What Postfix sends on goes to the other side; what comes back, to our receiving end.
  if (!withoutPostfix()) postfix = await startPostfix(remote.port, { 'bounce.example': listens });
  process.env['ANBU_OUTGOING_ALLOW'] = `127.0.0.1:${postfix?.port ?? remote.port}`;
  process.env['ANBU_MAIL_LISTEN'] = `127.0.0.1:${listens}`;
});
after(async () => {
  await postfix?.stop();
  await remote.close();
});

test(
  'D12 a mail to an address that nobody has: the real bounce of Postfix is seen on the person without a reload, and stops the address',
  { skip: withoutPostfix() },
  async () => {
    const admin = await stage.visit({ as: 'admin', at: '/settings/channels' });
    await admin.post('/channels', {
      ...{ kind: 'smtp', name: '병원 메일', channels: ['email'], sender: 'info@clinic.example' },
      settings: { host: '127.0.0.1', port: postfix?.port, security: 'none', bounceDomain: 'bounce.example' },
    });
    await admin.post('/mailboxes', { kind: 'smtp', name: '반송 메일', address: '@bounce.example' });
    await admin.reads('반송 메일');
    const visitor = await stage.visit({ as: 'consultant', at: '/people' });
    const { t, page } = visitor;
    const who = { name: '메일받는이', phone: '010-7400-3001', email: 'nobody@patient.example' };
    const person = await visitor.post('/people', who);
    await visitor.go(`/people/${person.id}`);
    const wish = { personId: person.id, channel: 'email', subject: '안내', text: '내일 뵙겠습니다' };
    await visitor.post('/messages', wish);
    // No reload: the stream tells it, first that it went, then that it came back.
    await page.getByText(t('channels.state.failed'), { exact: true }).first().waitFor({ timeout: 90_000 });
    // Why in plain words, and what the server said itself, folded below.
    await page.getByText(t('channels.returned'), { exact: true }).first().click();
    await page.getByRole('blockquote').filter({ hasText: 'no such user' }).waitFor({ timeout: 90_000 });
    await page
      .getByText(/5\.1\.1/)
      .first()
      .waitFor({ timeout: 90_000 });
    assert.deepEqual(await violations(page), []);
    await picture(visitor.page, 'bounced', { fullPage: true });
    const seen = await page.request.get(`${visitor.url}/api/v1/suppressions?address=nobody%40patient.example`);
    const { items } = (await seen.json()) as { items: { reason: string }[] };
    if (seen.ok())
      assert.deepEqual(
        items.map(({ reason }) => reason),
        ['bounce'],
      );
  },
);

test('screen 27 mailboxes: connected by hand, a wrong address is said at its field, a mail that nobody can read is seen; AA, also on a phone', async () => {
  const visitor = await stage.visit({ as: 'admin', at: '/settings/channels' });
  const { t, page } = visitor;
  await visitor.button('settings.mailboxes.add').click();
  const dialog = visitor.get('dialog', t('settings.mailboxes.add'));
  const fill = (key: 'name' | 'address' | 'host' | 'username', text: string) =>
    dialog.getByRole('textbox', { name: t(`settings.mailboxes.${key}`), exact: true }).fill(text);
  await fill('name', '대표 메일');
  await fill('address', '@clinic.example');
  await fill('host', 'imap.clinic.example');
  await fill('username', 'info');
  await dialog.getByLabel(t('settings.mailboxes.password'), { exact: true }).fill('word');
  await dialog.getByRole('button', { name: t('common.save') }).click();
  await dialog.getByText(t('mail.address_unfit')).waitFor();
  const signIn = dialog.getByRole('combobox', { name: t('settings.mailboxes.auth') });
  await signIn.click();
  await page.getByRole('option', { name: t('settings.channels.choice.oauth') }).click();
  await dialog.getByLabel(t('settings.mailboxes.refreshToken'), { exact: true }).waitFor();
  assert.deepEqual(await violations(page), []);
  await picture(visitor.page, 'mailbox-oauth', { fullPage: true });
  await signIn.click();
  await page.getByRole('option', { name: t('settings.channels.choice.password'), exact: true }).click();
  await dialog.getByLabel(t('settings.mailboxes.password'), { exact: true }).fill('word');
  assert.deepEqual(await violations(page), []);
  await picture(visitor.page, 'mailbox-form', { fullPage: true });
  await fill('address', 'info@clinic.example');
  await dialog.getByRole('button', { name: t('common.save') }).click();
  await dialog.waitFor({ state: 'detached' });
  await visitor.reads('대표 메일');

  const own = await visitor.post('/mailboxes', { kind: 'smtp', name: '직접', address: 'direct@clinic.example' });
  await deliver(listens, 'direct@clinic.example', `${'X-A: y\r\n'.repeat(60_000)}\r\nhello`);
  await page.getByRole('button', { name: t('settings.mailboxes.failed', { count: 1 }) }).click({ timeout: 90_000 });
  const failed = visitor.get('dialog', t('settings.mailboxes.failedTitle'));
  await failed.getByText(t('mail.result.unreadable')).waitFor();
  assert.deepEqual(await violations(page), []);
  await picture(visitor.page, 'mailbox-failed', { fullPage: true });
  await failed.getByRole('button', { name: t('settings.mailboxes.drop') }).click();
  await failed.getByText(t('settings.mailboxes.failedEmpty')).waitFor();
  assert.ok(own.id);

  for (const language of ['ko', 'en', 'zh'] as const) {
    const phone = await stage.visit({ as: 'admin', at: '/settings/channels', language, phone: true });
    await phone.page.getByRole('heading', { name: phone.t('settings.mailboxes') }).waitFor();
    await settled(phone.page);
    assert.deepEqual(await violations(phone.page), [], language);
    const wider = (await phone.page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )) as number;
    assert.ok(wider <= 0, `${language}: ${wider} px wider than the screen`);
    await picture(phone.page, `mailboxes-${language}-phone`, { fullPage: true });
  }
});
