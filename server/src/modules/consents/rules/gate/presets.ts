import { MESSAGE_CHANNELS, PURPOSES } from '@anbu/contract';
import { calendarDay } from '../../../../kernel/calendar-day.ts';
import type { Jurisdiction, MessageChannel, Purpose, RuleKind, RuleParams, RuleRow } from './types.ts';

/**
 * The rules as shipped. They are a starting point for the operator's own counsel, and the screens say so. The database holds the same rows (migration
 * 0001; a test compares), an organisation's own revision of one takes its place. Marked as in the specification: (v) read in the law's text or a
 * secondary text, (k) general knowledge, (p) practice or a preset of ours. Source: rules.md.
 */
const TEXTS: readonly MessageChannel[] = ['sms', 'alimtalk'];
const CALLS_AND_TEXTS: readonly MessageChannel[] = ['phone', 'sms', 'alimtalk'];
const EVERY_CHANNEL = MESSAGE_CHANNELS;
/** What persuades. A renewal talk is solicitation once it sells. */
const SOLICITING: readonly Purpose[] = ['marketing', 'renewal'];
const INFORMING: readonly Purpose[] = ['care', 'service', 'survey', 'renewal'];

type Preset = readonly [
  code: string,
  kind: RuleKind,
  channels: readonly MessageChannel[],
  purposes: readonly Purpose[],
  params: RuleParams,
  source: string,
];

const KOREA: readonly Preset[] = [
  [
    'kr.night',
    'window',
    // E-mail is exempt, a letter is no electronic medium.
    ['phone', 'sms', 'alimtalk', 'fax', 'web'],
    SOLICITING,
    { from: '08:00', to: '21:00', nightConsent: true },
    'Network Act art. 50(3), Decree art. 61: 21:00 ≤ t < 08:00 needs a separate consent; e-mail is exempt (v)',
  ],
  [
    'kr.consent',
    'consent',
    EVERY_CHANNEL,
    ['marketing'],
    { dealingMonths: 6 },
    'Network Act art. 50(1): explicit prior consent; within 6 months of the end of the last dealing none (v)',
  ],
  [
    'kr.confirm',
    'confirm',
    ['phone', 'sms', 'alimtalk', 'email', 'fax', 'web'],
    ['marketing'],
    { months: 24 },
    'Network Act art. 50(8), Decree art. 62-3: confirmed every two calendar years, same date (v)',
  ],
  [
    'kr.minor',
    'minor',
    EVERY_CHANNEL,
    PURPOSES,
    { guardianUnder: 14, soldToFrom: 19 },
    'PIPA art. 22-2: a guardian consents for a child under 14 (v); no marketing to minors (p)',
  ],
  ['kr.health', 'health', EVERY_CHANNEL, ['marketing'], {}, 'PIPA art. 23: health data needs a consent of its own (v)'],
  [
    'kr.alimtalk',
    'informational',
    ['alimtalk'],
    ['marketing'],
    {},
    'AlimTalk: approved informational templates only (v)',
  ],
  [
    'kr.one-sentence',
    'wording',
    EVERY_CHANNEL,
    INFORMING,
    {},
    'Network Act art. 50: one promotional sentence makes the whole message an advertisement (v)',
  ],
  [
    'kr.medical-advertising',
    'wording',
    EVERY_CHANNEL,
    ['marketing'],
    { advertising: true },
    'Medical Service Act art. 27(3), 56, 57: no inducement, testimonial, superlative or guarantee (v)',
  ],
  [
    'kr.label-text',
    'label',
    TEXTS,
    ['marketing'],
    { form: 'kr-text' },
    'Network Act art. 50(4), Decree art. 61(3): (광고), sender and contact first, free refusal last (v)',
  ],
  [
    'kr.label-email',
    'label',
    ['email'],
    ['marketing'],
    { form: 'kr-email' },
    'Network Act art. 50(4), Decree art. 61(3): the subject starts with (광고) (v)',
  ],
  ['kr.subject', 'subject', ['email'], PURPOSES, {}, 'Subjects and envelopes name no health topic (p)'],
  [
    'kr.sender',
    'sender',
    ['sms', 'alimtalk', 'fax'],
    PURPOSES,
    {},
    'Telecommunications Business Act art. 84-2: sender numbers are registered and unexpired (v)',
  ],
  [
    'kr.registry',
    'registry',
    ['phone'],
    ['marketing'],
    // Whether it binds a clinic is for counsel: judged from the day on which a list is brought.
    { needed: false, maxAgeDays: 31, consentLifts: true },
    'Door-to-Door Sales Act art. 42: who sells by telephone compares with the do-not-call register every month (k)',
  ],
  [
    'kr.registry.renewal',
    'registry',
    ['phone'],
    ['renewal'],
    { needed: false, maxAgeDays: 14, consentLifts: true },
    'Insurers: do-not-contact registers at most 14 days old (v)',
  ],
  [
    'kr.review',
    'review',
    ['web'],
    ['marketing'],
    { required: true },
    'Medical Service Act art. 57: reviewed before it is published; number and expiry (v)',
  ],
  [
    'kr.review.direct',
    'review',
    ['phone', 'sms', 'alimtalk', 'email', 'fax', 'letter'],
    ['marketing'],
    { required: false },
    'Medical Service Act art. 57: a review that was given is not over; messages to one person need none (p)',
  ],
  [
    'kr.sign-off',
    'sign_off',
    EVERY_CHANNEL,
    ['marketing'],
    {},
    'Medical Service Act art. 27(3): a voucher for non-covered services needs a legal sign-off with an expiry (v)',
  ],
  [
    'kr.stop-reply',
    'stop_reply',
    ['sms', 'alimtalk', 'email'],
    ['service'],
    { days: 14 },
    'Network Act art. 50(7), Decree art. 62-2: what became of a refusal is told within 14 days (v)',
  ],
  ...discretion('kr'),
  ...heldOut('kr'),
  ...budgets('kr'),
];

