import { createHmac, randomBytes } from 'node:crypto';
import type { Outgoing } from '../../../platform/outgoing/index.ts';
import { measure } from '../rules/measure.ts';
import { byStatus, jsonOf, mustKnow, overHttp, shortCode, statusOf } from './http.ts';
import {
  TransportError,
  type Parcel,
  type Receipt,
  type Transport,
  type TransportSecrets,
  type TransportSettings,
} from './types.ts';

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
    async state() {
      const url = new URL('/messages/v4/list?limit=1', String(settings['url'] ?? '')).href;
      const known = authorisation(String(settings['apiKey'] ?? ''), secrets['apiSecret'] ?? '');
      return mustKnow(await statusOf(outgoing, url, known));
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
    // It takes either its own copy of the words with what stands in each place, or the whole text: never both.
    return { to, from: sender, type: 'ATA', kakaoOptions, customFields: { key: parcel.id } };
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

/** What became of messages since then, of one page of the provider's list; `next` = where the page after it begins. */
export type Results = { readonly receipts: readonly Receipt[]; readonly next: string | null };

/** Asks the provider for results (it signs nothing that it would report by itself). Throws OutgoingError, and TransportError where it does not answer as agreed. */
export async function askSolapi(
  { settings, secrets, outgoing }: Omit<SolapiOptions, 'sender'>,
  { from, to, after }: { readonly from: string; readonly to: string; readonly after: string | null },
): Promise<Results> {
  const url = new URL('/messages/v4/list', String(settings['url'] ?? ''));
  const query = { startDate: from, endDate: to, dateType: 'CREATED', limit: String(RESULTS_A_PAGE) };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  if (after !== null) url.searchParams.set('startKey', after);
  const headers = { authorization: authorisation(String(settings['apiKey'] ?? ''), secrets['apiSecret'] ?? '') };
  const request = { url: url.href, method: 'GET', headers, body: Buffer.alloc(0) } as const;
  const reply = await outgoing.read(request, { mostBytes: MOST_BYTES_OF_RESULTS });
  if (reply.status !== 200)
    throw new TransportError(reply.status === 401 || reply.status === 403 ? 'unauthorised' : 'refused');
  const { messageList, nextKey } = jsonOf(reply.body);
  const list = typeof messageList === 'object' && messageList !== null ? Object.values(messageList as object) : [];
  const receipts = list.flatMap((one: unknown) => receiptOfSolapi(one) ?? []);
  return { receipts, next: typeof nextKey === 'string' && nextKey !== '' && list.length > 0 ? nextKey : null };
}

const RESULTS_A_PAGE = 500;
const MOST_BYTES_OF_RESULTS = 4 * 1024 * 1024;

/** 4000 arrived; 2… and 3… are on their way; what is complete otherwise did not arrive. */
export function receiptOfSolapi(said: unknown): Receipt | null {
  if (typeof said !== 'object' || said === null) return null;
  const { messageId, statusCode, status } = said as Readonly<Record<string, unknown>>;
  if (typeof messageId !== 'string' || messageId === '' || messageId.length > 200) return null;
  const code = typeof statusCode === 'string' || typeof statusCode === 'number' ? String(statusCode) : '';
  const common = { providerId: messageId, messageId: null };
  if (code === '4000') return { ...common, state: 'delivered', why: null };
  const over = status === 'COMPLETE' || status === 'FAILED';
  if (!over || code === '' || code === '2000' || code === '3000') return null;
  return { ...common, state: 'failed', why: shortCode('provider', code) };
}
