import { z } from 'zod';
import { distinct, Id, InstantText, Reason, Version, page, text } from './common.ts';
import { typed } from './typed.ts';

/** Channels by which messages are sent; letters are collected and printed in batches; `web` is a chat in which a person wrote first. Calls are made. */
export const SENT_CHANNELS = ['sms', 'alimtalk', 'email', 'fax', 'letter', 'web'] as const;
export const SentChannel = z.enum(SENT_CHANNELS).meta({ id: 'SentChannel' });
export type SentChannel = z.infer<typeof SentChannel>;

/** `[setting, value]`: asked for only where that setting has this value. */
type When = { readonly when?: readonly [string, string] };
export type SettingField = When & SettingType;
type SettingType =
  | { readonly type: 'text'; readonly standard: string | null; readonly maximum: number; readonly pattern?: string }
  | { readonly type: 'number'; readonly standard: number | null; readonly minimum: number; readonly maximum: number }
  | { readonly type: 'choice'; readonly standard: string; readonly choices: readonly string[] }
  | { readonly type: 'switch'; readonly standard: boolean };
export type TransportKindOf = {
  readonly channels: readonly SentChannel[];
  readonly settings: Readonly<Record<string, SettingField & { readonly required?: true }>>;
  readonly secrets: readonly string[];
  readonly secretsWhen?: Readonly<Record<string, readonly [string, string]>>;
};

const words = (standard: string | null = null, maximum = 254) => ({ type: 'text', standard, maximum }) as const;
const needed = (standard: string | null = null, maximum = 254) =>
  ({ ...words(standard, maximum), required: true }) as const;
const port = (standard: number) => ({ type: 'number', standard, minimum: 1, maximum: 65_535, required: true }) as const;
const choice = (...choices: readonly [string, ...string[]]) =>
  ({ type: 'choice', standard: choices[0], choices }) as const;

/** How a number is dialled: as at home (0312223333) or whole (+82312223333), behind what the exchange wants for an outside line. */
const dialled = { numbers: choice('national', 'international'), prefix: words(null, 10) };

const OAUTH = { when: ['auth', 'oauth'], required: true } as const;

