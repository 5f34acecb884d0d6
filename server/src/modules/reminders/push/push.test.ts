import assert from 'node:assert/strict';
import { createECDH } from 'node:crypto';
import { test } from 'node:test';
import { areKeys, encrypt } from './encrypt.ts';
import { makeVapid } from './vapid.ts';

const bytes = (text: string) => Buffer.from(text, 'base64url');

test('A8 a message is sealed as the example of RFC 8291 (appendix A) says, byte for byte', () => {
  const own = createECDH('prime256v1');
  own.setPrivateKey(bytes('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'));
  const to = {
    p256dh: bytes('BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4'),
    auth: bytes('BTBZMqHH6r4Tts7J_aSIgg'),
  };
  const plain = Buffer.from('When I grow up, I want to be a watermelon');
  const sealed = encrypt(plain, to, bytes('DGv6ra1nlYgDCS1FRnbzlw'), own, plain.length);
  assert.equal(
    sealed.toString('base64url'),
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
  );
  assert.equal(areKeys(to), true);
});

test('keys that no browser made are refused: a point beside the curve, a short secret', () => {
  const good = { p256dh: createECDH('prime256v1').generateKeys(), auth: Buffer.alloc(16, 1) };
  assert.equal(areKeys(good), true);
  assert.equal(areKeys({ ...good, auth: Buffer.alloc(15) }), false);
  assert.equal(areKeys({ ...good, p256dh: Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 1)]) }), false);
  assert.equal(areKeys({ ...good, p256dh: good.p256dh.subarray(0, 64) }), false);
});

test('the same secret key gives the same sender, another one another', () => {
  const one = makeVapid(Buffer.alloc(48, 1), null);
  assert.equal(makeVapid(Buffer.alloc(48, 1), null).publicKey, one.publicKey);
  assert.notEqual(makeVapid(Buffer.alloc(48, 2), null).publicKey, one.publicKey);
  assert.equal(bytes(one.publicKey).length, 65);
  const [, claims] = makeVapid(Buffer.alloc(48, 1), 'mailto:it@clinic.example')
    .authorization('https://a.example/x', 0)
    .split('.');
  assert.deepEqual(JSON.parse(bytes(claims!).toString()), {
    aud: 'https://a.example',
    exp: 43_200,
    sub: 'mailto:it@clinic.example',
  });
});
