import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Keyring } from '../../../platform/secrets/index.ts';
import { isReturnMark, returnMark } from '../service/returns.ts';
import { isOurMark } from '../service/open.ts';
import { readAnswer, whyOfAnswer } from './smtp-answer.ts';
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

test('D12 what went out before the secret key was changed is believed as long as the ring holds that key', () => {
  const [old, fresh] = ['a', 'b'].map((letter) => Buffer.from(letter.repeat(32)).toString('base64'));
  const keysOf = (text: string) => ({ receiptKeys: new Keyring(text).deriveAll('channels receipts') });
  const [before, both, after] = [keysOf(`${old}`), keysOf(`${fresh},${old}`), keysOf(`${fresh}`)];
  const mark = returnMark(before, 'token', NAME.messageId);
  assert.deepEqual(
    [before, both, after].map((keys) => isReturnMark(keys, 'token', NAME.messageId, mark)),
    [true, true, false],
  );
  assert.equal(
    returnMark(both, 'token', NAME.messageId),
    returnMark(after, 'token', NAME.messageId),
    'the first makes',
  );
  assert.equal(isReturnMark(both, 'other', NAME.messageId, mark), false);
  assert.equal(isOurMark(both, 'token', NAME.messageId, mark), false, 'a mark of another kind');
});

test('RFC 5321 what servers say that refuse a mail: status, words, of whom, and the reason that is kept', () => {
  const cases = [
    ['RCPT TO', '550 5.1.1 no such user', '5.1.1', 'no such user', 'recipient', 'bounced_5_1_1'],
    [
      'RCPT TO',
      '550-5.1.1 The account\r\n550 5.1.1 does not exist.',
      '5.1.1',
      'The account does not exist.',
      'recipient',
      'bounced_5_1_1',
    ],
    ['RCPT TO', '550 User unknown', null, 'User unknown', 'recipient', 'address_refused'],
    ['RCPT TO', '452 4.2.2 full', '4.2.2', 'full', 'recipient', 'bounced_4_2_2'],
    ['RCPT TO', '451 later', null, 'later', 'recipient', 'smtp_451'],
    ['DATA', '554 5.7.1 spam', '5.7.1', 'spam', 'message', 'bounced_5_7_1'],
    ['DATA', '554', null, null, 'message', 'smtp_554'],
    ['MAIL FROM', '553 5.1.8 unknown sender domain', '5.1.8', 'unknown sender domain', 'us', 'bounced_5_1_8'],
    ['CONN', '554 no service', null, 'no service', 'us', 'smtp_554'],
    ['', 'nonsense', null, 'nonsense', 'us', 'smtp_500'],
  ] as const;
  for (const [command, response, status, words, of, why] of cases) {
    const said = readAnswer(response, command);
    assert.deepEqual(said, { status, words, of }, response);
    assert.equal(whyOfAnswer(Number(/^\d+/.exec(response)?.[0] ?? 500), said), why, response);
  }
});
