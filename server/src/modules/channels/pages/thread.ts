import { parentPort } from 'node:worker_threads';
import { Pen } from '../../../platform/pdf/index.ts';
import { layFax, type FaxPaper } from '../rules/fax-page.ts';

/** Reading fonts and setting pages takes a part of a second, in which requests must not wait. */
parentPort?.on('message', ({ no, paper, draw }: { no: number; paper: FaxPaper; draw: boolean }) => {
  try {
    const pen = new Pen(paper.language, { title: paper.mark, author: paper.from, madeAt: paper.madeAt });
    const sheets = layFax(paper, (text, width, size, bold) => pen.wrap(text, width, { size, weight: weightOf(bold) }));
    if (!draw) {
      pen.doc.destroy();
      return parentPort?.postMessage({ no, sheets, pdf: null });
    }
    sheets.forEach(({ lines, rules }, at) => {
      if (at > 0) pen.doc.addPage();
      // A fax is black or white.
      for (const { x, y, width } of rules) pen.rule(x, y, width, '#000000', 0.8);
      for (const { text, x, y, size, bold } of lines)
        pen.write(text, x, y, { size, weight: weightOf(bold), colour: '#000000' });
    });
    const pieces: Buffer[] = [];
    pen.doc.on('data', (piece: Buffer) => pieces.push(piece));
    pen.doc.on('end', () => parentPort?.postMessage({ no, sheets, pdf: new Uint8Array(Buffer.concat(pieces)) }));
    pen.doc.end();
  } catch (error) {
    parentPort?.postMessage({ no, failed: error instanceof Error ? error.message : 'a page could not be set' });
  }
});

function weightOf(bold: boolean) {
  return bold ? 'bold' : 'regular';
}
