import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readReturnAddress, readReturnNames, returnAddress, returnName } from './returns.ts';

const NAME = { messageId: '01a217ec-8b7f-726b-becf-0e0d6a8a318f', mark: 'bf4dd72a554e69a210cb' };

test('D12 an address of one message is read back, whatever mail servers do to its letters, and fits', () => {
  const address = returnAddress('bounce', NAME, 'bounce.example');
  assert.ok(address.indexOf('@') <= 64, 'a local part has 64 signs');
  assert.deepEqual(readReturnAddress(address.toUpperCase()), { ...NAME, purpose: 'bounce' });
  assert.deepEqual(readReturnAddress(` ${returnAddress('leave', NAME, 'x.example')}`), { ...NAME, purpose: 'leave' });
  for (const other of ['bounce@x.example', 'bounce+1@x.example', 'info@x.example', '', `x${address}`]) {
    assert.equal(readReturnAddress(other), null, other);
  }
});

test('names are found among others in References, in their order, and nothing that only looks like one', () => {
  const other = { messageId: '01a217ec-ba42-771f-8864-fe5a8e74f037', mark: 'b108e8d5c32c9d9f9b3f' };
  const field = `<x@y> <${returnName(NAME)}@a.example> <${NAME.messageId}@a.example> <${returnName(other)}@a.example> <${returnName(NAME)}ff@b>`;
  assert.deepEqual(readReturnNames(field), [NAME, other]);
});
