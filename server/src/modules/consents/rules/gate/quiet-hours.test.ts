import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MESSAGE_CHANNELS, PURPOSES, type Jurisdiction, type MessageChannel, type Purpose } from '@anbu/contract';
import { formatInstant, instant, plus, SECOND, type Instant } from '../../../../kernel/instant.ts';
import { judge, messageOf, PRESET_RULES, recipientOf, ruleBook, type Consent } from './index.ts';

const RULES = ruleBook(PRESET_RULES);
const at = (text: string): Instant => instant(Date.parse(text));

const consent = (purpose: Purpose, channel: MessageChannel, night: boolean): Consent => ({
  id: null,
  kind: 'contact',
  purpose,
  channel,
  night,
  state: 'granted',
  at: at('2026-01-05T03:00:00Z'),
  expiresOn: null,
});

const verdictOf = (
  jurisdiction: Jurisdiction,
  timeZone: string,
  channel: MessageChannel,
  purpose: Purpose,
  night: boolean,
  moment: Instant,
) => {
  const consents = [consent(purpose, channel, false), ...(night ? [consent(purpose, channel, true)] : [])];
  const verdict = judge(
    messageOf({ channel, purpose }),
    recipientOf({ jurisdiction, timeZone, consents }),
    RULES,
    moment,
  );
  return verdict.verdict === 'DEFER' ? `DEFER ${formatInstant(verdict.until)}` : verdict.verdict;
};

/** Where hours hold, by rules.md. Everything else goes at any hour. */
type Hours = 'always' | 'night consent lifts them' | 'strict';
function hoursOf(jurisdiction: Jurisdiction, channel: MessageChannel, purpose: Purpose): Hours {
  const isCallOrText = ['phone', 'sms', 'alimtalk'].includes(channel);
  // US 47 CFR 64.1200(c)(1) and Chinese practice: calls and texts, whatever they are for.
  if (jurisdiction !== 'KR') return isCallOrText ? 'strict' : 'always';
  // Network Act 50(3): what solicits, on every electronic medium but e-mail.
  if (purpose !== 'marketing' && purpose !== 'renewal') return 'always';
  return channel === 'email' || channel === 'letter' ? 'always' : 'night consent lifts them';
}

/** Wall times of 2026-03-03 (a Tuesday, no summer time in the US) and of the next opening. */
const PLACES: readonly (readonly [
  Jurisdiction,
  zone: string,
  eight: string,
  nine: string,
  nextEight: string,
  source: string,
])[] = [
  ['KR', 'Asia/Seoul', '2026-03-02T23:00:00Z', '2026-03-03T12:00:00Z', '2026-03-03T23:00:00.000Z', 'Network Act 50(3)'],
  [
    'US',
    'America/New_York',
    '2026-03-03T13:00:00Z',
    '2026-03-04T02:00:00Z',
    '2026-03-04T13:00:00.000Z',
    'Eastern, UTC−5',
  ],
  [
    'US',
    'America/Chicago',
    '2026-03-03T14:00:00Z',
    '2026-03-04T03:00:00Z',
    '2026-03-04T14:00:00.000Z',
    'Central, UTC−6',
  ],
  [
    'US',
    'America/Denver',
    '2026-03-03T15:00:00Z',
    '2026-03-04T04:00:00Z',
    '2026-03-04T15:00:00.000Z',
    'Mountain, UTC−7',
  ],
  [
    'US',
    'America/Los_Angeles',
    '2026-03-03T16:00:00Z',
    '2026-03-04T05:00:00Z',
    '2026-03-04T16:00:00.000Z',
    'Pacific, UTC−8',
  ],
  [
    'US',
    'America/Anchorage',
    '2026-03-03T17:00:00Z',
    '2026-03-04T06:00:00Z',
    '2026-03-04T17:00:00.000Z',
    'Alaska, UTC−9',
  ],
  [
    'US',
    'Pacific/Honolulu',
    '2026-03-03T18:00:00Z',
    '2026-03-04T07:00:00Z',
    '2026-03-04T18:00:00.000Z',
    'Hawaii, UTC−10',
  ],
  [
    'US',
    'America/Phoenix',
    '2026-03-03T15:00:00Z',
    '2026-03-04T04:00:00Z',
    '2026-03-04T15:00:00.000Z',
    'Arizona, no summer time',
  ],
  [
    'US',
    'America/Indiana/Indianapolis',
    '2026-03-03T13:00:00Z',
    '2026-03-04T02:00:00Z',
    '2026-03-04T13:00:00.000Z',
    'Indiana',
  ],
  ['CN', 'Asia/Shanghai', '2026-03-03T00:00:00Z', '2026-03-03T13:00:00Z', '2026-03-04T00:00:00.000Z', 'practice'],
];

