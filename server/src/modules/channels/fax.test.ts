import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { instant } from '../../kernel/instant.ts';
import { testApp } from '../../testing/app.ts';
import { FAX_PASSWORD, FAX_USER, startFaxServer, withoutFax } from './testing/fax-server.testing.ts';
import { aPerson, messageIn, SENDER } from './testing/ways.testing.ts';

test(
  'D12 a real page: written here, called by HylaFAX, printed by the other modem; the message says each step',
  { skip: withoutFax() },
  async (t) => {
    const server = await startFaxServer();
    t.after(() => server.stop());
    const app = await testApp({
      at: instant(Date.parse('2026-11-26T10:00:00+09:00')),
      outgoingAllow: [`127.0.0.1:${server.port}`],
    });
    t.after(() => app.stop());
    const post = async (path: string, body: object) => {
      const made = await app.request('admin', 'POST', path, body);
      assert.ok(made.status < 300, made.text);
      return made.body;
    };
    await post('/senders', { channel: 'fax', value: SENDER, name: '팩스', registeredOn: '2026-01-02' });
    const way = await post('/channels', {
      ...{ kind: 'hylafax', name: '팩스', channels: ['fax'], sender: SENDER, prices: { currency: 'KRW', fax: 39 } },
      ...{ settings: { host: '127.0.0.1', port: server.port, user: FAX_USER, modem: server.modem } },
      secrets: { password: FAX_PASSWORD },
    });
    const tested = await post(`/channels/${way.id}/test`, {});
    assert.match(tested.said, /Running and idle/);
    await app.app.startWorkers();
    const personId = await aPerson(app, { phone: '010-2345-6789' });
    const fax = await app.request('admin', 'POST', `/people/${personId}/phones`, {
      phone: '031-222-3333',
      label: '팩스',
    });
    assert.ok(fax.status < 300, fax.text);
    const wish = { personId, channel: 'fax', subject: '예약 확인', text: '11월 27일 오후 3시에 뵙겠습니다.' };
    const { proof } = await post('/messages/preview', wish);
    assert.deepEqual([proof.to, proof.cost.minor, proof.sheets.length], ['+82312223333', 39, 1]);
    const sent = await post('/messages', wish);
    await messageIn(app, sent.id, ['sent']);
    const end = performance.now() + 120_000;
    while (performance.now() < end) {
      const { body } = await app.request('admin', 'GET', `/messages/${sent.id}`);
      if (body.state === 'delivered' || body.state === 'failed') break;
      await new Promise((wake) => setTimeout(wake, 500));
    }
    const { body } = await app.request('admin', 'GET', `/messages/${sent.id}`);
    assert.deepEqual([body.state, body.why, body.segments], ['delivered', null, 1], await server.log());
  },
);
void spawnSync;
