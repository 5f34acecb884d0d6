/** Every verdict of the gate in words: which rule, what would make it allowed, and when, in the three languages. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { messages as ko } from '@anbu/contract/messages/ko/index';
import { calendarDay } from '../../../../kernel/calendar-day.ts';
import { instant } from '../../../../kernel/instant.ts';
import { hasText, textOf } from '../../../../platform/i18n.ts';
import { answerOf } from '../../service/explain.ts';
import {
  judge,
  messageOf,
  NO_REVIEW,
  PRESET_RULES,
  recipientOf,
  ruleBook,
  type Consent,
  type Message,
  type Recipient,
  type Suppression,
} from './index.ts';
import { FORBIDDEN, OVERSTATED } from './words.ts';

const RULES = ruleBook(PRESET_RULES);
const at = (text: string) => instant(Date.parse(text));
const NOON = at('2026-11-17T12:00:00+09:00');
const NIGHT = at('2026-11-17T22:00:00+09:00');
const NEW_YORK_NOON = at('2026-11-17T12:00:00-05:00');
const day = calendarDay;

const agreed = (more: Partial<Consent> = {}): Consent => ({
  ...{ id: 'c', kind: 'contact', purpose: 'marketing', channel: 'sms', night: false, state: 'granted' },
  at: at('2026-01-05T12:00:00+09:00'),
  expiresOn: null,
  ...more,
});
const stop = (more: Partial<Suppression> = {}): Suppression => ({
  ...{ id: 's', address: null, purposes: null, channels: null, reason: 'request', until: null },
  at: at('2026-11-01T00:00:00Z'),
  ...more,
});
const korean = (more: Partial<Recipient> = {}) => recipientOf({ jurisdiction: 'KR', timeZone: 'Asia/Seoul', ...more });
const willing = (more: Partial<Recipient> = {}) => korean({ consents: [agreed()], ...more });
const american = (more: Partial<Recipient> = {}) =>
  recipientOf({ jurisdiction: 'US', timeZone: 'America/New_York', ...more });
const chinese = recipientOf({ jurisdiction: 'CN', timeZone: 'Asia/Shanghai' });
const advert = (body: string) => `(광고)안부치과 02-123-4567\n${body}\n무료수신거부 080-123-4567`;
const register = (asOf: string | null, listed: string[] = []) => ({ asOf: asOf === null ? null : day(asOf), listed });
const renewal = { channel: 'phone', purpose: 'renewal' } as const;
const service = { purpose: 'service' } as const;
const number = '+12125550100';

/** What is asked of whom, and by which code it is refused or waits. */
const CASES: readonly [code: string, message: Partial<Message>, recipient: Recipient, now?: typeof NOON][] = [
  ['gate.hours', {}, willing(), NIGHT],
  ['gate.expires_first', { usefulUntil: at('2026-11-17T23:00:00+09:00') }, willing(), NIGHT],
  ['gate.expired', { usefulUntil: at('2026-11-17T11:00:00+09:00') }, willing()],
  ['gate.outdated', { ...service, outdated: true }, korean()],
  ['gate.suppressed', service, korean({ suppressions: [stop()] })],
  [
    'gate.number_stopped',
    service,
    korean({ phones: ['+821012345678'], suppressions: [stop({ address: '+821012345678' })] }),
  ],
  ['gate.paused', {}, willing({ suppressions: [stop({ until: at('2026-12-01T00:00:00+09:00') })] })],
  ['gate.do_not_contact', service, korean({ doNotContact: true })],
  ['gate.enquiry_refused', { ...service, enquiryId: 'e' }, korean({ refusedEnquiries: new Map([['e', NOON]]) })],
  ['gate.contact_hold', service, korean({ contactHold: true })],
  ['gate.no_address', { ...service, channel: 'email' }, korean({ emails: [] })],
  ['gate.no_consent', {}, korean()],
  ['gate.withdrawn', {}, korean({ consents: [agreed({ state: 'withdrawn' })] })],
  ['gate.consent_over', {}, korean({ consents: [agreed({ expiresOn: day('2026-11-01') })] })],
  ['gate.unconfirmed', {}, korean({ consents: [agreed({ at: at('2024-11-17T12:00:00+09:00') })] })],
  ['gate.consent_of_minor', {}, willing({ birthDate: day('2007-06-01') })],
  ['gate.no_health_consent', { health: true }, willing()],
  ['gate.minor_marketing', {}, willing({ birthDate: day('2009-01-01') })],
  ['gate.guardian_needed', service, korean({ birthDate: day('2014-01-01') })],
  ['gate.channel_informs', { channel: 'alimtalk' }, willing()],
  ['gate.undeclared_advertisement', { ...service, text: '이벤트 안내' }, korean()],
  ['gate.label_missing', { text: '안부치과 소식' }, willing()],
  ['gate.label_wrong', { text: '[광고] 안부치과' }, willing()],
  ['gate.sender_missing', { text: '(광고) 02-123-4567 안내' }, willing()],
  ['gate.contact_missing', { text: '(광고)안부치과 소식\n무료수신거부 080-123-4567' }, willing()],
  ['gate.refusal_missing', { text: '(광고)안부치과 02-123-4567 소식' }, willing()],
  ['gate.signature_missing', { ...service, text: '您好' }, chinese],
  ['gate.asks_consent', { ...service, text: '광고 수신에 동의해 주세요' }, korean()],
  ['gate.discount_incomplete', { text: advert('미백 할인') }, willing()],
  ['gate.forbidden.copayment', { text: advert('본인부담금 면제') }, willing()],
  ['gate.forbidden.cash', { text: advert('현금 지급') }, willing()],
  ['gate.forbidden.prize', { text: advert('경품 행사') }, willing()],
  ['gate.forbidden.lottery', { text: advert('추첨 행사') }, willing()],
  ['gate.forbidden.first_come', { text: advert('선착순 마감') }, willing()],
  ['gate.forbidden.cash_price', { text: advert('현금가 90만원') }, willing()],
  ['gate.forbidden.referral_pay', { text: advert('소개하시면 3만원') }, willing()],
  ['gate.forbidden.insured_free', { text: advert('스케일링 무료') }, willing()],
  ['gate.overstated.superlative', { text: advert('국내 최고 의료진') }, willing()],
  ['gate.overstated.guarantee', { text: advert('완치 보장') }, willing()],
  ['gate.overstated.testimonial', { text: advert('환자 후기 보기') }, willing()],
  ['gate.subject_names_health', { ...service, channel: 'email', subject: '임플란트 안내' }, korean()],
  [
    'gate.read_elsewhere',
    { ...service, text: '임플란트 상담을 안내드립니다' },
    korean({ phones: ['+821012345678'], readElsewhere: ['+821012345678'] }),
  ],
  ['gate.asks_stop_word', { ...service, text: 'Reply CANCEL to change' }, american(), NEW_YORK_NOON],
  ['gate.sender_unregistered', { ...service, sender: { registered: false, expiresOn: null } }, korean()],
  ['gate.sender_expired', { ...service, sender: { registered: true, expiresOn: day('2026-11-01') } }, korean()],
  [
    'gate.over_budget',
    { purpose: 'survey' },
    korean({ sent: [{ purpose: 'survey', at: at('2026-11-10T12:00:00+09:00') }] }),
  ],
  ['gate.registry_missing', renewal, american({ registry: register(null) }), NEW_YORK_NOON],
  ['gate.registry_old', renewal, american({ registry: register('2026-11-02') }), NEW_YORK_NOON],
  [
    'gate.registry_listed',
    renewal,
    american({ phones: [number], registry: register('2026-11-03', [number]) }),
    NEW_YORK_NOON,
  ],
  ['gate.postal_missing', { channel: 'email', text: 'Our news' }, american(), NEW_YORK_NOON],
  ['gate.review_missing', { channel: 'web', review: NO_REVIEW }, willing()],
  ['gate.review_expired', { review: { ...NO_REVIEW, number: '251117-1', expiresOn: day('2026-11-16') } }, willing()],
  ['gate.sign_off_missing', { text: advert('미백 쿠폰'), review: NO_REVIEW }, willing()],
  [
    'gate.sign_off_expired',
    { text: advert('미백 쿠폰'), review: { ...NO_REVIEW, signedOffUntil: day('2026-11-16') } },
    willing(),
  ],
  ['gate.held_out', { purpose: 'survey', heldOut: true }, korean()],
];
/** Not by the rules as shipped: hours that meet nowhere. Not of a recipient: who is none any more (asked of in `channels`). */
const NEVER_AS_SHIPPED = ['gate.no_common_hours', 'gate.nobody'];

