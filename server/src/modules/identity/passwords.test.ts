import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant } from '../../kernel/instant.ts';
import { checkPassword, hashPassword, passwordMatches } from './passwords.ts';
import { permissionsOfKey } from './rules.ts';
import { codeOf } from './testing.ts';
import { newTotpSecret, totpCode, totpStep, totpUri } from './totp.ts';

test('S8 a password that everybody tries first is refused', () => {
  for (const [password, code] of [
    ['short', 'identity.password_short'],
    ['한글비밀번호아홉자', 'identity.password_short'],
    ['Qwertyuiop123', 'identity.password_common'],
    ['1Q2W3E4R5T6Y', 'identity.password_common'],
    ['Somebody@Clinic.example', 'identity.password_common'],
    ['한글 비밀번호 열 자리', 'ok'],
    ['correct horse battery', 'ok'],
  ] as const) {
    assert.equal(codeOf(checkPassword(password, 'somebody@clinic.example')), code, password);
  }
});

test('S8 a hash is argon2id with its own salt and knows only its password', async () => {
  const [one, two] = await Promise.all([hashPassword('correct horse battery'), hashPassword('correct horse battery')]);
  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.notEqual(one, two);
  assert.equal(await passwordMatches('correct horse battery', one), true);
  assert.equal(await passwordMatches('correct horse batterx', one), false);
  assert.equal(await passwordMatches('correct horse battery', null), false, 'nobody has a password');
});

test('a password typed on a Mac, decomposed, is the same password', async () => {
  const hash = await hashPassword('한글 비밀번호'.normalize('NFC'));
  assert.equal(await passwordMatches('한글 비밀번호'.normalize('NFD'), hash), true);
});

test('S8 a code of the second factor is good in its step and the two beside it', () => {
  const secret = newTotpSecret();
  const now = instant(1_800_000_015_000);
  const step = Math.floor(now / 30_000);
  const code = totpCode(secret, now);
  for (const [seconds, expected] of [
    [0, step],
    [30, step],
    [-30, step],
    [61, null],
    [-61, null],
  ] as const) {
    assert.equal(totpStep(secret, code, instant(now + seconds * 1000)), expected, `${seconds} s`);
  }
  assert.match(totpUri(secret, 'a@b.example'), /^otpauth:\/\/totp\/Anbu:a%40b\.example\?issuer=Anbu&secret=/);
});

test('F5 a key does no more than its maker may do now', () => {
  const of = (scopes: string[], role: Parameters<typeof permissionsOfKey>[1]) => [...permissionsOfKey(scopes, role)];
  assert.deepEqual(of(['people.read', 'users.manage'], 'adjuster'), ['people.read']);
  assert.deepEqual(of(['*'], 'adjuster'), ['people.read']);
  assert.deepEqual(of(['people.read'], null), ['people.read']);
  assert.ok(of(['*'], null).includes('users.manage'));
});
