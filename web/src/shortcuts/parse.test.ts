import assert from 'node:assert/strict';
import { test } from 'node:test';
import { belongsToFocus, tinykeysBinding } from './parse.ts';

test('letters and digits are matched by the place of the key, so that they work in Korean typing too', () => {
  for (const [keys, binding] of [
    ['J', 'KeyJ'],
    ['3', 'Digit3'],
    ['G T', 'KeyG KeyT'],
    ['Ctrl+K', '$mod+KeyK'],
    ['Ctrl+Enter', '$mod+Enter'],
    ['Space', 'Space'],
    ['Esc', 'Escape'],
    ['?', '[Shift]+(\\?)'],
  ] as const) {
    assert.equal(tinykeysBinding(keys), binding);
  }
});

const typed = (change: object) => ({
  isComposing: false,
  keyCode: 74,
  key: 'j',
  ctrlKey: false,
  metaKey: false,
  ...change,
});

test('what the input method composes is nobody’s shortcut', () => {
  assert.equal(belongsToFocus(typed({ isComposing: true }), 'other'), true);
  assert.equal(belongsToFocus(typed({ keyCode: 229 }), 'other'), true);
});

test('a field keeps its letters, a button its Enter and Space; commands pass', () => {
  assert.equal(belongsToFocus(typed({}), 'text'), true);
  assert.equal(belongsToFocus(typed({ ctrlKey: true }), 'text'), false);
  assert.equal(belongsToFocus(typed({ key: 'Enter' }), 'control'), true);
  assert.equal(belongsToFocus(typed({}), 'control'), false);
  assert.equal(belongsToFocus(typed({}), 'other'), false);
});
