import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { formatSecret } from '../../platform/webhooks/index.ts';
import { testApp } from '../../testing/app.ts';
import { CALLING, FAX_PASSWORD, FAX_USER, startFaxServer, withoutFax } from './testing/fax-server.testing.ts';
import { freePort } from '../../platform/embedded-postgres/index.ts';
import { aPerson, messageIn } from '../../testing/messages.ts';
import { until } from '../../testing/until.ts';
import { SENDER } from './testing/ways.testing.ts';

const SECRET = formatSecret(Buffer.alloc(32, 7));

test(
  'D12 a real page: written here, called by HylaFAX, printed by the other modem, and brought back as a received fax of who called',
  { skip: withoutFax() },
  async (t) => {
    const faxPort = await freePort();
    const [server, app] = await Promise.all([
      startFaxServer({ port: faxPort }),
      testApp({ outgoingAllow: [`127.0.0.1:${faxPort}`] }),
    ]);
    t.after(() => server.stop());
    t.after(() => app.stop());
    const post = async (address: string, body: object) => {
      const made = await app.request('admin', 'POST', address, body);
      assert.ok(made.status < 300, made.text);
      return made.body;
    };
    await post('/senders', { channel: 'fax', value: SENDER, name: '팩스', registeredOn: '2020-01-02' });
    const way = await post('/channels', {
      ...{ kind: 'hylafax', name: '팩스', channels: ['fax'], sender: SENDER, prices: { currency: 'KRW', fax: 39 } },
      ...{ settings: { host: '127.0.0.1', port: server.port, user: FAX_USER, modem: server.modem, dials: 12 } },
      secrets: { password: FAX_PASSWORD, hookSecret: SECRET },
    });
    const tested = await post(`/channels/${way.id}/test`, {});
    assert.match(tested.said, /Running and idle/);
    await app.server.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.server.address() as AddressInfo;
    const ahead = Math.round(((await app.db.now()) - Date.now()) / 1000);
    await server.handTo(`http://127.0.0.1:${port}${way.receivePath}`, SECRET, ahead);

    await app.app.startWorkers();
    const personId = await aPerson(app, { phone: '010-2345-6789' });
    await post(`/people/${personId}/phones`, { phone: '031-222-3333', label: '팩스' });
    const callerId = await aPerson(app, { name: '보내는이', phone: CALLING });
    const wish = { personId, channel: 'fax', subject: '예약 확인', text: '11월 27일 오후 3시에 뵙겠습니다.' };
    const { proof } = await post('/messages/preview', wish);
    assert.deepEqual([proof.to, proof.cost.minor, proof.sheets.length], ['+82312223333', 39, 1]);
    const sent = await post('/messages', wish);
    await messageIn(app, sent.id, ['sent']);
    const over = await until(
      async () => {
        const { body } = await app.request('admin', 'GET', `/messages/${sent.id}`);
        return ['delivered', 'failed'].includes(body.state) && body;
      },
      'the page',
      { milliseconds: 420_000 },
    ).catch(async (error: unknown) => assert.fail(`${String(error)}\n${await server.log()}`));
    assert.deepEqual([over.state, over.why, over.segments], ['delivered', null, 1], await server.log());

    const received = await until(async () => {
      const { body } = await app.request('admin', 'GET', '/inbox?view=open');
      return body.items[0];
    }).catch(async () => assert.fail(await server.log()));
    assert.deepEqual(
      [received.channel, received.match, received.person.id, received.text, received.files.length],
      ['fax', 'person', callerId, '팩스 1장', 1],
    );
    const pdf = await app.server.inject({
      url: `/api/v1/inbox/${received.id}/files/${received.files[0].id}`,
      headers: { authorization: 'Bearer test:admin' },
    });
    assert.equal(await pagesIn(pdf.rawPayload), '1');
  },
);

async function pagesIn(pdf: Buffer): Promise<string | undefined> {
  const folder = await mkdtemp(path.join(tmpdir(), 'anbu-fax-page-'));
  await writeFile(path.join(folder, 'fax.pdf'), pdf);
  const { stdout } = spawnSync('pdfinfo', [path.join(folder, 'fax.pdf')], { encoding: 'utf8' });
  await rm(folder, { recursive: true });
  return /^Pages:\s+(\d+)/m.exec(stdout)?.[1];
}
