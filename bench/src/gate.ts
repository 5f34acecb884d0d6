/** `node scripts/run.cjs bench/src/gate.ts`: how long one verdict takes, over every country, channel and purpose, with the presets. */
import { MESSAGE_CHANNELS, PURPOSES, type Jurisdiction } from '@anbu/contract';
import { DAY, HOUR, instant, plus } from '@anbu/server/src/kernel/instant.ts';
import {
  judge,
  messageOf,
  PRESET_RULES,
  recipientOf,
  ruleBook,
} from '@anbu/server/src/modules/consents/rules/gate/index.ts';

const ROUNDS = 300_000;
const START = instant(Date.UTC(2026, 0, 1));
const PLACES: readonly (readonly [Jurisdiction, string, string])[] = [
  ['KR', 'Asia/Seoul', '+821000000000'],
  ['US', 'America/New_York', '+13105550123'],
  ['CN', 'Asia/Shanghai', '+8613800000000'],
];
/** Each says a number of its own: no two texts are looked at as one. The longest is an LMS of 2,000 bytes. */
const textOf = (round: number) =>
  `(광고)안부치과 02-000-7582\n${round}번 고객님, ${'겨울 구강 관리 안내입니다. '.repeat(LENGTHS[round % LENGTHS.length]!)}\n무료수신거부 080-000-7582`;
const LENGTHS = [1, 3, 20, 70] as const;

const rules = ruleBook(PRESET_RULES);
const recipients = PLACES.map(([jurisdiction, timeZone, phone]) =>
  recipientOf({
    jurisdiction,
    timeZone,
    phones: [phone],
    emails: ['one@example.com'],
    consents: MESSAGE_CHANNELS.flatMap((channel) =>
      [false, true].map(
        (night) =>
          ({
            id: null,
            kind: 'contact',
            purpose: 'marketing',
            channel,
            night,
            state: 'granted',
            at: START,
            expiresOn: null,
          }) as const,
      ),
    ),
    suppressions: [
      { id: null, address: '+821099999999', purposes: null, channels: null, reason: 'request', at: START, until: null },
    ],
    sent: [{ purpose: 'survey', at: plus(START, DAY) }],
  }),
);

const times = new Float64Array(ROUNDS);
const verdicts = { ALLOW: 0, DEFER: 0, DENY: 0 };
for (let round = 0; round < ROUNDS; round += 1) {
  const channel = MESSAGE_CHANNELS[round % MESSAGE_CHANNELS.length]!;
  const purpose = PURPOSES[Math.floor(round / 7) % PURPOSES.length]!;
  const message = messageOf({ channel, purpose, text: textOf(round), sender: { registered: true, expiresOn: null } });
  const began = performance.now();
  const { verdict } = judge(message, recipients[round % 3]!, rules, plus(START, (round % 8_760) * HOUR));
  times[round] = performance.now() - began;
  verdicts[verdict] += 1;
}
times.sort();
const at = (share: number) => `${((times[Math.floor(ROUNDS * share)] ?? 0) * 1_000).toFixed(1)} µs`;
console.log(
  `${ROUNDS} verdicts ${JSON.stringify(verdicts)}: p50 ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}, p99.9 ${at(0.999)}`,
);
