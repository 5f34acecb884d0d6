import { parentPort } from 'node:worker_threads';
import type { LetterPage } from '@anbu/contract';
import { INK, INK_2, partsOf, Pen } from '../../../platform/pdf/index.ts';
import { tidyMemory } from '../../../platform/tidy.ts';
import { setLetter, type Ruler } from '../rules/letter-page.ts';
import type { Order, Said } from './words.ts';

/** In a thread of its own: reading fonts and setting pages takes time in which requests must not wait. One file at a time, or none. */
let file: { readonly pen: Pen; pieces: Uint8Array[] } | null = null;
let measuring: Pen | null = null;

function newPen(title: string): Pen {
  return new Pen('ko', { title, author: 'Anbu', madeAt: new Date(0).toISOString() }, { inMemory: false });
}

function rulerOf(pen: Pen): Ruler {
  return {
    width: (text, size, bold) => pen.width(text, { size: 1, weight: bold ? 'bold' : 'regular' }) * size,
    parts: partsOf,
  };
}

function draw(
  { doc, write }: { readonly doc: PDFKit.PDFDocument; readonly write: Pen['write'] },
  page: LetterPage,
): void {
  doc.addPage();
  for (const item of page.items) {
    if (item.kind === 'box') doc.rect(item.x, item.y, item.width, item.height).fillColor(INK).fill();
    else {
      const { text, x, y, size, bold, quiet, align } = item;
      write(text, x, y, { size, weight: bold ? 'bold' : 'regular', colour: quiet ? INK_2 : INK }, align);
    }
  }
}

function say(said: Said): void {
  parentPort?.postMessage(said);
}

function take(): Uint8Array {
  // A view over more than its own bytes would carry them all along.
  const bytes = new Uint8Array(Buffer.concat(file?.pieces ?? []));
  if (file) file.pieces = [];
  return bytes;
}

parentPort?.on('message', (order: Order) => {
  switch (order.kind) {
    case 'begin': {
      const begun = { pen: newPen(order.title), pieces: [] as Uint8Array[] };
      begun.pen.doc.on('data', (piece: Uint8Array) => begun.pieces.push(piece));
      file = begun;
      return say({ kind: 'begun' });
    }
    case 'sheets': {
      if (!file) throw new Error('no file was begun');
      const { pen } = file;
      const ruler = rulerOf(pen);
      const counts = order.sheets.map((sheet) => {
        const pages = setLetter(sheet, ruler);
        for (const page of pages) draw({ doc: pen.doc, write: pen.write.bind(pen) }, page);
        return pages.length;
      });
      // Nobody waits for this thread: fifty pages leave more lying than all that is kept of them, most of it where Node does not look by itself.
      tidyMemory();
      // What was drawn leaves as the stream goes on.
      return void setImmediate(() => say({ kind: 'set', counts, bytes: take() }));
    }
    case 'end': {
      if (!file) throw new Error('no file was begun');
      file.pen.doc.once('end', () => {
        say({ kind: 'ended', bytes: take() });
        file = null;
      });
      return void file.pen.doc.end();
    }
    case 'look': {
      measuring ??= newPen('');
      return say({ kind: 'looked', pages: setLetter(order.sheet, rulerOf(measuring)) });
    }
  }
});