/** The kinds of ways out, and what each asks for: one table for the form, the check and the documents. A secret is shown to nobody again. */
export const TRANSPORT_KINDS = {
  smtp: {
    channels: ['email'],
    settings: {
      host: needed(),
      port: port(587),
      security: choice('starttls', 'tls', 'none'),
      /** By a password, or by access that a provider gives for a while (OAuth 2; XOAUTH2). */
      auth: choice('password', 'oauth'),
      user: words(),
      clientId: { ...words(), ...OAUTH },
      /** Where access is renewed. */
      tokenUrl: { ...words(null, 500), ...OAUTH },
      /** Bounces come back to addresses of this domain, one for each message; empty = to the sender. */
      bounceDomain: words(),
      fromName: words(null, 120),
      dkimDomain: words(),
      dkimSelector: words(null, 63),
    },
    secrets: ['password', 'clientSecret', 'refreshToken', 'dkimKey'],
    secretsWhen: { password: ['auth', 'password'], clientSecret: OAUTH.when, refreshToken: OAUTH.when },
  },
  smpp: {
    channels: ['sms'],
    settings: {
      host: needed(),
      port: port(2775),
      tls: { type: 'switch', standard: false },
      systemId: needed(null, 15),
      systemType: words('', 12),
      /** How a long text travels: in numbered parts, or whole. */
      long: choice('parts', 'payload'),
      /** A parameter of the centre's own that carries our number: it takes the same message once. Empty = it has none. */
      idempotencyTag: { type: 'number', standard: null, minimum: 0x1400, maximum: 0x3fff },
    },
    secrets: ['password'],
  },
  kannel: {
    channels: ['sms'],
    settings: {
      url: needed('http://127.0.0.1:13013/cgi-bin/sendsms', 500),
      user: needed(null, 60),
      smsc: words(null, 60),
    },
    secrets: ['password'],
  },
  /** Modems of one's own, behind HylaFAX. */
  hylafax: {
    channels: ['fax'],
    settings: {
      host: needed('127.0.0.1'),
      port: port(4559),
      user: needed('anbu', 60),
      /** One modem or a group of them; empty = whichever is free. */
      modem: words(null, 80),
      ...dialled,
      /** How often the number is called, and how many minutes long, before the fax has failed. */
      dials: { type: 'number', standard: 3, minimum: 1, maximum: 12 },
      minutes: { type: 'number', standard: 180, minimum: 5, maximum: 1_440 },
    },
    secrets: ['password', 'hookSecret'],
  },
  /** A provider that faxes what is mailed to number@domain. */
  mailfax: {
    channels: ['fax'],
    settings: {
      host: needed(),
      port: port(587),
      security: choice('starttls', 'tls', 'none'),
      user: words(),
      /** Faxes are mailed to the number at this domain. */
      faxDomain: needed(),
      ...dialled,
      bounceDomain: words(),
    },
    secrets: ['password'],
  },
  solapi: {
    channels: ['sms', 'alimtalk'],
    settings: { url: needed('https://api.solapi.com', 500), apiKey: needed(null, 100), profileId: words(null, 100) },
    secrets: ['apiSecret'],
  },
  twilio: {
    channels: ['sms'],
    settings: { url: needed('https://api.twilio.com', 500), accountSid: needed(null, 64) },
    secrets: ['authToken'],
  },
  /** Nothing leaves: what would have is kept and shown, so that a newcomer sees what happens. Every screen says so. */
  /** A chat of a website or a partner: what people write comes signed, what we answer goes signed to its address. */
  chat: { channels: ['web'], settings: { url: needed(null, 500) }, secrets: ['answerSecret', 'hookSecret'] },
  practice: { channels: ['sms', 'alimtalk', 'email'], settings: {}, secrets: [] },
  post: {
    channels: ['letter'],
    /** When a batch is made by itself on each day, in the clock of the first site: `16:30`; empty = by hand. */
    settings: { dailyAt: { ...words(null, 5), pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' } },
    secrets: [],
  },
} as const satisfies Record<string, TransportKindOf>;
export type TransportKind = keyof typeof TRANSPORT_KINDS;
export const TransportKind = z.enum(Object.keys(TRANSPORT_KINDS) as [TransportKind, ...TransportKind[]]);

export const SettingValue = z.union([typed(500), z.int(), z.boolean(), z.null()]);
const name = z.string().regex(/^[a-zA-Z]{1,40}$/);
const Settings = z.record(name, SettingValue);
const Secrets = z.record(name, typed(10_000));

/** Money for one message of a class, in minor units: 20 won, or 79 hundredths of a cent are written as what the currency's smallest coin is. */
export const Prices = z
  .strictObject({
    currency: z.string().regex(/^[A-Z]{3}$/),
    SMS: z.int().min(0).max(1_000_000).optional(),
    LMS: z.int().min(0).max(1_000_000).optional(),
    MMS: z.int().min(0).max(1_000_000).optional(),
    alimtalk: z.int().min(0).max(1_000_000).optional(),
    email: z.int().min(0).max(1_000_000).optional(),
    /** For a page. */
    fax: z.int().min(0).max(1_000_000).optional(),
    letter: z.int().min(0).max(1_000_000).optional(),
  })
  .meta({ id: 'Prices' });
export type Prices = z.infer<typeof Prices>;

const fields = {
  name: text(120),
  channels: distinct(z.array(SentChannel).min(1).max(SENT_CHANNELS.length)),
  /** As whom it sends: a number, an address. */
  sender: text(254),
  ratePerSecond: z.int().min(1).max(100_000),
  window: z.int().min(1).max(200),
  position: z.int().min(0).max(1_000),
  prices: Prices.nullable(),
  active: z.boolean(),
  settings: Settings,
  /** What is left out stays as it is. */
  secrets: Secrets,
};

export const TransportInput = z
  .strictObject({
    ...fields,
    kind: TransportKind,
    ratePerSecond: fields.ratePerSecond.default(50),
    window: fields.window.default(10),
    position: fields.position.default(0),
    prices: fields.prices.default(null),
    active: fields.active.default(true),
    settings: Settings.default({}),
    secrets: Secrets.default({}),
  })
  .meta({ id: 'TransportInput' });
export type TransportInput = z.infer<typeof TransportInput>;
export const TransportPatch = z
  .strictObject({
    name: fields.name.optional(),
    channels: fields.channels.optional(),
    sender: fields.sender.optional(),
    ratePerSecond: fields.ratePerSecond.optional(),
    window: fields.window.optional(),
    position: fields.position.optional(),
    prices: fields.prices.optional(),
    active: fields.active.optional(),
    settings: Settings.optional(),
    secrets: Secrets.optional(),
    version: Version.optional(),
  })
  .meta({ id: 'TransportPatch' });
export type TransportPatch = z.infer<typeof TransportPatch>;

export const Transport = z
  .object({
    id: Id,
    name: z.string(),
    kind: TransportKind,
    channels: z.array(SentChannel),
    sender: z.string(),
    settings: Settings,
    /** Those that are set; what they are is shown to nobody. */
    secretsSet: z.array(z.string()),
    /** Where the provider reports, below the public address; null where it needs none. */
    receiptPath: z.string().nullable(),
    /** Where the provider brings what people send to this number, below the public address; null = it comes by the session, or not at all. */
    receivePath: z.string().nullable(),
    ratePerSecond: z.int(),
    window: z.int(),
    position: z.int(),
    prices: Prices.nullable(),
    active: z.boolean(),
    version: z.int(),
    /** How it goes: what waits, what failed last, and until when it is left alone. */
    waiting: z.int(),
    sending: z.int(),
    failures: z.int(),
    restUntil: InstantText.nullable(),
    lastError: Reason.nullable(),
    lastErrorAt: InstantText.nullable(),
    lastSuccessAt: InstantText.nullable(),
  })
  .meta({ id: 'Transport' });
export type Transport = z.infer<typeof Transport>;
export const TransportPage = page(Transport);

/** Whether the other end answered; `error` says what it said instead. */
export const TransportTested = z
  .object({
    ok: z.boolean(),
    error: Reason.nullable(),
    milliseconds: z.int(),
    /** What the other end says of itself, in its own words: a modem and what it does. */
    said: z.string().nullable(),
  })
  .meta({ id: 'TransportTested' });