test('P3 whatever is refused or waits says by which rule, what would make it allowed and when, in three languages', () => {
  for (const [code, message, recipient, now = NOON] of CASES) {
    const verdict = judge(messageOf({ channel: 'sms', purpose: 'marketing', ...message }), recipient, RULES, now);
    assert.equal(verdict.code, code);
    assert.notEqual(verdict.verdict, 'ALLOW', code);
    const answer = answerOf(verdict, { zone: 'Asia/Seoul', now });
    for (const language of ['ko', 'en', 'zh'] as const) {
      for (const said of [answer.reason[language], answer.remedy?.[language]]) {
        assert.ok(said !== undefined && said !== '', `${code} says what and what then in ${language}`);
        assert.doesNotMatch(said, /gate\.|[{}]|undefined|\[object/, `${code} in ${language}: ${said}`);
      }
      if (verdict.rule)
        assert.doesNotMatch(answer.law?.[language] ?? 'gate.', /^gate\./, `the law of ${code} in ${language}`);
    }
    // What only needs time says from when on: the day and the time, never as 2026-11-18.
    if (answer.until !== undefined || ['gate.paused', 'gate.over_budget'].includes(code)) {
      const { ko: inKorean = '', en = '', zh = '' } = answer.remedy ?? {};
      assert.match(inKorean, /(?:내일|\d+월 \d+일 \(.\)) (?:오전|오후|밤|낮) \d+시(?: \d\d분)?부터/, code);
      assert.match(en, /from \d+:\d\d (?:am|pm|noon) (?:tomorrow|on [A-Z][a-z]+, [A-Z][a-z]+ \d+)\./, code);
      assert.match(zh, /(?:明天|\d+月\d+日周.)(?:上午|下午|凌晨|中午)\d+:\d\d起/, code);
    }
    for (const said of Object.values(answer.explanation)) assert.doesNotMatch(said, /\d{4}-\d\d-\d\d/, code);
  }
});

test('P3 no code of the gate is left out of the walk', () => {
  const refusing = Object.keys(ko).flatMap((key) =>
    /^gate\.(.+)\.then$/.test(key) ? [key.replace(/\.then$/, '')] : [],
  );
  const walked = new Set([...CASES.map(([code]) => code), ...NEVER_AS_SHIPPED]);
  assert.deepEqual(
    refusing.filter((code) => !walked.has(code)),
    [],
  );
  assert.equal(walked.size, refusing.length);
});

/** Codes of the gate that are no refusal. */
const NO_REFUSAL = /^gate\.(?:allowed|warning|law|moment|purpose|channel|stop|missing|verdict|manage|one_recipient)\b/;
/** Which detectors of wording give codes that stand behind `gate.` as they are. */
const FORMS = [
  'label_missing',
  'label_wrong',
  'sender_missing',
  'refusal_missing',
  'contact_missing',
  'signature_missing',
];

test('P3 whatever code stands in the source of the gate is walked: a new one without its words fails here', () => {
  const root = path.join(import.meta.dirname, '../../..');
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.test\.ts$|\.testing\.ts$/.test(name))
    .filter((name) => /^(?:consents|channels|notices)\b/.test(name))
    .map((name) => readFileSync(path.join(root, name), 'utf8'));
  const written = sources.flatMap((source) => [...source.matchAll(/'(gate\.[a-z_.]+)'/g)].map(([, code = '']) => code));
  const forms = sources.flatMap((source) =>
    [...source.matchAll(/code: '([a-z]+_(?:missing|wrong))'/g)].map(([, code = '']) => code),
  );
  assert.deepEqual([...new Set(forms)].sort(), [...FORMS].sort(), 'a new form has its case');
  const codes = new Set([
    ...written.filter((code) => !NO_REFUSAL.test(code)),
    ...forms.map((code) => `gate.${code}`),
    ...FORBIDDEN.map(([code]) => `gate.forbidden.${code}`),
    ...OVERSTATED.map(([code]) => `gate.overstated.${code}`),
  ]);
  const walked = new Set([...CASES.map(([code]) => code), ...NEVER_AS_SHIPPED]);
  assert.deepEqual(
    [...codes].filter((code) => !walked.has(code)),
    [],
  );
  for (const code of codes) assert.ok(hasText(code) && hasText(`${code}.then`), `${code} says what then`);
});

