import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant } from '../../../kernel/instant.ts';
import type { Consent } from './gate/index.ts';
import { importedBeside } from './import-standing.ts';

const at = (day: number) => instant(Date.UTC(2026, 0, day));
const row = (state: Consent['state'], day: number, more: Partial<Consent> = {}): Consent => ({
  ...{ id: 'c', kind: 'contact', purpose: 'marketing', channel: 'sms', night: false, expiresOn: null },
  state,
  at: at(day),
  ...more,
});

test('C4 an imported consent never beats a refusal of that time or after it', () => {
  for (const [state, day, night, beside, found, why] of [
    ['granted', 5, false, [], 'new', 'nothing stands'],
    ['granted', 5, false, [row('granted', 5)], 'known', 'the same list again'],
    ['granted', 5, false, [row('withdrawn', 9)], 'refused_later', 'she refused after it'],
    ['granted', 5, false, [row('withdrawn', 5)], 'refused_later', 'of two at once the refusal'],
    ['granted', 5, false, [row('withdrawn', 9), row('granted', 12)], 'refused_later', 'the old one adds nothing'],
    ['granted', 9, false, [row('withdrawn', 5)], 'after_refusal', 'she agreed again, and it is said'],
    ['granted', 5, false, [row('withdrawn', 9, { channel: 'email' })], 'new', 'another channel'],
    ['granted', 5, false, [row('withdrawn', 9, { purpose: 'survey' })], 'new', 'another purpose'],
    ['granted', 5, false, [row('withdrawn', 9, { night: true })], 'new', 'the night was refused, not the day'],
    ['granted', 5, true, [row('withdrawn', 9)], 'refused_later', 'a refusal by day ends the night'],
    ['withdrawn', 5, false, [row('granted', 9)], 'new', 'a refusal is always written down'],
  ] as const) {
    const said = { purpose: 'marketing', channel: 'sms', night, state, at: at(day) } as const;
    assert.equal(importedBeside(said, beside), found, why);
  }
});
