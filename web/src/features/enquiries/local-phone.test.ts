import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localPhone } from './local-phone.ts';

test('a Korean number is written as people write it, others keep their sign', () => {
  assert.equal(localPhone('+821012345678'), '010-1234-5678');
  assert.equal(localPhone('+82212345678'), '02-1234-5678');
  assert.equal(localPhone('+8225551234'), '02-555-1234');
  assert.equal(localPhone('+82315551234'), '031-555-1234');
  assert.equal(localPhone('+8613812345678'), '+8613812345678');
});