test('P3 the law behind each rule has a short name in three languages', () => {
  const known = Object.keys(ko).filter((key) => key.startsWith('gate.law.'));
  assert.deepEqual(known.sort(), PRESET_RULES.map(({ code }) => `gate.law.${code}`).sort());
});

test('P2 a do-not-call list is old after its last day, not on it, and her own consent lifts it', () => {
  const recipient = (asOf: string, more: Partial<Recipient> = {}) =>
    american({ phones: [number], registry: register(asOf, [number]), ...more });
  const own = agreed({ purpose: 'renewal', channel: 'phone' });
  for (const [code, message, whom, why] of [
    ['gate.registry_listed', renewal, recipient('2026-11-03'), 'fourteen days for renewals: the last one'],
    ['gate.registry_old', renewal, recipient('2026-11-02'), 'a day later'],
    ['gate.allowed.consent', renewal, recipient('2026-11-03', { consents: [own] }), 'she agreed to be called'],
    ['gate.registry_old', renewal, recipient('2026-11-02', { consents: [own] }), 'an old list tells of nobody'],
    ['gate.allowed.service', renewal, american({ phones: [number], registry: register('2026-11-03') }), 'not listed'],
    ['gate.registry_old', {}, recipient('2026-10-16'), 'thirty-one days for advertisements'],
    ['gate.registry_listed', {}, recipient('2026-10-17'), 'the last of them'],
    ['gate.allowed.service', service, recipient('2020-01-01'), 'what informs is not asked'],
    ['gate.allowed.service', renewal, american(), 'nobody looked'],
    ['gate.allowed.service', renewal, korean({ registry: register(null) }), 'in Korea from the first list on'],
    ['gate.registry_old', renewal, korean({ registry: register('2026-11-02') }), 'and then its age'],
  ] as const) {
    const asked = messageOf({ channel: 'sms', purpose: 'marketing', ...message });
    const now = whom.jurisdiction === 'US' ? NEW_YORK_NOON : NOON;
    assert.equal(judge(asked, whom, RULES, now).code, code, why);
  }
});

