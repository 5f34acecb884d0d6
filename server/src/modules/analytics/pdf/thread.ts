import { parentPort, workerData } from 'node:worker_threads';
import type { Paper } from '../rules/paper.ts';
import { setPaper } from './document.ts';

/** In a thread of its own: reading fonts and setting pages takes a second or two, in which requests must not wait. */
const pieces: Buffer[] = [];
const { doc } = setPaper(workerData as Paper);
doc.on('data', (piece: Buffer) => pieces.push(piece));
doc.on('end', () => {
  // A view over more than its own bytes would carry them all along.
  const bytes = new Uint8Array(Buffer.concat(pieces));
  parentPort?.postMessage(bytes);
});
doc.end();
