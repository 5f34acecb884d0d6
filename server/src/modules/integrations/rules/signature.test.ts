import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headerSignature, wholeMapping } from './signature.ts';

test('F6 a list is known by its headers, in any order and spacing, and by no other ones', () => {
  const known = headerSignature(['이름', '연락처', '문의 일']);
  assert.equal(headerSignature(['연락처', ' 이름', '문의일']), known);
  assert.notEqual(headerSignature(['이름', '연락처']), known);
  assert.notEqual(headerSignature(['이름', '연락처', '문의일', '메모']), known);
});

test('F6 a field without a column is known to have none', () => {
  const whole = wholeMapping('people', { name: '성함' });
  assert.equal(whole['name'], '성함');
  assert.equal(whole['phone'], null);
});