test('P2 a voucher is a warning in a draft, and signed for where it leaves', () => {
  const asked = (review: Message['review']) =>
    judge(
      messageOf({ channel: 'sms', purpose: 'marketing', text: advert('미백 쿠폰'), review }),
      willing(),
      RULES,
      NOON,
    );
  assert.deepEqual(
    asked(null).warnings.map(({ code }) => code),
    ['gate.warning.sign_off'],
  );
  const signed = asked({ ...NO_REVIEW, signedOffUntil: day('2026-11-17') });
  assert.deepEqual([signed.verdict, signed.warnings.map(({ code }) => code)], ['ALLOW', ['gate.warning.signed_off']]);
});

test('P2 a postal address of the three countries is seen, a phone number is none', () => {
  const from = (text: string) =>
    judge(messageOf({ channel: 'email', purpose: 'marketing', text }), american(), RULES, NEW_YORK_NOON).code;
  for (const address of [
    'Anbu Dental, 120 Broadway, New York, NY 10271',
    'P.O. Box 1234, Newark',
    '서울특별시 강남구 테헤란로 123',
    '北京市朝阳区建国路88号',
    '123 Teheran-ro, Gangnam-gu, Seoul 06133',
  ]) {
    assert.equal(from(`News. ${address}`), 'gate.no_consent', address);
  }
  assert.equal(from('News. Call 212-555-0100'), 'gate.postal_missing');
});

