import assert from 'node:assert/strict';
import { signWebhook } from '@anbu/server/src/platform/webhooks/index.ts';
import type { Stage } from './stage.ts';

type Way = { readonly path: string; readonly secret: string };
export type TestExchange = { open(): Promise<Way>; send(event: object): Promise<void> };

/** An exchange that signs, and the consultant's telephone 1001 at it: made once by the administrator's page's own requests. */
export function useExchange(stage: Stage): TestExchange {
  let way: Promise<Way> | null = null;
  let messages = 0;
  const make = async (): Promise<Way> => {
    const admin = await stage.visit({ as: 'admin', at: '/settings/telephony' });
    const headers = { origin: admin.url };
    const data = { kind: 'webhook', name: '콜 매니저' };
    const made = await admin.page.request.post(`${admin.url}/api/v1/telephony/exchanges`, { data, headers });
    const { id, path, secret } = (await made.json()) as { id: string } & Way;
    await admin.page.request.put(`${admin.url}/api/v1/telephony/agents/${stage.clinic.users.consultant}`, {
      data: { telephone: { exchangeId: id, extension: '1001' } },
      headers,
    });
    return { path, secret };
  };
  const open = () => (way ??= make());
  return {
    open,
    async send(event) {
      const { path, secret } = await open();
      const id = `e${String(++messages)}`;
      const body = JSON.stringify({ direction: 'inbound', extensions: ['1001'], ...event });
      const seconds = Math.floor((await stage.program.now()) / 1000);
      const answer = await fetch(stage.program.url + path, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(seconds),
          'webhook-signature': signWebhook(secret, id, seconds, Buffer.from(body)),
        },
      });
      assert.equal(answer.status, 202, await answer.text());
    },
  };
}
