import { createHash, randomBytes } from 'node:crypto';
import { ReminderPush } from '@anbu/contract';
import type { z } from 'zod';
import type { OutgoingRequest } from '../../../platform/outgoing/index.ts';
import { encrypt, newPair, type PushKeys } from './encrypt.ts';
import type { Vapid } from './vapid.ts';

/** Where a browser is reached and by which keys: what is sealed of it. */
export type PushAddress = { readonly endpoint: string; readonly p256dh: string; readonly auth: string };

/** A browser that is off keeps its message so long; later the page itself says what waits. */
const TTL_SECONDS = 3_600;

/** A message of RFC 8030. What is about the same enquiry replaces what the browser has not fetched yet. */
export function pushRequest(
  push: z.input<typeof ReminderPush>,
  to: PushAddress,
  vapid: Vapid,
  now: number,
): OutgoingRequest {
  const content = Buffer.from(JSON.stringify(ReminderPush.parse(push)));
  return {
    url: to.endpoint,
    method: 'POST',
    headers: {
      'content-type': 'application/octet-stream',
      'content-encoding': 'aes128gcm',
      authorization: vapid.authorization(to.endpoint, now),
      ttl: String(TTL_SECONDS),
      urgency: push.kind === 'pool' ? 'normal' : 'high',
      topic: topicOf(push),
    },
    body: encrypt(content, keysOf(to), randomBytes(16), newPair()),
  };
}

/** The push service reads it: no id of ours, 32 characters. */
function topicOf({ enquiryId, kind }: z.input<typeof ReminderPush>): string {
  return createHash('sha256')
    .update(`anbu ${enquiryId ?? kind}`)
    .digest('base64url')
    .slice(0, 32);
}

export function keysOf({ p256dh, auth }: Pick<PushAddress, 'p256dh' | 'auth'>): PushKeys {
  return { p256dh: Buffer.from(p256dh, 'base64url'), auth: Buffer.from(auth, 'base64url') };
}
