import type { Page } from 'playwright-core';

/** For who wants to look: `ANBU_PICTURES` names a folder. */
export async function picture(page: Page, name: string, { fullPage = false } = {}): Promise<void> {
  const folder = process.env['ANBU_PICTURES'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage });
}
