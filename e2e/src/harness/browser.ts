import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { findChromium } from './chromium.ts';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A machine that has other work is slow to begin. */
const STARTS_WITHIN = 120_000;

export type OpenBrowser = { readonly browser: Browser; close(): Promise<void> };

/** A Chromium with a folder of its own for all that it writes. */
export async function openBrowser(): Promise<OpenBrowser> {
  const { program, environment } = await findChromium();
  const folder = await mkdtemp(path.join(tmpdir(), 'anbu-browser-'));
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  try {
    const browser = await chromium.launch({
      executablePath: program,
      args: ARGUMENTS,
      env: { ...process.env, ...environment, TMPDIR: folder },
      timeout: STARTS_WITHIN,
    });
    return {
      browser,
      async close() {
        await browser.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
