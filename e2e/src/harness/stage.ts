import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, afterEach, before } from 'node:test';
import type { Language } from '@anbu/contract';
import type { BrowserContext, BrowserContextOptions } from 'playwright-core';
import { openBrowser, type OpenBrowser } from './browser.ts';
import { aClinic, findClinic, NOW, type Clinic, type Who } from './clinic.ts';
import { startProgram, type Program } from './server.ts';
import { signIn } from './sign-in.ts';
import { Visitor } from './visitor.ts';
import { watch, type Watch } from './watch.ts';
import { wordsIn } from './words.ts';

export type VisitOptions = {
  /** Signed in through the page, once per file; without it nobody is signed in. */
  readonly as?: Who;
  /** Where it begins. */
  readonly at?: string;
  readonly language?: Language;
  readonly phone?: boolean;
  readonly dark?: boolean;
};

const LOCALES = { ko: 'ko-KR', en: 'en-US', zh: 'zh-CN' };
const FAILURES = path.resolve(import.meta.dirname, '../../.cache/failures');
/** Of every wait in a browser: what comes is not waited for longer than it takes, and a busy machine is slow. */
const PATIENCE = 60_000;

/** One program and one browser for a test file. Each visit is a browser of its own; what must not happen in it fails the test. */
export class Stage {
  #program: Program | null = null;
  #clinic: Clinic | null = null;
  #browser: OpenBrowser | null = null;
  #states = new Map<Who, Awaited<ReturnType<BrowserContext['storageState']>>>();
  #open: { context: BrowserContext; watch: Watch }[] = [];

  get program(): Program {
    if (!this.#program) throw new Error('the program has not started');
    return this.#program;
  }
  get clinic(): Clinic {
    if (!this.#clinic) throw new Error('the clinic is not there yet');
    return this.#clinic;
  }

  async start(): Promise<void> {
    const program = startProgram(aClinic, NOW);
    const browser = openBrowser();
    const [started, opened] = await Promise.allSettled([program, browser]);
    if (started.status === 'fulfilled') this.#program = started.value;
    if (this.#program) this.#clinic = await findClinic(this.#program.app);
    if (opened.status === 'fulfilled') this.#browser = opened.value;
    for (const result of [started, opened]) if (result.status === 'rejected') throw result.reason;
  }

  async stop(): Promise<void> {
    await this.#browser?.close();
    await this.#program?.stop();
  }

  async visit(options: VisitOptions = {}): Promise<Visitor> {
    const { as, at = '/', language = 'ko' } = options;
    const state = as && this.#states.get(as);
    const context = await this.#context(options, state ? { storageState: state } : {});
    const page = await context.newPage();
    const visitor = new Visitor(page, wordsIn(language), this.program.url, this.#open.at(-1)!.watch);
    if (state) await this.#speak(visitor, language);
    else if (as) {
      await visitor.go('/sign-in');
      await signIn(visitor, as);
      await this.#speak(visitor, language);
      this.#states.set(as, await context.storageState());
    }
    await visitor.go(at);
    return visitor;
  }

  /** The account has a language of its own; the visitor shows it as she wants it. */
  async #speak({ page, url }: Visitor, language: Language): Promise<void> {
    await page.request.patch(`${url}/api/v1/me`, { data: { language }, headers: { origin: url } });
  }

  async #context(options: VisitOptions, more: BrowserContextOptions): Promise<BrowserContext> {
    if (!this.#browser) throw new Error('the browser has not started');
    const { phone = false, dark = false, language = 'ko' } = options;
    const context = await this.#browser.browser.newContext({
      locale: LOCALES[language],
      timezoneId: 'Asia/Seoul',
      viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
      ...(phone ? { isMobile: true, hasTouch: true, deviceScaleFactor: 2 } : {}),
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      ...more,
    });
    context.setDefaultTimeout(PATIENCE);
    this.#open.push({ context, watch: await watch(context) });
    return context;
  }

  /** Closes what the test opened. Throws what the pages complained of. */
  async endTest(name: string, passed: boolean): Promise<void> {
    const open = this.#open.splice(0);
    if (!passed) await takePictures(name, open);
    const unexpected = open.flatMap(({ watch: heard }) => heard.unexpected());
    await Promise.all(open.map(({ context }) => context.close()));
    if (unexpected.length > 0) throw new Error(`The pages complained:\n${unexpected.join('\n')}`);
  }
}

async function takePictures(name: string, open: readonly { context: BrowserContext }[]): Promise<void> {
  await mkdir(FAILURES, { recursive: true });
  const pages = open.flatMap(({ context }) => context.pages());
  for (const [index, page] of pages.entries()) {
    const file = path.join(FAILURES, `${name.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80)}-${index}.png`);
    await page.screenshot({ path: file }).catch(() => undefined);
  }
}

/**
 * Call once at the top of a test file. `first` is over before the program reads its surroundings: hooks beside each other run at the same time, a `before` of
 * the file is none of that.
 */
export function useStage(first: () => void | Promise<void> = () => undefined): Stage {
  const stage = new Stage();
  before(async () => {
    await first();
    await stage.start();
  });
  after(() => stage.stop());
  afterEach(async (context) => {
    const { name, passed } = context as unknown as { name: string; passed: boolean };
    await stage.endTest(name, passed);
  });
  return stage;
}
