import { createHmac, randomBytes } from 'node:crypto';
import type { Outgoing } from '../../../platform/outgoing/index.ts';
import { measure } from '../rules/measure.ts';
import { byStatus, jsonOf, overHttp, shortCode } from './http.ts';
import type { Parcel, Transport, TransportSecrets, TransportSettings } from './types.ts';

export type SolapiOptions = {
  readonly settings: TransportSettings;
  readonly secrets: TransportSecrets;
  readonly sender: string;
  readonly outgoing: Outgoing;
};

/** A provider of SMS, LMS and AlimTalk, signed by HMAC. The next channel is ours to try: its own is switched off. */
export function openSolapi({ settings, secrets, sender, outgoing }: SolapiOptions): Transport {
  return {
    idempotent: false,
    async open() {},
    send(parcel: Parcel) {
      const url = new URL('/messages/v4/send', String(settings['url'] ?? '')).href;
      const body = Buffer.from(JSON.stringify({ message: messageOf(parcel, sender, settings['profileId']) }));
      const headers = {
        'content-type': 'application/json',
        authorization: authorisation(String(settings['apiKey'] ?? ''), secrets['apiSecret'] ?? ''),
      };
      return overHttp(parcel, outgoing, { url, method: 'POST', headers, body }, (reply) => {
        const said = jsonOf(reply.body);
        const { messageId, statusCode, errorCode } = said;
        if (reply.status === 200 && typeof messageId === 'string') {
          return String(statusCode).startsWith('2')
            ? { id: parcel.id, kind: 'sent', providerId: messageId }
            : { id: parcel.id, kind: 'failed', why: shortCode('provider', statusCode) };
        }
        return byStatus(parcel, reply, shortCode('provider', errorCode ?? reply.status));
      });
    },
    async close() {},
  };
}

function messageOf(parcel: Parcel, sender: string, profileId: unknown) {
  const to = localNumber(parcel.to);
  if (parcel.channel === 'alimtalk') {
    const variables = Object.fromEntries(
      Object.entries(parcel.provider?.values ?? {}).map(([name, value]) => [`#{${name}}`, value]),
    );
    const kakaoOptions = {
      pfId: String(profileId ?? ''),
      templateId: parcel.provider?.code,
      disableSms: true,
      variables,
    };
    return { to, from: sender, text: parcel.text, type: 'ATA', kakaoOptions, customFields: { key: parcel.id } };
  }
  const type = measure(parcel.text).class === 'SMS' ? 'SMS' : 'LMS';
  const subject = type === 'LMS' && parcel.subject ? { subject: parcel.subject.slice(0, 20) } : {};
  return { to, from: sender, text: parcel.text, type, ...subject, customFields: { key: parcel.id } };
}

/** Korean numbers as they are dialled at home; the provider takes no other form of them. */
function localNumber(e164: string): string {
  return e164.startsWith('+82') ? `0${e164.slice(3)}` : e164.slice(1);
}

function authorisation(apiKey: string, secret: string): string {
  const [date, salt] = [new Date().toISOString(), randomBytes(16).toString('hex')];
  const signature = createHmac('sha256', secret)
    .update(date + salt)
    .digest('hex');
  return `HMAC-SHA256 apiKey=${apiKey}, date=${date}, salt=${salt}, signature=${signature}`;
}
