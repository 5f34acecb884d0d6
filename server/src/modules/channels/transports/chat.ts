import type { Outgoing } from '../../../platform/outgoing/index.ts';
import { signWebhook } from '../../../platform/webhooks/index.ts';
import { byStatus, jsonOf, overHttp, shortCode, statusOf } from './http.ts';
import type { Parcel, Transport, TransportSecrets, TransportSettings } from './types.ts';

export type ChatOptions = {
  readonly settings: TransportSettings;
  readonly secrets: TransportSecrets;
  readonly outgoing: Outgoing;
  /** Seconds since 1970, for the signature. */
  readonly seconds: () => number;
};

/**
 * A chat of a website or a partner. An answer is posted to its address as `{ conversation, message, text }`, signed as Standard Webhooks say; the id of the
 * message is its number, and the same number twice is one message. Taken is 2xx, with `{ id }` where it has a name of its own.
 */
export function openChat({ settings, secrets, outgoing, seconds }: ChatOptions): Transport {
  return {
    idempotent: true,
    async open() {},
    send(parcel: Parcel) {
      const body = Buffer.from(JSON.stringify({ conversation: parcel.to, message: parcel.id, text: parcel.text }));
      const at = seconds();
      const headers = {
        'content-type': 'application/json',
        'webhook-id': parcel.id,
        'webhook-timestamp': String(at),
        'webhook-signature': signWebhook(secrets['answerSecret'] ?? '', parcel.id, at, body),
      };
      const url = String(settings['url'] ?? '');
      return overHttp(parcel, outgoing, { url, method: 'POST', headers, body }, (reply) => {
        const { id, code } = jsonOf(reply.body);
        if (reply.status < 200 || reply.status > 299)
          return byStatus(parcel, reply, shortCode('provider', code ?? reply.status));
        return { id: parcel.id, kind: 'sent', providerId: typeof id === 'string' && id.length <= 200 ? id : null };
      });
    },
    async state() {
      // What it answers to nothing is its own affair: it is there.
      await statusOf(outgoing, String(settings['url'] ?? ''));
      return null;
    },
    async close() {},
  };
}
