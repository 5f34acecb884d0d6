import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  CALLING,
  FAX_PASSWORD,
  FAX_USER,
  startFaxServer,
  withoutFax,
  type FaxServer,
} from '@anbu/server/src/modules/channels/testing/fax-server.testing.ts';
import { freePort } from '@anbu/server/src/platform/embedded-postgres/index.ts';
import { violations } from './harness/axe.ts';
import { picture } from './harness/picture.ts';
import { useStage } from './harness/stage.ts';
import type { Visitor } from './harness/visitor.ts';

const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
/** Twenty seconds on the line; more where a lost page is called again. */
const A_PAGE = 420_000;

let fax: FaxServer | null = null;
const port = await freePort();
const stage = useStage(() => {
  process.env['ANBU_OUTGOING_ALLOW'] = `127.0.0.1:${port}`;
});
before(async () => {
  if (!withoutFax()) fax = await startFaxServer({ port });
});
after(() => fax?.stop());

/** A way out to the modems, as an administrator connects it; what the other one prints comes back here. */
async function connect(visitor: Visitor, server: FaxServer): Promise<void> {
  const sender = { channel: 'fax', value: '0215881234', name: '대표 팩스', registeredOn: '2026-01-02' };
  await visitor.post('/senders', sender);
  const way = await visitor.post<{ id: string; receivePath: string }>('/channels', {
    ...{ kind: 'hylafax', name: '팩스 서버', channels: ['fax'], sender: sender.value },
    prices: { currency: 'KRW', fax: 39 },
    settings: { host: '127.0.0.1', port: server.port, user: FAX_USER, modem: server.modem, dials: 12 },
    secrets: { password: FAX_PASSWORD, hookSecret: SECRET },
  });
  const ahead = Math.round(((await stage.program.now()) - Date.now()) / 1000);
  await server.handTo(visitor.url + way.receivePath, SECRET, ahead);
}

test(
  'D12 a real fax page: written on the person, seen before it goes, called by a modem, delivered and received; both appear without a reload',
  { skip: withoutFax() },
  async () => {
    assert.ok(fax);
    const admin = await stage.visit({ as: 'admin', at: '/settings/channels' });
    await connect(admin, fax);
    await admin.reads('팩스 서버');
    await admin.get('button', `${admin.t('settings.channels.test')} 팩스 서버`).click();
    // The fax server asks its modems, which takes its time on a busy machine.
    await admin.page
      .getByText(/Running and idle/)
      .first()
      .waitFor({ timeout: 60_000 });
    await picture(admin.page, 'fax-way');
    const visitor = await stage.visit({ as: 'consultant', at: '/people' });
    const { t, page } = visitor;
    const caller = await visitor.post('/people', { name: '보내는의원', phone: CALLING });
    const person = await visitor.post('/people', { name: '팩스받는이', phone: '010-7400-2009' });
    await visitor.post(`/people/${person.id}/phones`, { phone: '031-222-3333', label: '팩스' });
    const other = await visitor.anotherTab(`/people/${caller.id}`);
    await other.reads('보내는의원');

    await visitor.go(`/people/${person.id}`);
    await visitor.button('messages.compose').click();
    const dialog = visitor.get('dialog', t('messages.compose'));
    await dialog.getByText(t('gate.channel.fax'), { exact: true }).click();
    await dialog.getByRole('textbox', { name: t('messages.compose.subject') }).fill('예약 확인');
    await dialog.getByRole('textbox', { name: t('messages.compose.text') }).fill('11월 27일 오후 3시에 뵙겠습니다.');
    await dialog.getByText(t('messages.compose.allowed')).waitFor();
    await dialog.getByRole('img', { name: /받는 번호.*11월 27일 오후 3시/ }).waitFor();
    await dialog.getByText(/₩39/).waitFor();
    assert.deepEqual(await violations(page), []);
    await picture(page, 'fax-compose');
    await dialog.getByRole('button', { name: t('messages.compose.send') }).click();
    await dialog.waitFor({ state: 'detached' });
    // No reload on either page: the stream tells it.
    await page
      .getByText(t('channels.state.delivered'), { exact: true })
      .first()
      .waitFor({ timeout: A_PAGE })
      .catch(async (error: unknown) => assert.fail(`${String(error)}\n${await fax?.log()}`));
    await picture(page, 'fax-delivered');
    await other.page
      .getByText('팩스 1장')
      .filter({ visible: true })
      .first()
      .waitFor({ timeout: 60_000 })
      .catch(async () => assert.fail(await fax?.log()));
    await picture(other.page, 'fax-received');
  },
);
