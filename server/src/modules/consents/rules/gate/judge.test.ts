import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays, calendarDay } from '../../../../kernel/calendar-day.ts';
import { formatInstant, instant, type Instant } from '../../../../kernel/instant.ts';
import {
  judge,
  messageOf,
  PRESET_RULES,
  recipientOf,
  ruleBook,
  sameDateLater,
  type Consent,
  type Message,
  type Recipient,
  type Suppression,
} from './index.ts';
import { ageOn, birthday } from './standing.ts';

const RULES = ruleBook(PRESET_RULES);
const at = (text: string): Instant => instant(Date.parse(text));
// A Tuesday at ten in Seoul.
const NOW = at('2026-11-17T10:00:00+09:00');

const granted = (more: Partial<Consent> = {}): Consent => ({
  id: 'c',
  kind: 'contact',
  purpose: 'marketing',
  channel: 'sms',
  night: false,
  state: 'granted',
  at: at('2026-01-05T12:00:00+09:00'),
  expiresOn: null,
  ...more,
});
const stop = (more: Partial<Suppression> = {}): Suppression => ({
  id: 's',
  address: null,
  purposes: null,
  channels: null,
  reason: 'request',
  at: at('2026-11-01T00:00:00Z'),
  until: null,
  ...more,
});
const korean = (more: Partial<Recipient> = {}) => recipientOf({ jurisdiction: 'KR', timeZone: 'Asia/Seoul', ...more });
const ask = (message: Partial<Message>, recipient: Recipient, now = NOW) =>
  judge(messageOf({ channel: 'sms', purpose: 'marketing', ...message }), recipient, RULES, now);

test('P2 what a message rests on: care and service on the treatment, an advertisement on a consent or a dealing', () => {
  for (const [message, recipient, code, why] of [
    [{ purpose: 'care' }, korean(), 'gate.allowed.care', 'safety needs no consent'],
    [{ purpose: 'service' }, korean(), 'gate.allowed.service', 'nor does what she asked for'],
    [{ purpose: 'survey' }, korean(), 'gate.allowed.service', 'a question after a visit sells nothing'],
    [{}, korean(), 'gate.no_consent', 'an advertisement needs one'],
    [{}, korean({ consents: [granted()] }), 'gate.allowed.consent', 'and has one'],
    [{ channel: 'email' }, korean({ consents: [granted()] }), 'gate.no_consent', 'of that channel'],
    [{}, korean({ consents: [granted({ purpose: 'survey' })] }), 'gate.no_consent', 'and of that purpose'],
    [{}, korean({ consents: [granted({ night: true })] }), 'gate.allowed.consent', 'for the night too is for the day'],
    [
      {},
      korean({ consents: [granted({ at: at('2026-11-18T00:00:00Z') })] }),
      'gate.no_consent',
      'tomorrow’s is none yet',
    ],
    [
      {},
      korean({ consents: [granted({ expiresOn: calendarDay('2026-11-16') })] }),
      'gate.consent_over',
      'given until yesterday',
    ],
    [
      {},
      korean({ consents: [granted(), granted({ state: 'withdrawn', at: at('2026-02-01T00:00:00Z') })] }),
      'gate.withdrawn',
      'the newest counts',
    ],
    [
      {},
      korean({
        consents: [
          granted({ at: at('2026-03-01T00:00:00Z') }),
          granted({ state: 'withdrawn', at: at('2026-02-01T00:00:00Z') }),
        ],
      }),
      'gate.allowed.consent',
      'she changed her mind again',
    ],
    [
      {},
      korean({ consents: [granted(), granted({ state: 'withdrawn' })] }),
      'gate.withdrawn',
      'of two at once the refusal',
    ],
    [
      { purpose: 'service' },
      korean({ consents: [granted({ purpose: 'service', state: 'withdrawn' })] }),
      'gate.withdrawn',
      'service is refused by name',
    ],
    [
      {},
      korean({ lastDealingAt: at('2026-05-17T12:00:00+09:00') }),
      'gate.allowed.dealing',
      'six months: the last day',
    ],
    [{}, korean({ lastDealingAt: at('2026-05-16T12:00:00+09:00') }), 'gate.no_consent', 'a day later'],
    [
      {},
      korean({ lastDealingAt: at('2026-11-01T12:00:00+09:00'), consents: [granted({ state: 'withdrawn' })] }),
      'gate.withdrawn',
      'a refusal overrides a dealing',
    ],
    [
      {},
      recipientOf({ jurisdiction: 'US', timeZone: 'America/New_York', lastDealingAt: at('2026-11-01T12:00:00Z') }),
      'gate.no_consent',
      'a dealing is enough in Korea only',
    ],
  ] as const) {
    const now = recipient.jurisdiction === 'US' ? at('2026-11-17T15:00:00Z') : NOW;
    assert.equal(ask(message, recipient, now).code, code, why);
  }
});

