import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Instant } from '../../../kernel/instant.ts';
import { standing, type Consent, type Suppression } from './gate/index.ts';
import { strictest, type Held } from './strictest.ts';

type Row = readonly [state: Consent['state'], at: number, night?: boolean];
const held = (rows: readonly Row[], stops = 0, doNotContact = false): Held => ({
  consents: rows.map(([state, at, night = false]) => ({
    id: null,
    kind: 'contact',
    purpose: 'marketing',
    channel: 'sms',
    night,
    state,
    at: at as Instant,
    expiresOn: null,
  })),
  suppressions: Array.from({ length: stops }, (_, index) => ({ id: String(index) }) as Suppression),
  doNotContact,
});

test('C4 of two persons that become one the stricter holds, in whichever order they are merged', () => {
  for (const [a, b, day, night, why] of [
    [[['granted', 1]], [['granted', 2]], 'granted', null, 'both agreed'],
    [[['granted', 9]], [['withdrawn', 1]], 'withdrawn', 'withdrawn', 'a refusal beats a later consent of the other'],
    [[['granted', 1]], [], 'granted', null, 'silence says nothing'],
    [[['withdrawn', 1]], [], 'withdrawn', 'withdrawn', 'nor does it lift a refusal'],
    [[], [], null, null, 'nobody was asked'],
    [
      [['granted', 9]],
      [
        ['withdrawn', 1],
        ['granted', 2],
      ],
      'granted',
      'withdrawn',
      'one changed her mind: her newest word counts',
    ],
    [
      [['granted', 9]],
      [
        ['granted', 1],
        ['withdrawn', 2],
      ],
      'withdrawn',
      'withdrawn',
      'the other way round too',
    ],
    [
      [
        ['granted', 1],
        ['granted', 1, true],
      ],
      [['granted', 2]],
      'granted',
      'granted',
      'nobody refused the night',
    ],
    [
      [
        ['granted', 1],
        ['granted', 3, true],
      ],
      [
        ['granted', 2],
        ['withdrawn', 2, true],
      ],
      'granted',
      'withdrawn',
      'one refused the night',
    ],
    [[['granted', 5, true]], [['withdrawn', 1]], 'withdrawn', 'withdrawn', 'a refusal by day ends the night'],
  ] as readonly (readonly [Row[], Row[], string | null, string | null, string])[]) {
    for (const merged of [strictest(held(a), held(b)), strictest(held(b), held(a))]) {
      const asked = { kind: 'contact', purpose: 'marketing', channel: 'sms' } as const;
      const ever = 100 as Instant;
      assert.equal(standing(merged.consents, asked, false, ever)?.state ?? null, day, why);
      assert.equal(standing(merged.consents, asked, true, ever)?.state ?? null, night, `${why}, at night`);
    }
  }
  const stops = strictest(held([], 1, true), held([], 2));
  assert.deepEqual([stops.suppressions.length, stops.doNotContact], [3, true]);
});
