/** By hand: `node scripts/run.cjs e2e/src/pictures.ts <folder> <address of a running demo> [role]` takes pictures of every page. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Language } from '@anbu/contract';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { openBrowser } from './harness/browser.ts';
import { SCREENS, settled } from './harness/screens.ts';

const SETS: { name: string; language: Language; locale: string; width: number; height: number }[] = [
  { name: 'ko', language: 'ko', locale: 'ko-KR', width: 1440, height: 900 },
  { name: 'ko-phone', language: 'ko', locale: 'ko-KR', width: 390, height: 844 },
  { name: 'en', language: 'en', locale: 'en-US', width: 1440, height: 900 },
  { name: 'en-phone', language: 'en', locale: 'en-US', width: 390, height: 844 },
  { name: 'zh', language: 'zh', locale: 'zh-CN', width: 1440, height: 900 },
  { name: 'zh-phone', language: 'zh', locale: 'zh-CN', width: 390, height: 844 },
];

const [folder, address, role = 'manager'] = process.argv.slice(2);
if (!folder || !address) {
  process.stderr.write('Usage: node scripts/run.cjs e2e/src/pictures.ts <folder> <address of a running demo> [role]\n');
  process.exit(2);
}
const base = new URL(address).origin;
await mkdir(folder, { recursive: true });
const { browser, close } = await openBrowser();
try {
  for (const set of SETS) {
    const phone: BrowserContextOptions =
      set.width < 500 ? { isMobile: true, hasTouch: true, deviceScaleFactor: 2 } : {};
    const { width, height, locale } = set;
    const context = await browser.newContext({
      ...phone,
      locale,
      viewport: { width, height },
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    const take = async (name: string) => {
      await settled(page);
      await page.screenshot({ path: path.join(folder, `${set.name}-${name}.png`) });
    };
    await page.goto(`${base}/sign-in`);
    await page.getByRole('heading', { level: 2 }).waitFor();
    await take('sign-in');
    await signIn(page, set.language);
    for (const [name, to] of Object.entries(SCREENS)) {
      await page.goto(base + to);
      await take(name);
    }
    await theFirstPerson(page, take);
    await context.close();
    process.stdout.write(`${set.name}\n`);
  }
} finally {
  await close();
}

/** By a demo sign-in of the page itself; the language of the account is set to the one of the pictures. */
async function signIn(page: Page, language: Language): Promise<void> {
  const { demo } = (await (await page.request.get(`${base}/api/v1/sign-in`)).json()) as {
    demo: { email: string; password: string; role: string }[];
  };
  const account = demo.find((each) => each.role === role) ?? demo[0];
  if (!account) throw new Error('The program shows no demo sign-in.');
  const headers = { origin: base };
  const { email, password } = account;
  await page.request.post(`${base}/api/v1/sign-in`, { data: { email, password }, headers });
  await page.request.patch(`${base}/api/v1/me`, { data: { language }, headers });
}

/** The first of Today: her page, and the work beside the queue. */
async function theFirstPerson(page: Page, take: (name: string) => Promise<void>): Promise<void> {
  const today = (await (await page.request.get(`${base}/api/v1/today?owner=all&limit=1`)).json()) as {
    items: { enquiry: { id: string; personId: string } }[];
  };
  const [first] = today.items;
  if (!first) return;
  await page.goto(`${base}/people/${first.enquiry.personId}`);
  await take('person');
  await page.goto(`${base}/today?owner=all&enquiry=${first.enquiry.id}`);
  // The panel of the work, which is a dialog on a phone.
  await page.getByRole('complementary').or(page.getByRole('dialog')).first().waitFor();
  await take('work');
}
