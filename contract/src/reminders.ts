import { z } from 'zod';
import { Id, InstantText, text, Version } from './common.ts';
import type { PRESETS } from './presets.ts';

/**
 * The channels by which an alert reaches its person, in order. `delay` names the minutes of the organisation's preset `reminder` that a channel waits
 * for an answer to those before it; null = at once. A new channel is a line here, its minutes in the preset, and who delivers it. Spec: product A8.
 */
export const REMINDER_CHANNELS = {
  /** The strip, the bell and the title of an open page, by the stream. */
  page: { order: 0, delay: null },
  /** A notification of the browser, whether a page is open or not. */
  push: { order: 1, delay: 'pushMinutes' },
} as const satisfies Record<string, { order: number; delay: keyof (typeof PRESETS)['reminder'] | null }>;
export type ReminderChannel = keyof typeof REMINDER_CHANNELS;

/** A browser in which the user wishes to be told. `service` = the host of the browser's maker that carries it. */
export const ReminderBrowser = z
  .object({
    id: Id,
    current: z.boolean(),
    userAgent: z.string().nullable(),
    service: z.string(),
    addedAt: InstantText,
    lastSuccessAt: InstantText.nullable(),
    /** Failed attempts since the last success, and the kind of the last one. */
    failures: z.int(),
    lastError: z.enum(['blocked', 'unreachable', 'busy', 'refused']).nullable(),
  })
  .meta({ id: 'ReminderBrowser' });
export type ReminderBrowser = z.infer<typeof ReminderBrowser>;

/** `publicKey`: what a browser is asked to accept pushes from (VAPID, base64url). `version` 0: nothing was changed yet. */
export const ReminderSettings = z
  .object({
    publicKey: z.string(),
    push: z.boolean(),
    quietUntil: InstantText.nullable(),
    version: z.int().min(0),
    browsers: z.array(ReminderBrowser),
  })
  .meta({ id: 'ReminderSettings' });
export type ReminderSettings = z.infer<typeof ReminderSettings>;

/** The switch of all her browsers, and a time before which none is told. */
export const ReminderSettingsPatch = z
  .strictObject({
    push: z.boolean().optional(),
    quietUntil: InstantText.nullable().optional(),
    version: z.union([z.literal(0), Version]).optional(),
  })
  .meta({ id: 'ReminderSettingsPatch' });
export type ReminderSettingsPatch = z.infer<typeof ReminderSettingsPatch>;

const base64url = (characters: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+={0,2}$/)
    .min(characters)
    .max(characters + 2);

/** A `PushSubscription` as `toJSON` gives it. */
export const ReminderBrowserInput = z
  .strictObject({
    endpoint: text(2_000, 10),
    keys: z.strictObject({ p256dh: base64url(87), auth: base64url(22) }),
  })
  .meta({ id: 'ReminderBrowserInput' });
export type ReminderBrowserInput = z.infer<typeof ReminderBrowserInput>;

/** What travels to the browser, sealed for it alone: codes and ids, no word about anybody. */
export const ReminderPush = z.object({
  /** Of the delivery: what comes twice is shown once. */
  id: Id,
  kind: z.enum(['promise_soon', 'promise_due', 'pool', 'escalated', 'test']),
  language: z.enum(['ko', 'en', 'zh']),
  alertId: Id.nullable(),
  enquiryId: Id.nullable(),
  /** The slug of whose alert it is: the answer is given there, and there it is opened. Missing in messages of earlier releases. */
  organisation: z.string().optional(),
});
export type ReminderPush = z.infer<typeof ReminderPush>;