test('P4 who is held out hears of her appointment all the same', () => {
  for (const [purpose, code] of [
    ['care', 'gate.allowed.care'],
    ['service', 'gate.allowed.service'],
    ['survey', 'gate.held_out'],
    ['renewal', 'gate.held_out'],
  ] as const) {
    assert.equal(judge(messageOf({ channel: 'sms', purpose, heldOut: true }), korean(), RULES, NOON).code, code);
  }
});

test('of many messages at once a refusal is said without the particulars of one', () => {
  const codes = Object.keys(ko).filter((key) => Object.hasOwn(ko, `${key}.then`));
  assert.ok(codes.length > 40);
  for (const code of codes) {
    for (const language of ['ko', 'en', 'zh'] as const) {
      if (!textOf(language, code, {}).match(/\{|\[/) && !(ko as Record<string, string>)[code]?.includes('{')) continue;
      assert.ok(hasText(`${code}.counted`), code);
      assert.doesNotMatch(textOf(language, `${code}.counted`), /[{}[\]]|^gate/, code);
    }
  }
});

test('P3 a moment is said as people say it, by the clock of who reads and by that of who is told', () => {
  const hours = {
    verdict: 'DEFER',
    code: 'gate.hours',
    rule: null,
    consentId: null,
    suppressionId: null,
    warnings: [],
  } as const;
  const said = (until: string, now: string, zone = 'Asia/Seoul') => {
    const params = { from: '08:00', to: '21:00', until: at(until) };
    const { remedy } = answerOf(
      { ...hours, until: at(until), params, zones: [zone] },
      { zone: 'Asia/Seoul', now: at(now) },
    );
    return [remedy?.ko, remedy?.en, remedy?.zh];
  };
  const evening = '2026-11-17T22:00:00+09:00';
  for (const [until, now, words, why] of [
    [
      '2026-11-18T08:00:00+09:00',
      evening,
      ['내일 오전 8시부터 보낼 수 있습니다.', 'It may go from 8:00 am tomorrow.', '明天上午8:00起可以发送。'],
      'the evening before',
    ],
    [
      '2026-11-18T08:00:00+09:00',
      '2026-11-18T00:30:00+09:00',
      ['오늘 오전 8시부터 보낼 수 있습니다.', 'It may go from 8:00 am today.', '今天上午8:00起可以发送。'],
      'after midnight it is the same day',
    ],
    [
      '2026-11-27T13:05:00+09:00',
      evening,
      [
        '11월 27일 (금) 오후 1시 05분부터 보낼 수 있습니다.',
        'It may go from 1:05 pm on Friday, November 27.',
        '11月27日周五下午1:05起可以发送。',
      ],
      'a day that has a name',
    ],
    [
      '2027-01-04T00:00:00+09:00',
      evening,
      [
        '2027년 1월 4일 (월) 밤 0시부터 보낼 수 있습니다.',
        'It may go from 12:00 am on Monday, January 4, 2027.',
        '2027年1月4日周一凌晨12:00起可以发送。',
      ],
      'another year is named',
    ],
    [
      '2026-11-17T12:00:00+09:00',
      '2026-11-18T09:00:00+09:00',
      ['어제 낮 12시부터 보낼 수 있습니다.', 'It may go from 12:00 noon yesterday.', '昨天中午12:00起可以发送。'],
      'what was said is read later',
    ],
  ] as const) {
    assert.deepEqual(said(until, now), words, why);
  }
  assert.deepEqual(
    said('2026-11-18T08:00:00-05:00', evening, 'America/New_York'),
    [
      '내일 오후 10시(받는 분 시각으로 내일 오전 8시)부터 보낼 수 있습니다.',
      'It may go from 10:00 pm tomorrow (8:00 am tomorrow by the recipient’s clock).',
      '明天下午10:00（对方当地时间明天上午8:00）起可以发送。',
    ],
    'in New York, read in Seoul',
  );
});
