import { Worker } from 'node:worker_threads';
import type { PageSheet } from '@anbu/contract';
import type { FaxPaper } from '../rules/fax-page.ts';

export type SetPages = { readonly sheets: readonly PageSheet[]; readonly pdf: Buffer };
type Answer = {
  readonly no: number;
  readonly sheets?: PageSheet[];
  readonly pdf?: Uint8Array | null;
  readonly failed?: string;
};

let thread: Worker | null = null;
let asked = 0;
const waiting = new Map<number, { resolve(answer: Answer): void; reject(error: Error): void }>();

/** The pages of a fax, as they stand on paper; nothing is drawn. */
export async function layPages(paper: FaxPaper): Promise<readonly PageSheet[]> {
  return (await ask(paper, false)).sheets ?? [];
}

/** The same as a PDF. One thread for all, begun when it is first needed; it holds no process up. */
export async function setPages(paper: FaxPaper): Promise<SetPages> {
  const { sheets = [], pdf } = await ask(paper, true);
  return { sheets, pdf: Buffer.from(pdf ?? []) };
}

function ask(paper: FaxPaper, draw: boolean): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const no = ++asked;
  waiting.set(no, { resolve, reject });
  // Held while somebody waits, let go after.
  const worker = begun();
  worker.ref();
  worker.postMessage({ no, paper, draw });
  return promise.finally(() => {
    waiting.delete(no);
    if (waiting.size === 0) worker.unref();
  });
}

function begun(): Worker {
  if (thread) return thread;
  const worker = new Worker(new URL('./thread.ts', import.meta.url));
  worker.on('message', (answer: Answer) => {
    const one = waiting.get(answer.no);
    if (answer.failed === undefined) one?.resolve(answer);
    else one?.reject(new Error(answer.failed));
  });
  const lost = (error: unknown) => {
    if (thread === worker) thread = null;
    for (const { reject } of waiting.values())
      reject(error instanceof Error ? error : new Error('the thread that sets pages ended'));
  };
  worker.on('error', lost);
  worker.on('exit', lost);
  thread = worker;
  return worker;
}
