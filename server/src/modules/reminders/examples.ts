import type { ReminderBrowser } from '@anbu/contract';
import type { z } from 'zod';
import type { Examples } from '../../platform/http/route.ts';

const browser: z.input<typeof ReminderBrowser> = {
  id: '0190a000-0000-7000-8000-0000000000b1',
  current: true,
  userAgent: null,
  service: 'fcm.googleapis.com',
  addedAt: '2026-11-17T00:10:00.000Z',
  lastSuccessAt: '2026-11-17T05:50:01.000Z',
  failures: 0,
  lastError: null,
};
const publicKey = 'BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8';

/** For the OpenAPI document; parsed by a test. */
export const EXAMPLES: Examples = {
  getReminderSettings: { reply: { publicKey, push: true, quietUntil: null, version: 0, browsers: [browser] } },
  patchReminderSettings: {
    body: { quietUntil: '2026-11-17T06:00:00.000Z', version: 0 },
    reply: { publicKey, push: true, quietUntil: '2026-11-17T06:00:00.000Z', version: 1, browsers: [browser] },
  },
  addReminderBrowser: {
    body: {
      endpoint: 'https://fcm.googleapis.com/fcm/send/abc:def',
      keys: { p256dh: publicKey, auth: 'BTBZMqHH6r4Tts7J_aSIgg' },
    },
    reply: browser,
  },
};
