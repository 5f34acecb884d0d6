import type { RawRequest } from '../../../platform/http/raw-route.ts';
import type { Outgoing } from '../../../platform/outgoing/index.ts';
import { alphabetOf } from '../rules/measure.ts';
import type { HeardText } from './heard.ts';
import { byStatus, mustKnow, overHttp, statusOf } from './http.ts';
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
    async state() {
      const url = new URL(String(settings['url'] ?? ''));
      url.searchParams.set('username', String(settings['user'] ?? ''));
      url.searchParams.set('password', secrets['password'] ?? '');
      const status = await statusOf(outgoing, url.href);
      // Who is known is told that nobody is named to whom.
      return status === 400 ? null : mustKnow(status);
    },
    async close() {},
  };
}

/** Kannel's `%d`: 1 delivered, 2 not, 4 at its own centre, 8 at the carrier's, 16 refused there. */
export function stateOfKannel(type: string): 'sent' | 'delivered' | 'failed' | null {
  return ({ '1': 'delivered', '2': 'failed', '4': 'sent', '8': 'sent', '16': 'failed' } as const)[type] ?? null;
}

/** A text as smsbox posts it: who and when in its headers and the address, the words as the body in the alphabet that it names. */
export function textOfKannel({ query, body, header }: Pick<RawRequest, 'query' | 'body' | 'header'>): HeardText | null {
  const from = query.get('from') ?? header('x-kannel-from');
  const id = query.get('id') ?? '';
  if (from === undefined || from === '' || id === '') return null;
  const charset = /charset="?([\w-]+)/i.exec(header('content-type') ?? '')?.[1]?.toLowerCase() ?? '';
  const seconds = Number(query.get('at') ?? '');
  return {
    from,
    to: query.get('to') ?? header('x-kannel-to') ?? null,
    externalId: id,
    part: null,
    text: wordsOf(body, charset, header('x-kannel-coding') ?? ''),
    atSeconds: Number.isInteger(seconds) && seconds > 0 ? seconds : null,
    raw: { protocol: 'kannel', id, charset, bytes: body.toString('base64') },
  };
}

function wordsOf(body: Buffer, charset: string, coding: string): string {
  const isWide = charset === 'utf-16be' || charset === 'ucs-2' || (charset === '' && coding === '2');
  if (isWide)
    return Buffer.from(body.subarray(0, body.length & ~1))
      .swap16()
      .toString('utf16le');
  return body.toString(charset === 'iso-8859-1' || charset === 'latin1' ? 'latin1' : 'utf8');
}
