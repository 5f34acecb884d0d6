import { Worker } from 'node:worker_threads';
import type { LetterPage } from '@anbu/contract';
import type { Sheet } from '../rules/letter-page.ts';
import type { Order, Said } from './words.ts';

const IDLE_MILLISECONDS = 60_000;
/** Fonts and letters of a batch take 30 MB; more is wrong. */
const LIMITS = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 4 };

/** A thread that sets letters; its orders wait for each other. */
class Thread {
  readonly #worker = new Worker(new URL('./thread.ts', import.meta.url), { resourceLimits: LIMITS });
  #last: Promise<unknown> = Promise.resolve();
  #ended: Error | null = null;

  constructor() {
    this.#worker.unref();
    // Heard by the order that waits for its answer.
    this.#worker.on('error', () => undefined);
    this.#worker.once('exit', (code) => (this.#ended = new Error(`the thread that sets letters ended with ${code}`)));
  }

  get isEnded(): boolean {
    return this.#ended !== null;
  }

  ask<K extends Said['kind']>(order: Order, kind: K): Promise<Extract<Said, { kind: K }>> {
    const answer = this.#last.catch(() => undefined).then(() => this.#ask(order, kind));
    this.#last = answer;
    return answer;
  }

  #ask<K extends Said['kind']>(order: Order, kind: K): Promise<Extract<Said, { kind: K }>> {
    // One that ended between two orders says nothing more: who asked it would wait for good.
    if (this.#ended) return Promise.reject(this.#ended);
    const { promise, resolve, reject } = Promise.withResolvers<Extract<Said, { kind: K }>>();
    const hear = (said: Said) =>
      said.kind === kind ? resolve(said as Extract<Said, { kind: K }>) : reject(new Error(`it said ${said.kind}`));
    const ended = (code: number) => reject(new Error(`the thread that sets letters ended with ${code}`));
    this.#worker.ref();
    this.#worker.once('message', hear).once('error', reject).once('exit', ended);
    this.#worker.postMessage(order);
    return promise.finally(() => {
      this.#worker.unref();
      this.#worker.off('message', hear).off('error', reject).off('exit', ended);
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** Letters in one file: what is ready comes with each part, so that the whole is never in memory. Its fonts are in the file once. */
export class PrintRun {
  readonly #thread = new Thread();

  begin(title: string): Promise<unknown> {
    return this.#thread.ask({ kind: 'begin', title }, 'begun');
  }

  add(sheets: readonly Sheet[]): Promise<{ readonly counts: readonly number[]; readonly bytes: Uint8Array }> {
    return this.#thread.ask({ kind: 'sheets', sheets }, 'set');
  }

  async end(): Promise<Uint8Array> {
    return (await this.#thread.ask({ kind: 'end' }, 'ended')).bytes;
  }

  /** Also where it broke off. */
  close(): Promise<void> {
    return this.#thread.end();
  }
}

/** Shows letters as they would be printed. Its thread begins with the first look and ends a minute after the last. */
export class LetterLook {
  #thread: Thread | null = null;
  #idle: NodeJS.Timeout | null = null;

  async pages(sheet: Sheet): Promise<LetterPage[]> {
    if (this.#idle) clearTimeout(this.#idle);
    if (this.#thread?.isEnded) this.#thread = null;
    const thread = (this.#thread ??= new Thread());
    try {
      return (await thread.ask({ kind: 'look', sheet }, 'looked')).pages;
    } catch (error) {
      await this.close();
      throw error;
    } finally {
      this.#idle = setTimeout(() => void this.close(), IDLE_MILLISECONDS).unref();
    }
  }

  async close(): Promise<void> {
    const thread = this.#thread;
    this.#thread = null;
    await thread?.end();
  }
}