const UNITED_STATES: readonly Preset[] = [
  [
    'us.hours',
    'window',
    CALLS_AND_TEXTS,
    PURPOSES,
    { from: '08:00', to: '21:00', nightConsent: false },
    '47 CFR 64.1200(c)(1): 08:00–21:00 at the called party’s local time (v)',
  ],
  [
    'us.consent',
    'consent',
    EVERY_CHANNEL,
    ['marketing'],
    { dealingMonths: 0 },
    'HIPAA 164.508(a)(3): marketing of health services needs an authorisation (v)',
  ],
  [
    'us.minor',
    'minor',
    EVERY_CHANNEL,
    ['marketing'],
    { guardianUnder: 0, soldToFrom: 18 },
    'No marketing to minors (p)',
  ],
  ['us.health', 'health', EVERY_CHANNEL, ['marketing'], {}, 'HIPAA 164.508(a)(3) (v)'],
  [
    'us.one-sentence',
    'wording',
    EVERY_CHANNEL,
    INFORMING,
    {},
    'HIPAA 164.501: what encourages to buy is marketing (k)',
  ],
  [
    'us.reply',
    'reply',
    ['sms'],
    PURPOSES,
    { form: 'us' },
    'Never ask for a reply that is a stop word: no CANCEL in US appointment texts (p)',
  ],
  ['us.subject', 'subject', ['email'], PURPOSES, {}, 'Subjects and envelopes name no health topic (p)'],
  [
    'us.registry',
    'registry',
    ['phone', 'sms'],
    ['marketing'],
    { needed: true, maxAgeDays: 31, consentLifts: true },
    '47 CFR 64.1200(c)(2): the national do-not-call list, at most 31 days old (v)',
  ],
  [
    'us.registry.renewal',
    'registry',
    ['phone', 'sms'],
    ['renewal'],
    { needed: true, maxAgeDays: 14, consentLifts: true },
    'Insurers: do-not-contact registers at most 14 days old (v)',
  ],
  [
    'us.postal',
    'postal',
    ['email'],
    ['marketing'],
    {},
    'CAN-SPAM Act, 15 USC 7704(a)(5): a commercial e-mail carries a valid postal address (v)',
  ],
  [
    'us.stop-reply',
    'stop_reply',
    ['sms'],
    ['service'],
    { minutes: 5 },
    '47 CFR 64.1200(a)(12): one text that confirms a revocation, within five minutes, without advertising (v)',
  ],
  ...benefits('us'),
  ...discretion('us'),
  ...heldOut('us'),
  ...budgets('us'),
];

