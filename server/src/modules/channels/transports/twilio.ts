import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Outgoing } from '../../../platform/outgoing/index.ts';
import type { HeardText } from './heard.ts';
import { byStatus, jsonOf, mustKnow, overHttp, shortCode, statusOf } from './http.ts';
import type { Parcel, Receipt, Transport, TransportSecrets, TransportSettings } from './types.ts';

export type TwilioOptions = {
  readonly settings: TransportSettings;
  readonly secrets: TransportSecrets;
  readonly sender: string;
  readonly outgoing: Outgoing;
  readonly receiptUrl: string;
};

/** A provider of SMS in the shape of Twilio: a form out, a form back. */
export function openTwilio({ settings, secrets, sender, outgoing, receiptUrl }: TwilioOptions): Transport {
  const sid = String(settings['accountSid'] ?? '');
  const addressOf = (what: string) =>
    new URL(`/2010-04-01/Accounts/${encodeURIComponent(sid)}${what}`, String(settings['url'] ?? '')).href;
  const authorization = `Basic ${Buffer.from(`${sid}:${secrets['authToken'] ?? ''}`).toString('base64')}`;
  return {
    idempotent: false,
    async open() {},
    send(parcel: Parcel) {
      const url = addressOf('/Messages.json');
      const form = new URLSearchParams({ To: parcel.to, From: sender, Body: parcel.text, StatusCallback: receiptUrl });
      const headers = {
        'content-type': 'application/x-www-form-urlencoded',
        authorization,
      };
      return overHttp(
        parcel,
        outgoing,
        { url, method: 'POST', headers, body: Buffer.from(form.toString()) },
        (reply) => {
          const { sid: providerId, code } = jsonOf(reply.body);
          if ((reply.status === 201 || reply.status === 200) && typeof providerId === 'string') {
            return { id: parcel.id, kind: 'sent', providerId };
          }
          return byStatus(parcel, reply, shortCode('provider', code ?? reply.status));
        },
      );
    },
    state: async () => mustKnow(await statusOf(outgoing, addressOf('.json'), authorization)),
    async close() {},
  };
}

/** Signed over the address and the sorted fields of the form (HMAC-SHA1, base64). */
export function isSignedByTwilio(
  authToken: string,
  url: string,
  form: URLSearchParams,
  signature: string | undefined,
): boolean {
  const content = [...form.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .reduce((text, [name, value]) => text + name + value, url);
  const expected = Buffer.from(createHmac('sha1', authToken).update(content, 'utf8').digest('base64'));
  const given = Buffer.from(signature ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const STATES: Readonly<Record<string, Receipt['state']>> = {
  queued: 'sent',
  sending: 'sent',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  undelivered: 'failed',
  failed: 'failed',
};

export function receiptOfTwilio(form: URLSearchParams): Receipt | null {
  const providerId = form.get('MessageSid');
  const state = STATES[form.get('MessageStatus') ?? ''];
  if (!providerId || providerId.length > 200 || !state) return null;
  return {
    providerId,
    messageId: null,
    state,
    why: state === 'failed' ? shortCode('provider', form.get('ErrorCode')) : null,
  };
}

/** A text that somebody sent to our number. */
export function textOfTwilio(form: URLSearchParams): HeardText | null {
  const [id, from] = [form.get('MessageSid'), form.get('From')];
  if (!id || !from) return null;
  return {
    from,
    to: form.get('To'),
    text: form.get('Body') ?? '',
    externalId: id,
    part: null,
    raw: { protocol: 'twilio', ...Object.fromEntries([...form.entries()].slice(0, 60)) },
  };
}