test('T1 quiet hours at ±1 s: every country, zone, channel and purpose, with and without a consent for the night', () => {
  let asked = 0;
  for (const [jurisdiction, zone, eight, nine, nextEight, source] of PLACES) {
    for (const channel of MESSAGE_CHANNELS) {
      for (const purpose of PURPOSES) {
        // AlimTalk carries no advertisement at any hour.
        if (jurisdiction === 'KR' && channel === 'alimtalk' && purpose === 'marketing') continue;
        const hours = hoursOf(jurisdiction, channel, purpose);
        for (const night of [false, true]) {
          const open = hours === 'always' || (hours === 'night consent lifts them' && night);
          const today = formatInstant(at(eight));
          for (const [moment, expected, why] of [
            [plus(at(eight), -SECOND), open ? 'ALLOW' : `DEFER ${today}`, '07:59:59'],
            [at(eight), 'ALLOW', '08:00:00'],
            [plus(at(eight), SECOND), 'ALLOW', '08:00:01'],
            [plus(at(nine), -SECOND), 'ALLOW', '20:59:59'],
            [plus(at(nine), -1), 'ALLOW', '20:59:59.999'],
            [at(nine), open ? 'ALLOW' : `DEFER ${nextEight}`, '21:00:00'],
            [plus(at(nine), SECOND), open ? 'ALLOW' : `DEFER ${nextEight}`, '21:00:01'],
          ] as const) {
            const found = verdictOf(jurisdiction, zone, channel, purpose, night, moment);
            assert.equal(found, expected, `${source}: ${zone} ${channel} ${purpose} night=${String(night)} ${why}`);
            asked += 1;
          }
        }
      }
    }
  }
  assert.equal(asked, (10 * 7 * 5 - 1) * 2 * 7);
});

test('T4 queued at 20:59 and handed over at 21:05, it waits for 08:00', () => {
  const queued = verdictOf('KR', 'Asia/Seoul', 'sms', 'marketing', false, at('2026-03-03T20:59:00+09:00'));
  const handedOver = verdictOf('KR', 'Asia/Seoul', 'sms', 'marketing', false, at('2026-03-03T21:05:00+09:00'));
  assert.deepEqual([queued, handedOver], ['ALLOW', 'DEFER 2026-03-03T23:00:00.000Z']);
});

test('T1 T3 windows hold where the clocks change: the wall says eight, whatever the offset', () => {
  for (const [zone, moment, expected, why] of [
    [
      'America/New_York',
      '2026-03-08T02:59:00Z',
      'DEFER 2026-03-08T12:00:00.000Z',
      'the night in which an hour is missing: 8 h EDT',
    ],
    [
      'America/New_York',
      '2026-11-01T01:30:00Z',
      'DEFER 2026-11-01T13:00:00.000Z',
      'the night in which an hour comes twice: 8 h EST',
    ],
    [
      'America/New_York',
      '2026-11-01T12:59:59Z',
      'DEFER 2026-11-01T13:00:00.000Z',
      '07:59:59 EST, an hour later than the day before',
    ],
    ['America/New_York', '2026-10-31T12:00:00Z', 'ALLOW', '08:00 EDT'],
    ['America/Phoenix', '2026-07-01T14:59:59Z', 'DEFER 2026-07-01T15:00:00.000Z', 'Arizona keeps UTC−7 in summer'],
    ['America/Denver', '2026-07-01T14:00:00Z', 'ALLOW', 'while Denver has UTC−6'],
    ['America/Indiana/Indianapolis', '2026-07-01T12:00:00Z', 'ALLOW', 'Indiana has had summer time since 2006'],
    ['America/Los_Angeles', '2027-03-14T05:30:00Z', 'DEFER 2027-03-14T15:00:00.000Z', '8 h PDT'],
  ] as const) {
    assert.equal(verdictOf('US', zone, 'sms', 'service', false, at(moment)), expected, `${zone} ${why}`);
  }
});

test('T1 where the number and the address live apart, the stricter of both holds', () => {
  const ask = (to: string, timeZone: string | null, moment: string) => {
    const message = messageOf({ channel: 'sms', purpose: 'service', to });
    const verdict = judge(message, recipientOf({ jurisdiction: 'US', timeZone }), RULES, at(moment));
    return verdict.verdict === 'DEFER' ? formatInstant(verdict.until) : verdict.verdict;
  };
  for (const [to, zone, moment, expected, why] of [
    [
      '+12125550123',
      'America/Los_Angeles',
      '2026-03-03T15:59:59Z',
      '2026-03-03T16:00:00.000Z',
      'New York is up, Los Angeles is not',
    ],
    ['+12125550123', 'America/Los_Angeles', '2026-03-03T16:00:00Z', 'ALLOW', 'both are'],
    [
      '+12125550123',
      'America/Los_Angeles',
      '2026-03-04T02:00:00Z',
      '2026-03-04T16:00:00.000Z',
      'New York sleeps: until Los Angeles is up',
    ],
    [
      '+19285550123',
      null,
      '2026-07-01T14:30:00Z',
      '2026-07-01T15:00:00.000Z',
      'area 928: the rest of Arizona is at 07:30',
    ],
    [
      '+19285550123',
      null,
      '2026-07-02T03:30:00Z',
      '2026-07-02T15:00:00.000Z',
      'area 928: the Navajo Nation is at 21:30',
    ],
    ['+13175550123', null, '2026-03-03T13:00:00Z', 'ALLOW', 'Indianapolis'],
    [
      '+18005550123',
      null,
      '2026-03-03T13:00:00Z',
      '2026-03-03T18:00:00.000Z',
      'a number that lives nowhere: the whole country',
    ],
    [
      '+16715550123',
      'America/New_York',
      '2026-03-03T13:00:00Z',
      '2026-03-03T22:00:00.000Z',
      'Guam and New York have some hours in common',
    ],
  ] as const) {
    assert.equal(ask(to, zone, moment), expected, why);
  }
});