const CHINA: readonly Preset[] = [
  [
    'cn.hours',
    'window',
    CALLS_AND_TEXTS,
    PURPOSES,
    { from: '08:00', to: '21:00', nightConsent: false },
    '08:00–21:00 as practice (v)',
  ],
  [
    'cn.consent',
    'consent',
    EVERY_CHANNEL,
    ['marketing'],
    { dealingMonths: 0 },
    'SMS service rules art. 18, Advertising Law art. 43: nothing commercial without consent (k)',
  ],
  [
    'cn.minor',
    'minor',
    EVERY_CHANNEL,
    PURPOSES,
    { guardianUnder: 14, soldToFrom: 18 },
    'PIPL art. 31: a guardian consents for a child under 14 (v); no marketing to minors (p)',
  ],
  ['cn.health', 'health', EVERY_CHANNEL, ['marketing'], {}, 'PIPL art. 29: separate consent for sensitive data (v)'],
  [
    'cn.one-sentence',
    'wording',
    EVERY_CHANNEL,
    INFORMING,
    {},
    'Advertising Law art. 14: an advertisement is recognisable as one (k)',
  ],
  [
    'cn.label-text',
    'label',
    ['sms'],
    ['marketing'],
    { form: 'cn-advertisement' },
    'SMS begins 【签名】 and an advertisement ends 拒收请回复R (v)',
  ],
  [
    'cn.signature',
    'label',
    ['sms'],
    ['care', 'service', 'survey', 'renewal'],
    { form: 'cn-signature' },
    'SMS begins 【签名】 (v)',
  ],
  [
    'cn.reply',
    'reply',
    ['sms'],
    PURPOSES,
    { form: 'cn' },
    'Never ask for a reply that is a stop word: no Y/N in Chinese surveys (p)',
  ],
  ['cn.subject', 'subject', ['email'], PURPOSES, {}, 'Subjects and envelopes name no health topic (p)'],
  ...benefits('cn'),
  ...discretion('cn'),
  ...heldOut('cn'),
  ...budgets('cn'),
];

/** What is read where others read is of no topic. Who calls asks who is there; a letter is closed. */
function discretion(country: string): readonly Preset[] {
  const source = 'Health topics go to the person alone; who shares her number is told with recorded delegation (p)';
  return [[`${country}.disclosure`, 'disclosure', ['sms', 'alimtalk', 'email', 'fax'], PURPOSES, {}, source]];
}

/** Benefits that are never offered, where no law of the country on advertisements of clinics stands above. */
function benefits(country: string): readonly Preset[] {
  const source =
    'One price whatever the means, insured services never free, no money for referrals, no lottery or first-come (p)';
  return [[`${country}.benefits`, 'wording', EVERY_CHANNEL, ['marketing'], { only: 'benefits' }, source]];
}

/** Who is held out of a programme is not told by it; what her safety or her appointment needs goes all the same. */
function heldOut(country: string): readonly Preset[] {
  const source = 'Hold-outs: care and service are exempt (p)';
  return [[`${country}.hold-out`, 'hold_out', EVERY_CHANNEL, ['survey', 'marketing', 'renewal'], {}, source]];
}

/** Per person and purpose, over all campaigns. */
function budgets(country: string): readonly Preset[] {
  return [
    [
      `${country}.budget.survey`,
      'budget',
      EVERY_CHANNEL,
      ['survey'],
      { most: 1, days: 30 },
      'One survey in 30 days (p)',
    ],
    [
      `${country}.budget.marketing`,
      'budget',
      EVERY_CHANNEL,
      ['marketing'],
      { most: 4, days: 30 },
      'Four advertisements in 30 days (p)',
    ],
    [
      `${country}.budget.renewal`,
      'budget',
      EVERY_CHANNEL,
      ['renewal'],
      { most: 6, days: 60 },
      'Six renewal contacts in 60 days (p)',
    ],
  ];
}

// Earlier than anything that is judged: the presets hold for the past too.
const SHIPPED = calendarDay('2020-01-01');

function rowsOf(jurisdiction: Jurisdiction, presets: readonly Preset[]): RuleRow[] {
  return presets.map(([code, kind, channels, purposes, params, source]) => ({
    code,
    kind,
    jurisdiction,
    channels,
    purposes,
    params,
    active: true,
    validFrom: SHIPPED,
    validTo: null,
    source,
    revision: 0,
  }));
}

export const PRESET_RULES: readonly RuleRow[] = [
  ...rowsOf('KR', KOREA),
  ...rowsOf('US', UNITED_STATES),
  ...rowsOf('CN', CHINA),
];