test('T5 a consent is confirmed by the same date two years later, in February by the last day', () => {
  for (const [given, by, why] of [
    ['2024-03-15', '2026-03-15', 'the same date'],
    ['2023-06-01', '2025-06-01', 'not 730 days: they end on 31 May'],
    ['2024-02-29', '2026-02-28', 'the month has no such day'],
    ['2022-02-28', '2024-02-28', 'and a leap year adds none'],
    ['2024-12-31', '2026-12-31', 'the end of a year'],
  ] as const) {
    assert.equal(sameDateLater(calendarDay(given), 24), by, why);
  }
  const leap = korean({ consents: [granted({ at: at('2024-02-29T09:00:00+09:00') })] });
  assert.equal(ask({}, leap, at('2026-02-27T20:59:59+09:00')).verdict, 'ALLOW');
  const late = ask({}, leap, at('2026-02-28T10:00:00+09:00'));
  assert.deepEqual([late.code, late.params['confirmBy']], ['gate.unconfirmed', '2026-02-28']);
  assert.equal(
    ask(
      { channel: 'letter' },
      korean({ consents: [granted({ channel: 'letter', at: at('2020-02-29T09:00:00+09:00') })] }),
    ).verdict,
    'ALLOW',
  );
});

test('T5 who was born on 29 February is of age on 1 March of a common year: by what is refused, what is said of when, and what was agreed to', () => {
  const born = (...said: string[]) =>
    korean({
      birthDate: calendarDay('2008-02-29'),
      consents: said.map((day) => granted({ at: at(`${day}T09:00:00+09:00`) })),
    });
  const on = (day: string, recipient: Recipient) => ask({}, recipient, at(`${day}T10:00:00+09:00`));
  const young = on('2027-02-28', born('2027-02-01'));
  assert.deepEqual([young.code, young.params['grownUp']], ['gate.minor_marketing', '2027-03-01']);
  assert.equal(on('2027-03-01', born('2027-02-28')).code, 'gate.consent_of_minor', 'she was a minor that day');
  assert.equal(on('2027-03-01', born('2027-03-01')).code, 'gate.allowed.consent');
  for (const [birth, years, day] of [
    ['2008-02-29', 14, '2022-03-01'],
    ['2008-02-29', 20, '2028-02-29'],
    ['2008-12-31', 19, '2027-12-31'],
  ] as const) {
    assert.equal(birthday(calendarDay(birth), years), day);
    assert.deepEqual(
      [ageOn(calendarDay(birth), calendarDay(day)), ageOn(calendarDay(birth), addDays(calendarDay(day), -1))],
      [years, years - 1],
    );
  }
});

test('P2 a stop overrides every consent, for what it was said of and no more', () => {
  const phones = ['+821022832943', '+821033334444'];
  const everything = granted();
  for (const [suppression, message, verdict, why] of [
    [stop(), {}, 'DENY', 'everything'],
    [stop(), { purpose: 'care' }, 'DENY', 'care too'],
    [stop({ purposes: ['marketing'] }), {}, 'DENY', 'Korea: a stop word ends advertisements'],
    [stop({ purposes: ['marketing'] }), { purpose: 'service' }, 'ALLOW', 'and nothing else'],
    [stop({ channels: ['email'] }), {}, 'ALLOW', 'another channel'],
    [stop({ address: phones[0]! }), {}, 'DENY', 'her first number'],
    [stop({ address: phones[0]! }), { to: phones[1]! }, 'ALLOW', 'not the other one'],
    [stop({ address: phones[0]! }), { channel: 'letter', purpose: 'service' }, 'ALLOW', 'nor a letter'],
    [stop({ at: at('2026-11-17T10:00:01+09:00') }), {}, 'ALLOW', 'said a second later'],
    [stop({ at: NOW }), {}, 'DENY', 'said at this moment'],
    [stop({ until: at('2026-11-17T09:59:59+09:00'), reason: 'pause' }), {}, 'ALLOW', 'a pause that is over'],
    [stop({ until: at('2026-12-01T00:00:00+09:00'), reason: 'pause' }), {}, 'DENY', 'a pause'],
  ] as const) {
    const recipient = korean({ consents: [everything], suppressions: [suppression], phones });
    assert.equal(ask(message, recipient).verdict, verdict, why);
  }
});

