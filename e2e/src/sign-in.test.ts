import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LOCKOUT } from '@anbu/server/src/modules/identity/presets.ts';
import { HOUR } from '@anbu/server/src/kernel/instant.ts';
import * as OTPAuth from 'otpauth';
import { emailOf, nameOf, PASSWORD } from './harness/clinic.ts';
import { fillSignIn } from './harness/sign-in.ts';
import { useStage } from './harness/stage.ts';

const stage = useStage();

test('whoever is not signed in signs in, comes to the page of the link, and signs out', async () => {
  const visitor = await stage.visit({ at: '/people' });
  const { page, t } = visitor;
  await page.waitForURL(/\/sign-in\?to=%2Fpeople$/);
  await fillSignIn(visitor, emailOf('consultant'), PASSWORD);
  await page.waitForURL(/\/people$/);

  await visitor.get('button', t('shell.user.menu', { name: nameOf('consultant') })).click();
  await visitor.get('menuitem', t('shell.user.signOut')).click();
  await page.waitForURL(/\/sign-in$/);
  await visitor.go('/people');
  await page.waitForURL(/\/sign-in\?to=%2Fpeople$/);
});

test('S8 a wrong password and an unknown address read the same sentence, and nothing else is told', async () => {
  const visitor = await stage.visit({ at: '/sign-in' });
  for (const [email, password] of [
    [emailOf('consultant'), 'not the password 1'],
    ['nobody@clinic.example', PASSWORD],
  ] as const) {
    await fillSignIn(visitor, email, password);
    const alert = visitor.page.getByRole('alert').filter({ hasText: visitor.t('identity.wrong_credentials') });
    await alert.waitFor();
    assert.equal(await visitor.page.getByRole('alert').count(), 1, 'said in one place');
    await visitor.page.reload();
  }
});

test('S8 after ten wrong guesses the page says for how many minutes it is locked, also for the right password', async () => {
  const visitor = await stage.visit({ at: '/sign-in' });
  const answered = () => visitor.page.waitForResponse((response) => response.request().method() === 'POST');
  for (let guess = 0; guess < LOCKOUT.guesses; guess += 1) {
    const answer = answered();
    await fillSignIn(visitor, emailOf('desk'), `wrong guess number ${guess}`);
    await answer;
  }
  await fillSignIn(visitor, emailOf('desk'), PASSWORD);
  await visitor.reads(visitor.t('identity.locked', { minutes: LOCKOUT.lockSeconds / 60 }));
  await stage.program.advance(HOUR);
  await fillSignIn(visitor, emailOf('desk'), PASSWORD);
  await visitor.get('button', visitor.t('shell.user.menu', { name: nameOf('desk') })).waitFor();
});

test('a second step once added in the settings is asked for at the next sign-in', async () => {
  const visitor = await stage.visit({ as: 'colleague', at: '/settings/account' });
  const { page, t } = visitor;
  await visitor.field('settings.account.totpPassword').fill(PASSWORD);
  await visitor.button('settings.account.totpStart').click();
  await visitor.get('img', t('settings.account.totpQr')).waitFor();
  const secret = (await visitor.get('code').innerText()).replaceAll(' ', '');
  const totp = new OTPAuth.TOTP({ secret });
  const code = async () => totp.generate({ timestamp: await stage.program.now() });
  await visitor.field('settings.account.totpCode').fill(await code());
  await visitor.button('settings.account.totpConfirm').click();
  await visitor.reads(t('settings.account.totpOn'));

  await visitor.get('button', t('shell.user.menu', { name: nameOf('colleague') })).click();
  await visitor.get('menuitem', t('shell.user.signOut')).click();
  await fillSignIn(visitor, emailOf('colleague'), PASSWORD);
  const field = visitor.field('identity.signIn.totp');
  await field.fill('000000');
  await visitor.button('identity.signIn.submit').click();
  await visitor.reads(t('identity.totp_wrong'));
  await stage.program.advance(60_000); // A code opens once.
  await field.fill(await code());
  await visitor.button('identity.signIn.submit').click();
  await page.waitForURL(/\/today/);
});
