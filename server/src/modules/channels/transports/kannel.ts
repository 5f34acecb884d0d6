import type { Outgoing } from '../../../platform/outgoing/index.ts';
import { alphabetOf } from '../rules/measure.ts';
import { byStatus, overHttp } from './http.ts';
import type { Parcel, Transport, TransportSecrets, TransportSettings } from './types.ts';

export type KannelOptions = {
  readonly settings: TransportSettings;
  readonly secrets: TransportSecrets;
  readonly sender: string;
  readonly outgoing: Outgoing;
  /** Where it reports of a message: `%d` becomes what happened. */
  readonly receiptUrl: (messageId: string) => string;
};

/** Kannel's smsbox over HTTP: one call for each message; it cuts long texts itself, and reports at the address of the message. */
export function openKannel({ settings, secrets, sender, outgoing, receiptUrl }: KannelOptions): Transport {
  return {
    idempotent: false,
    async open() {},
    send(parcel: Parcel) {
      const url = new URL(String(settings['url'] ?? ''));
      const fields: Record<string, string> = {
        username: String(settings['user'] ?? ''),
        password: secrets['password'] ?? '',
        from: sender,
        to: parcel.to,
        text: parcel.text,
        charset: 'UTF-8',
        coding: alphabetOf(parcel.text) === 'GSM7' ? '0' : '2',
        // Delivered, failed, at the centre, taken, refused.
        'dlr-mask': '31',
        'dlr-url': receiptUrl(parcel.id),
      };
      if (settings['smsc']) fields['smsc'] = String(settings['smsc']);
      for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value);
      const request = { url: url.href, method: 'GET', headers: {}, body: Buffer.alloc(0) } as const;
      return overHttp(parcel, outgoing, request, (reply) =>
        reply.status === 202 || reply.status === 200
          ? { id: parcel.id, kind: 'sent', providerId: null }
          : byStatus(parcel, reply, `http_${reply.status}`),
      );
    },
    async close() {},
  };
}

/** Kannel's `%d`: 1 delivered, 2 not, 4 at its own centre, 8 at the carrier's, 16 refused there. */
export function stateOfKannel(type: string): 'sent' | 'delivered' | 'failed' | null {
  return ({ '1': 'delivered', '2': 'failed', '4': 'sent', '8': 'sent', '16': 'failed' } as const)[type] ?? null;
}
