import { emailOf, PASSWORD, type Who } from './clinic.ts';
import type { Visitor } from './visitor.ts';

/** Through the page, as people do. */
export async function signIn(visitor: Visitor, who: Who): Promise<void> {
  await fillSignIn(visitor, emailOf(who), PASSWORD);
  await visitor.page
    .getByRole('navigation', { name: visitor.t('shell.nav.label') })
    .first()
    .waitFor();
}

export async function fillSignIn({ page, t }: Visitor, email: string, password: string): Promise<void> {
  await page.getByRole('textbox', { name: t('identity.signIn.email') }).fill(email);
  await page.getByRole('textbox', { name: t('identity.signIn.password') }).fill(password);
  await page.getByRole('button', { name: t('identity.signIn.submit') }).click();
}