test('P2 who refused contact about an enquiry hears nothing of it, and while a new one is held nothing but care', () => {
  const refusedEnquiries = new Map([['e1', at('2026-10-01T00:00:00Z')]]);
  for (const [message, more, code, why] of [
    [
      { purpose: 'service', enquiryId: 'e1' },
      { refusedEnquiries },
      'gate.enquiry_refused',
      'about the enquiry that she refused',
    ],
    [{ purpose: 'service', enquiryId: 'e2' }, { refusedEnquiries }, 'gate.allowed.service', 'about another one'],
    [{}, { refusedEnquiries, consents: [granted()] }, 'gate.enquiry_refused', 'an older consent does not help'],
    [
      {},
      { refusedEnquiries, consents: [granted({ at: at('2026-10-02T00:00:00Z') })] },
      'gate.allowed.consent',
      'a newer one does',
    ],
    [{ purpose: 'service' }, { contactHold: true }, 'gate.contact_hold', 'the evidence of consent is missing'],
    [{ purpose: 'care' }, { contactHold: true }, 'gate.allowed.care', 'safety first'],
    [{ purpose: 'care' }, { doNotContact: true }, 'gate.do_not_contact', 'whatever it is about'],
  ] as const) {
    assert.equal(ask(message, korean(more)).code, code, why);
  }
});

test('rules.md minors: nothing is sold to them, a child is told with the consent of her guardian', () => {
  const guardian = granted({ kind: 'guardian', purpose: 'service', channel: 'phone' });
  for (const [birth, purpose, consents, code, why] of [
    ['2008-11-18', 'marketing', [granted()], 'gate.minor_marketing', '18, 19 tomorrow'],
    ['2007-11-17', 'marketing', [granted()], 'gate.consent_of_minor', '19 today, 18 when she agreed'],
    ['2007-11-17', 'marketing', [granted({ at: NOW })], 'gate.allowed.consent', '19 today, and asked again'],
    ['2012-11-18', 'service', [], 'gate.guardian_needed', '13'],
    ['2012-11-18', 'service', [guardian], 'gate.allowed.service', 'her guardian agreed'],
    [
      '2012-11-18',
      'service',
      [guardian, { ...guardian, state: 'withdrawn', at: at('2026-06-01T00:00:00Z') }],
      'gate.guardian_needed',
      'and took it back',
    ],
    ['2012-11-18', 'care', [], 'gate.allowed.care', 'safety first'],
    ['2012-11-17', 'service', [], 'gate.allowed.service', '14 today: she is asked herself'],
  ] as const) {
    const recipient = korean({ birthDate: calendarDay(birth), consents: [...consents] });
    assert.equal(ask({ purpose }, recipient).code, code, why);
  }
});

test('P2 budgets of a purpose count over all campaigns, and say when the next may go', () => {
  const sent = (purpose: 'survey' | 'marketing', ...days: string[]) =>
    days.map((day) => ({ purpose, at: at(`${day}T10:00:00+09:00`) }));
  const once = ask({ purpose: 'survey' }, korean({ sent: sent('survey', '2026-11-01') }));
  assert.equal(once.code, 'gate.over_budget');
  assert.equal(formatInstant(once.params['until'] as Instant), '2026-12-01T01:00:00.000Z');
  assert.equal(
    ask({ purpose: 'survey' }, korean({ sent: sent('survey', '2026-10-18') })).verdict,
    'ALLOW',
    '30 days are over',
  );
  assert.equal(
    ask({ purpose: 'survey' }, korean({ sent: sent('marketing', '2026-11-16') })).verdict,
    'ALLOW',
    'another purpose',
  );
  const four = korean({
    consents: [granted()],
    sent: sent('marketing', '2026-11-16', '2026-11-10', '2026-11-05', '2026-10-30'),
  });
  assert.equal(ask({}, four).code, 'gate.over_budget');
});

test('T4 T6 what is of no use any more is never sent', () => {
  const evening = at('2026-11-17T21:30:00+09:00');
  const willing = korean({ consents: [granted()] });
  for (const [message, now, code, why] of [
    [{ usefulUntil: NOW }, NOW, 'gate.expired', 'its use is over at that moment'],
    [{ usefulUntil: at('2026-11-17T10:00:01+09:00') }, NOW, 'gate.allowed.consent', 'a second before'],
    [
      { usefulUntil: at('2026-11-18T08:00:00+09:00') },
      evening,
      'gate.expires_first',
      'of no use when the window opens',
    ],
    [{ usefulUntil: at('2026-11-18T08:00:01+09:00') }, evening, 'gate.hours', 'just in time'],
    [{ outdated: true, purpose: 'service' }, NOW, 'gate.outdated', 'the appointment was moved after it was queued'],
  ] as const) {
    assert.equal(ask(message, willing, now).code, code, why);
  }
});

