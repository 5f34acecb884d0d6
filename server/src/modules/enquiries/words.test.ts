import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Language } from '@anbu/contract';
import { textOf } from '../../platform/i18n.ts';
import { HOLD_REASONS, STAGES, STATUSES } from './vocabulary.ts';

test('P5 a status, a stage and a reason of a hold have one name in each language, in the vocabulary and in the catalogue', () => {
  for (const language of Language.options) {
    for (const { code, names } of STATUSES) assert.equal(textOf(language, `enquiries.status.${code}`), names[language]);
    for (const { code, names } of HOLD_REASONS)
      assert.equal(textOf(language, `enquiries.hold.${code}`), names[language]);
    for (const [code, { names }] of Object.entries(STAGES)) {
      assert.equal(textOf(language, `enquiries.stage.${code}`), names[language]);
    }
  }
});
