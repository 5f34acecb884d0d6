import { Worker } from 'node:worker_threads';
import type { Paper } from '../rules/paper.ts';

/** The report as a PDF. Ends its thread when `signal` says so. */
export function makePdf(paper: Paper, signal?: AbortSignal): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./thread.ts', import.meta.url), { workerData: paper });
    const stop = () => void thread.terminate();
    signal?.addEventListener('abort', stop, { once: true });
    thread.once('message', (bytes: Uint8Array) => resolve(bytes));
    thread.once('error', reject);
    thread.once('exit', (code) => {
      signal?.removeEventListener('abort', stop);
      // After the message it says nothing more.
      reject(new Error(`the thread that sets a report ended with ${code}`));
    });
  });
}