test('rules.md senders are registered and unexpired', () => {
  const sender = (registered: boolean, expiresOn: string | null = null) => ({
    sender: { registered, expiresOn: expiresOn === null ? null : calendarDay(expiresOn) },
    purpose: 'service' as const,
  });
  assert.equal(ask(sender(true), korean()).verdict, 'ALLOW');
  assert.equal(ask(sender(true, '2026-11-17'), korean()).verdict, 'ALLOW', 'the last day');
  assert.equal(ask(sender(true, '2026-11-16'), korean()).code, 'gate.sender_expired');
  assert.equal(ask(sender(false), korean()).code, 'gate.sender_unregistered');
  assert.equal(ask({ ...sender(false), channel: 'email' }, korean()).verdict, 'ALLOW', 'a rule of numbers');
});

test('P2 a rule that an organisation changed holds from its day on, beside the preset', () => {
  const preset = PRESET_RULES.find(({ code }) => code === 'kr.budget.survey')!;
  const own = { ...preset, params: { most: 2, days: 30 }, revision: 1, validFrom: calendarDay('2026-11-17') };
  const off = {
    ...own,
    active: false,
    revision: 2,
    validTo: calendarDay('2026-11-20'),
    validFrom: calendarDay('2026-11-19'),
  };
  const rules = ruleBook([...PRESET_RULES, own, off]);
  const recipient = korean({ sent: [{ purpose: 'survey', at: at('2026-11-10T10:00:00+09:00') }] });
  const on = (day: string) =>
    judge(messageOf({ channel: 'sms', purpose: 'survey' }), recipient, rules, at(`${day}T10:00:00+09:00`));
  assert.equal(on('2026-11-16').code, 'gate.over_budget', 'the preset holds the day before');
  assert.equal(on('2026-11-17').verdict, 'ALLOW', 'two from that day on');
  assert.equal(on('2026-11-19').verdict, 'ALLOW', 'switched off');
  assert.equal(on('2026-11-21').verdict, 'ALLOW', 'the revision before holds again');
});

test('P2 health: an advertisement to people chosen by a treatment needs a consent of its own', () => {
  const health = granted({ kind: 'health', channel: 'web' });
  assert.equal(ask({ health: true }, korean({ consents: [granted()] })).code, 'gate.no_health_consent');
  assert.equal(ask({ health: true }, korean({ consents: [granted(), health] })).verdict, 'ALLOW');
  assert.equal(ask({ health: true, purpose: 'care' }, korean()).verdict, 'ALLOW', 'care speaks of the treatment');
});

test('P2 the one word that a stop was heard goes within its time, to whom said it, and nothing else does', () => {
  const number = '+12125550141';
  const heard = at('2026-11-17T12:00:00-05:00');
  const minutes = (count: number) => instant(heard + count * 60_000);
  const stopped = stop({ address: number, at: heard, reason: 'stop_word' });
  const american = (more: Partial<Recipient> = {}) =>
    recipientOf({
      jurisdiction: 'US',
      timeZone: 'America/New_York',
      phones: [number],
      suppressions: [stopped],
      ...more,
    });
  const answer = { purpose: 'service', to: number, answersStop: 's' } as const;
  for (const [message, recipient, now, code, why] of [
    [answer, american(), heard, 'gate.allowed.service', 'at once'],
    [answer, american(), instant(minutes(5) - 1), 'gate.allowed.service', 'the last moment'],
    [answer, american(), minutes(5), 'gate.number_stopped', 'five minutes are over'],
    [{ ...answer, answersStop: null }, american(), heard, 'gate.number_stopped', 'any other message'],
    [{ ...answer, answersStop: 'another' }, american(), heard, 'gate.number_stopped', 'of another stop'],
    [{ ...answer, purpose: 'marketing' }, american(), heard, 'gate.number_stopped', 'an advertisement is no answer'],
    [
      { ...answer, text: 'Whitening 30 % off' },
      american(),
      heard,
      'gate.undeclared_advertisement',
      'nor one in its dress',
    ],
    [
      answer,
      american({ suppressions: [stopped, stop({ id: 'before' })] }),
      heard,
      'gate.suppressed',
      'she had stopped everything before',
    ],
    [answer, american({ doNotContact: true }), heard, 'gate.do_not_contact', 'nothing at all'],
    [
      { ...answer, channel: 'email' },
      american({ suppressions: [stopped, stop({ id: 'e', address: number })] }),
      heard,
      'gate.number_stopped',
      'by text alone',
    ],
    [answer, korean({ suppressions: [stopped] }), minutes(14 * 24 * 60 - 1), 'gate.allowed.service', 'fourteen days'],
    [answer, korean({ suppressions: [stopped] }), minutes(14 * 24 * 60), 'gate.number_stopped', 'and no more'],
    [
      answer,
      recipientOf({ jurisdiction: 'CN', timeZone: 'Asia/Shanghai', suppressions: [stopped] }),
      heard,
      'gate.number_stopped',
      'where no row allows it',
    ],
  ] as const) {
    assert.equal(ask(message, recipient, now).code, code, why);
  }
});
