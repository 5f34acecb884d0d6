import type { Id } from '../../../kernel/ids.ts';
import type { TestApp } from '../../../testing/app.ts';
import { KEY_TAG } from './centre.testing.ts';

/** The number as whom these tests send, registered with the carrier. */
export const SENDER = '0215881234';
export async function aSender(app: TestApp, as: 'admin' | 'other.admin' = 'admin'): Promise<void> {
  const sender = {
    channel: 'sms',
    value: SENDER,
    name: '대표번호',
    registeredOn: '2026-01-02',
    expiresOn: '2099-12-31',
  };
  const made = await app.request(as, 'POST', '/senders', sender);
  if (made.status !== 201) throw new Error(made.text);
}

/** A way out to a message centre of this machine. */
export async function anSmppWay(
  app: TestApp,
  port: number,
  more: Record<string, unknown> = {},
  as: 'admin' | 'other.admin' = 'admin',
): Promise<Id> {
  const { settings, ...rest } = more as { settings?: object };
  const made = await app.request(as, 'POST', '/channels', {
    kind: 'smpp',
    name: `센터 ${port}`,
    channels: ['sms'],
    sender: SENDER,
    ratePerSecond: 5_000,
    window: 50,
    prices: { currency: 'KRW', SMS: 9, LMS: 27, MMS: 80 },
    settings: { host: '127.0.0.1', port, systemId: 'anbu', idempotencyTag: KEY_TAG, ...settings },
    secrets: { password: 'Pa55w0rd' },
    ...rest,
  });
  if (made.status !== 201) throw new Error(made.text);
  return made.body.id as Id;
}
